#include "layout/packing.h"

#include <algorithm>

#include "layout/saturated.h"

namespace spanorama {

namespace {

// Bottom-up: each subtree becomes a block with a time extent, a height in lanes and an offset below its holder.
//
//   parent  ##################        offset of A 0, B 1 (it runs while A does), C 0 again
//     A       #####     C ###
//     B         ########
class Packer {
 public:
  Packer(const TraceStore& store, std::uint32_t first, std::uint32_t count, std::uint32_t max_lanes)
      : store_(store), first_(first), count_(count), max_lanes_(max_lanes), blocks_(count), busy_until_(max_lanes) {}

  std::vector<std::uint32_t> run() {
    for (std::uint32_t i = count_; i-- > 0;) {
      Block& block = blocks_[i];
      block.begin = store_.columns().start[first_ + i];
      block.end = end_of_span(store_, {first_ + i});
      block.height = 1 + place(i + 1, subtree_end(i), i, block);
    }
    Block all{store_.columns().start[first_], store_.columns().start[first_]};
    place(0, count_, kNone, all);
    return lanes();
  }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  struct Block {
    UnixTime begin, end;
    std::uint32_t height = 1, offset = 0, holder = kNone;
  };

  std::uint32_t subtree_end(std::uint32_t i) const {
    const std::uint32_t end = store_.columns().subtree_end[first_ + i] - first_;
    return std::clamp(end, i + 1, count_);
  }

  // Puts the blocks that lie side by side in [i, end) below `holder`, widens `extent` by them and gives their height.
  std::uint32_t place(std::uint32_t i, std::uint32_t end, std::uint32_t holder, Block& extent) {
    siblings_.clear();
    for (; i < end; i = subtree_end(i)) siblings_.push_back(i);
    std::stable_sort(siblings_.begin(), siblings_.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return blocks_[a].begin < blocks_[b].begin; });
    std::uint32_t used = 0;
    for (const std::uint32_t sibling : siblings_) {
      Block& block = blocks_[sibling];
      block.holder = holder;
      block.offset = free_offset(block, used);
      const std::uint32_t bottom = std::min(block.offset + block.height, max_lanes_);
      for (; used < bottom; ++used) busy_until_[used] = {INT64_MIN};
      const UnixTime until = std::max(block.end, shifted(block.begin, 1));
      for (std::uint32_t lane = block.offset; lane < bottom; ++lane)
        busy_until_[lane] = std::max(busy_until_[lane], until);
      extent.begin = std::min(extent.begin, block.begin);
      extent.end = std::max(extent.end, block.end);
    }
    return used;
  }

  // The first offset with `height` free lanes; the last lane when there is none.
  std::uint32_t free_offset(const Block& block, std::uint32_t used) const {
    std::uint32_t offset = 0;
    for (std::uint32_t lane = 0; lane < used && lane < offset + block.height; ++lane)
      if (busy_until_[lane] > block.begin) offset = lane + 1;
    return std::min(offset, max_lanes_ - 1);
  }

  std::vector<std::uint32_t> lanes() const {
    std::vector<std::uint32_t> lane_of(count_);
    for (std::uint32_t i = 0; i < count_; ++i) {
      const Block& block = blocks_[i];
      const std::uint32_t base = block.holder == kNone ? 0 : lane_of[block.holder] + 1;
      lane_of[i] = std::min(base + block.offset, max_lanes_ - 1);
    }
    return lane_of;
  }

  const TraceStore& store_;
  const std::uint32_t first_, count_, max_lanes_;
  std::vector<Block> blocks_;
  std::vector<UnixTime> busy_until_;
  std::vector<std::uint32_t> siblings_;
};

}  // namespace

std::vector<std::uint32_t> packed_lane_of(const TraceStore& store, std::uint32_t first_span, std::uint32_t span_count,
                                          std::uint32_t max_lanes) {
  if (span_count == 0 || max_lanes == 0) return std::vector<std::uint32_t>(span_count, 0);
  return Packer(store, first_span, span_count, max_lanes).run();
}

}  // namespace spanorama
