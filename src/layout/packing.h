// Lanes for spans that overlap: whole subtrees are packed as blocks below their parent.
#pragma once

#include <cstdint>
#include <vector>

#include "spanorama/model/trace_store.h"

namespace spanorama {

// The lane of each span of first_span .. first_span + span_count.
std::vector<std::uint32_t> packed_lane_of(const TraceStore& store, std::uint32_t first_span, std::uint32_t span_count,
                                          std::uint32_t max_lanes);

}  // namespace spanorama
