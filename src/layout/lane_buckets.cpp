#include "layout/lane_buckets.h"

#include <array>
#include <bit>

namespace spanorama {

namespace {

constexpr std::size_t kLeastSpans = 20'000;
constexpr std::size_t kSpansInBucket = 10;  // on the average, in the finest
constexpr int kMostShift = 62;

// 0 for equal times: how long stretches must be, as a power of two, for both to be able to start in the same one.
int apart(UnixTime a, UnixTime b) {
  return 64 - std::countl_zero(static_cast<std::uint64_t>(a.ns) ^ static_cast<std::uint64_t>(b.ns));
}

bool same_stretch(UnixTime a, UnixTime b, int shift) { return (a.ns >> shift) == (b.ns >> shift); }

// The shortest stretches that make few enough buckets.
int finest_shift(const DepthLanes& lanes) {
  std::array<std::size_t, 65> neighbours{};  // by how far they are apart
  for (std::size_t lane = 0; lane + 1 < lanes.begin.size(); ++lane)
    for (std::uint32_t i = lanes.begin[lane] + 1; i < lanes.begin[lane + 1]; ++i)
      ++neighbours[static_cast<std::size_t>(apart(lanes.start[i - 1], lanes.start[i]))];
  std::size_t buckets = lanes.begin.size() - 1;
  int shift = 64;
  while (shift > 0 && buckets + neighbours[static_cast<std::size_t>(shift)] <= lanes.spans.size() / kSpansInBucket)
    buckets += neighbours[static_cast<std::size_t>(shift--)];
  return shift;
}

// Of the rows of a finer level, or of spans; row(i) gives one of them.
template <class RowOf>
LaneBuckets level_of(const std::vector<std::uint32_t>& lane_begin, int shift, RowOf&& row) {
  LaneBuckets level;
  level.shift = shift;
  level.begin.reserve(lane_begin.size());
  level.begin.push_back(0);
  for (std::size_t lane = 0; lane + 1 < lane_begin.size(); ++lane) {
    for (std::uint32_t i = lane_begin[lane]; i < lane_begin[lane + 1]; ++i) {
      const LaneBucket one = row(i);
      if (level.rows.size() > level.begin.back() && same_stretch(level.rows.back().first, one.first, shift))
        put_together(level.rows.back(), one);
      else
        level.rows.push_back(one);
    }
    level.begin.push_back(static_cast<std::uint32_t>(level.rows.size()));
  }
  level.rows.shrink_to_fit();
  return level;
}

std::size_t rows_at(const LaneBuckets& level, int shift) {
  std::size_t rows = 0;
  for (std::size_t lane = 0; lane + 1 < level.begin.size(); ++lane)
    for (std::uint32_t i = level.begin[lane]; i < level.begin[lane + 1]; ++i)
      if (i == level.begin[lane] || !same_stretch(level.rows[i - 1].first, level.rows[i].first, shift)) ++rows;
  return rows;
}

}  // namespace

void put_together(LaneBucket& bucket, const LaneBucket& other) {
  bucket.last = other.last;
  bucket.errors += other.errors;
  if (other.duration <= bucket.duration) return;
  bucket.duration = other.duration;
  bucket.at = other.at;
  bucket.row = other.row;
}

std::vector<LaneBuckets> lane_buckets(const DepthLanes& lanes) {
  std::vector<LaneBuckets> levels;
  if (lanes.spans.size() < kLeastSpans) return levels;
  const int finest = finest_shift(lanes);
  if (finest > kMostShift) return levels;
  auto error = lanes.errors.begin();
  levels.push_back(level_of(lanes.begin, finest, [&](std::uint32_t i) {
    while (error != lanes.errors.end() && *error < i) ++error;
    const std::uint32_t failed = error != lanes.errors.end() && *error == i ? 1 : 0;
    return LaneBucket{lanes.start[i], lanes.start[i], lanes.duration[i], i, i, lanes.spans[i], failed};
  }));
  for (int shift = finest + 1; shift <= kMostShift; ++shift) {
    const LaneBuckets& below = levels.back();
    if (below.rows.size() < 2 * (lanes.begin.size() - 1)) break;
    if (rows_at(below, shift) > below.rows.size() / 2) continue;
    levels.push_back(level_of(below.begin, shift, [&](std::uint32_t i) { return below.rows[i]; }));
  }
  return levels;
}

const LaneBuckets* buckets_for(const DepthLanes& lanes, int shift) {
  const LaneBuckets* found = nullptr;
  for (const LaneBuckets& level : lanes.buckets)
    if (level.shift <= shift) found = &level;
  return found;
}

}  // namespace spanorama
