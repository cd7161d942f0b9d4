// Boxes of a merged flame: each node as wide as its total, its children below it from the left. What is narrower than
// a limit is drawn together.
#pragma once

#include <cstdint>
#include <vector>

#include "spanorama/analysis/merged_flame.h"

namespace spanorama {

struct MergedBox {
  float x0_px = 0, x1_px = 0;
  std::uint32_t lane = 0;
  std::uint32_t node = 0;    // the heaviest it stands for
  std::uint32_t folded = 0;  // nodes beside it at this level
};
// `top` fills the width; the nodes above it do too, in the lanes above (the whole itself has none). Children must be
// sorted. Lanes `first_lane .. first_lane + lane_count` are given. O(boxes + nodes above them).
void lay_out_merged(const MergedFlame& flame, FlameKind kind, std::uint32_t top, float width_px, float min_px,
                    std::uint32_t first_lane, std::uint32_t lane_count, std::vector<MergedBox>& out);

}  // namespace spanorama
