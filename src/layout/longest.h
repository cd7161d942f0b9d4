// The longest span of any run of spans in O(log n): a tree of 16-way blocks, each naming its longest span.
#pragma once

#include <cstdint>
#include <vector>

#include "spanorama/layout/timeline.h"

namespace spanorama {

std::vector<std::vector<LongestSpan>> longest_blocks(const std::vector<Nanos>& duration);

inline constexpr std::uint32_t kNoSpan = UINT32_MAX;
// Index into lanes.spans of the longest span in [begin, end), the first of equals; kNoSpan for an empty run.
std::uint32_t longest_in(const DepthLanes& lanes, std::uint32_t begin, std::uint32_t end);

}  // namespace spanorama
