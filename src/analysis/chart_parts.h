// What the charts in one go and those in slices have in common.
#pragma once

#include <vector>

#include "spanorama/analysis/charts.h"

namespace spanorama {

// Buckets that cover first .. last, both in nanoseconds since 1970; none when first is above last.
TimeBuckets buckets_between(std::int64_t first, std::int64_t last, std::uint32_t max_buckets);
// Ends of the scale around the durations there are; `shortest` above `longest` says that there is none.
void set_scale(Heatmap& heatmap, std::int64_t shortest, std::int64_t longest);
// Of levels 1 and up.
std::vector<Nanos> inner_edges(const Heatmap& heatmap);

}  // namespace spanorama
