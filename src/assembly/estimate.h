// Costs that no source reports, from a price table.
#pragma once

#include "assembly/join.h"
#include "spanorama/model/price_table.h"

namespace spanorama::assembly {

// Fills cost_microcents and cost_source of facts that have tokens and a model with a price, and no reported cost. The
// model of the response is asked first, for it is the dated one. Leaves unknown what cannot be told in full: a price
// that is missing, a model call without output tokens. O(spans); each model is looked up once.
void estimate_costs(Joined& joined, const PriceTable& prices);

}  // namespace spanorama::assembly
