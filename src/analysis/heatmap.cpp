#include <algorithm>
#include <cmath>

#include "analysis/chart_parts.h"
#include "spanorama/analysis/charts.h"

namespace spanorama {
namespace {

constexpr Nanos kLowWithoutData{kNanosPerMilli}, kHighWithoutData{kNanosPerSecond};
constexpr std::int64_t kLargestPower = 1'000'000'000'000'000'000;

// The greatest of 1, 2 and 5 times a power of ten that is at most `ns`; `ns` is positive.
std::int64_t round_down(std::int64_t ns) {
  std::int64_t power = 1;
  while (power < kLargestPower && power * 10 <= ns) power *= 10;
  const std::int64_t digit = ns / power;
  return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

// The next after round_down(ns); the end of the range where there is none.
std::int64_t round_above(std::int64_t ns) {
  const std::int64_t low = round_down(ns);
  std::int64_t power = 1;
  while (power < kLargestPower && power * 10 <= low) power *= 10;
  const std::int64_t digit = low / power;
  std::int64_t next = 0;
  const std::int64_t factor = digit == 1 ? 2 : digit == 2 ? 5 : 10;
  return __builtin_mul_overflow(power, factor, &next) ? INT64_MAX : next;
}
std::int64_t round_up(std::int64_t ns) { return round_down(ns) == ns ? ns : round_above(ns); }

}  // namespace

void set_scale(Heatmap& heatmap, std::int64_t shortest, std::int64_t longest) {
  heatmap.low = kLowWithoutData;
  heatmap.high = kHighWithoutData;
  if (shortest > longest) return;
  heatmap.low.count = round_down(shortest);
  heatmap.high.count = round_up(longest);
  if (heatmap.low == heatmap.high) heatmap.high.count = round_above(heatmap.low.count);
}

std::vector<Nanos> inner_edges(const Heatmap& heatmap) {
  std::vector<Nanos> edges;
  for (std::uint32_t level = 1; level < heatmap.levels; ++level) edges.push_back(lower_edge(heatmap, level));
  return edges;
}

Nanos lower_edge(const Heatmap& heatmap, std::uint32_t level) {
  if (level == 0 || heatmap.levels == 0) return heatmap.low;
  if (level >= heatmap.levels) return heatmap.high;
  const double low = static_cast<double>(heatmap.low.count), high = static_cast<double>(heatmap.high.count);
  const double edge = low * std::pow(high / low, static_cast<double>(level) / heatmap.levels);
  return {static_cast<std::int64_t>(std::llround(edge))};
}

Heatmap latency_heatmap(const TraceStore& store, const RowSet& rows, TimeBuckets buckets, std::uint32_t levels) {
  Heatmap heatmap;
  heatmap.buckets = buckets;
  heatmap.levels = levels;
  heatmap.cells.assign(std::size_t{buckets.count} * levels, 0);
  std::int64_t shortest = INT64_MAX, longest = 0;
  rows.for_each([&](std::uint32_t row) {
    const Trace& trace = store.trace(TraceRow{row});
    if (trace.duration.count <= 0 || bucket_of(buckets, trace.start) == buckets.count) return;
    shortest = std::min(shortest, trace.duration.count);
    longest = std::max(longest, trace.duration.count);
  });
  set_scale(heatmap, shortest, longest);
  if (heatmap.cells.empty()) return heatmap;

  const std::vector<Nanos> edges = inner_edges(heatmap);
  rows.for_each([&](std::uint32_t row) {
    const Trace& trace = store.trace(TraceRow{row});
    const std::uint32_t bucket = bucket_of(buckets, trace.start);
    if (bucket == buckets.count) return;
    const auto level = std::upper_bound(edges.begin(), edges.end(), trace.duration) - edges.begin();
    std::uint32_t& cell = heatmap.cells[std::size_t{bucket} * levels + static_cast<std::size_t>(level)];
    heatmap.most = std::max(heatmap.most, ++cell);
  });
  return heatmap;
}

}  // namespace spanorama
