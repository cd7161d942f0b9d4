#include "layout/longest.h"

#include <algorithm>

namespace spanorama {

namespace {

constexpr std::uint32_t kFan = 16;

struct Longest {
  const std::vector<Nanos>& duration;
  std::uint32_t index = kNoSpan;

  void consider(std::uint32_t i) {
    if (index == kNoSpan || duration[i] > duration[index] || (duration[i] == duration[index] && i < index)) index = i;
  }
};

// `below` gives the candidate of entry i of the level below.
template <class Below>
std::vector<std::uint32_t> level_over(const std::vector<Nanos>& duration, std::size_t size, Below&& below) {
  std::vector<std::uint32_t> level;
  level.reserve(size / kFan + 1);
  for (std::size_t first = 0; first < size; first += kFan) {
    Longest longest{duration};
    for (std::size_t i = first; i < std::min(first + kFan, size); ++i) longest.consider(below(i));
    level.push_back(longest.index);
  }
  return level;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> longest_blocks(const std::vector<Nanos>& duration) {
  std::vector<std::vector<std::uint32_t>> blocks;
  if (duration.size() <= kFan) return blocks;
  blocks.push_back(level_over(duration, duration.size(), [](std::size_t i) { return static_cast<std::uint32_t>(i); }));
  while (blocks.back().size() > kFan) {
    const auto& below = blocks.back();
    blocks.push_back(level_over(duration, below.size(), [&](std::size_t i) { return below[i]; }));
  }
  return blocks;
}

std::uint32_t longest_in(const DepthLanes& lanes, std::uint32_t begin, std::uint32_t end) {
  Longest longest{lanes.duration};
  // Level 0 is the spans themselves, level k is blocks[k - 1]. Ragged ends are looked at, whole blocks climb.
  for (std::size_t level = 0; begin < end; ++level) {
    const auto entry = [&](std::uint32_t i) { return level == 0 ? i : lanes.blocks[level - 1][i]; };
    const bool top = level == lanes.blocks.size();
    while (begin < end && (top || begin % kFan != 0)) longest.consider(entry(begin++));
    while (begin < end && end % kFan != 0) longest.consider(entry(--end));
    begin /= kFan;
    end /= kFan;
  }
  return longest.index;
}

}  // namespace spanorama
