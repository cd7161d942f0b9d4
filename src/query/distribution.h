// The bins of a column of numbers.
#pragma once

#include <vector>

#include "spanorama/query/engine.h"

namespace spanorama::query {

Distribution distribution_of(const std::vector<std::int64_t>& values, const RowSet& rows, std::size_t bins);

}  // namespace spanorama::query
