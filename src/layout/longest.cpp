#include "layout/longest.h"

#include <algorithm>

namespace spanorama {

namespace {

constexpr std::uint32_t kFan = 16;

void consider(LongestSpan& longest, LongestSpan other) {
  if (longest.index == kNoSpan || other.duration > longest.duration ||
      (other.duration == longest.duration && other.index < longest.index))
    longest = other;
}

// `below` gives entry i of the level below.
template <class Below>
std::vector<LongestSpan> level_over(std::size_t size, Below&& below) {
  std::vector<LongestSpan> level;
  level.reserve(size / kFan + 1);
  for (std::size_t first = 0; first < size; first += kFan) {
    LongestSpan longest;
    for (std::size_t i = first; i < std::min(first + kFan, size); ++i) consider(longest, below(i));
    level.push_back(longest);
  }
  return level;
}

}  // namespace

std::vector<std::vector<LongestSpan>> longest_blocks(const std::vector<Nanos>& duration) {
  std::vector<std::vector<LongestSpan>> blocks;
  if (duration.size() <= kFan) return blocks;
  blocks.push_back(level_over(duration.size(), [&](std::size_t i) {
    return LongestSpan{duration[i], static_cast<std::uint32_t>(i)};
  }));
  while (blocks.back().size() > kFan) {
    const auto& below = blocks.back();
    blocks.push_back(level_over(below.size(), [&](std::size_t i) { return below[i]; }));
  }
  return blocks;
}

std::uint32_t longest_in(const DepthLanes& lanes, std::uint32_t begin, std::uint32_t end) {
  LongestSpan longest;
  // Level 0 is the spans themselves, level k is blocks[k - 1]. Ragged ends are looked at, whole blocks climb.
  for (std::size_t level = 0; begin < end; ++level) {
    const auto entry = [&](std::uint32_t i) {
      return level == 0 ? LongestSpan{lanes.duration[i], i} : lanes.blocks[level - 1][i];
    };
    const bool top = level == lanes.blocks.size();
    while (begin < end && (top || begin % kFan != 0)) consider(longest, entry(begin++));
    while (begin < end && end % kFan != 0) consider(longest, entry(--end));
    begin /= kFan;
    end /= kFan;
  }
  return longest.index;
}

}  // namespace spanorama
