// What of a span's tokens a price is asked for.
#pragma once

#include <span>

#include "spanorama/model/price_table.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

PricedTokens priced_tokens(const Facts& facts, std::span<const RareFact> rare, ObservationType type);

}  // namespace spanorama
