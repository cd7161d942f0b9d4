#include <algorithm>

#include "analysis/chart_parts.h"
#include "spanorama/analysis/charts.h"

namespace spanorama {
namespace {

constexpr std::int64_t kMs = kNanosPerMilli, kSecond = kNanosPerSecond, kMinute = 60 * kSecond, kHour = 60 * kMinute,
                       kDay = 24 * kHour;
constexpr std::int64_t kWidths[] = {
    kMs,          2 * kMs,   5 * kMs,     10 * kMs,    20 * kMs,     50 * kMs,     100 * kMs,
    200 * kMs,    500 * kMs, kSecond,     2 * kSecond, 5 * kSecond,  10 * kSecond, 15 * kSecond,
    30 * kSecond, kMinute,   2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute,
    kHour,        2 * kHour, 3 * kHour,   6 * kHour,   12 * kHour,   kDay,         2 * kDay,
    7 * kDay,     14 * kDay, 30 * kDay,   90 * kDay,   365 * kDay,   3650 * kDay,  36500 * kDay,
};

std::int64_t floor_divided(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0); }

std::uint64_t distance(std::int64_t from, std::int64_t to) {
  return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
}

}  // namespace

TimeBuckets time_buckets(const TraceStore& store, const RowSet& rows, std::uint32_t max_buckets) {
  std::int64_t first = INT64_MAX, last = INT64_MIN;
  rows.for_each([&](std::uint32_t row) {
    const std::int64_t start = store.trace(TraceRow{row}).start.ns;
    if (start == 0) return;
    first = std::min(first, start);
    last = std::max(last, start);
  });
  return buckets_between(first, last, max_buckets);
}

TimeBuckets buckets_between(std::int64_t first, std::int64_t last, std::uint32_t max_buckets) {
  if (first > last || max_buckets == 0) return {};
  for (std::int64_t width : kWidths) {
    const std::int64_t begin = floor_divided(first, width);
    const std::int64_t count = floor_divided(last, width) - begin + 1;
    if (count > std::int64_t{max_buckets}) continue;
    TimeBuckets out{{}, {width}, static_cast<std::uint32_t>(count)};
    if (!__builtin_mul_overflow(begin, width, &out.begin.ns)) return out;
  }
  // No round width will do: times at the ends of the number range, or around 1970 with one bucket.
  const std::uint64_t width = distance(first, last) / max_buckets + 1;
  const auto limited = static_cast<std::int64_t>(std::min<std::uint64_t>(width, INT64_MAX));
  return {{first}, {limited}, max_buckets};
}

std::uint32_t bucket_of(TimeBuckets buckets, UnixTime time) {
  if (buckets.count == 0 || time < buckets.begin || buckets.width.count <= 0 || time == UnixTime{})
    return buckets.count;
  const std::uint64_t bucket = distance(buckets.begin.ns, time.ns) / static_cast<std::uint64_t>(buckets.width.count);
  return bucket < buckets.count ? static_cast<std::uint32_t>(bucket) : buckets.count;
}

std::vector<std::array<std::uint32_t, 3>> traces_over_time(const TraceStore& store, const RowSet& rows,
                                                           TimeBuckets buckets) {
  std::vector<std::array<std::uint32_t, 3>> counts(buckets.count);
  rows.for_each([&](std::uint32_t row) {
    const Trace& trace = store.trace(TraceRow{row});
    const std::uint32_t bucket = bucket_of(buckets, trace.start);
    if (bucket < buckets.count) ++counts[bucket][static_cast<std::size_t>(trace.status)];
  });
  return counts;
}

std::vector<std::int64_t> cost_over_time(const TraceStore& store, const RowSet& rows, TimeBuckets buckets) {
  std::vector<std::int64_t> sums(buckets.count, kUnknown);
  rows.for_each([&](std::uint32_t row) {
    const Trace& trace = store.trace(TraceRow{row});
    const std::uint32_t bucket = bucket_of(buckets, trace.start);
    if (bucket == buckets.count || trace.cost_microcents == kUnknown) return;
    std::int64_t& sum = sums[bucket];
    if (sum == kUnknown) sum = 0;
    if (__builtin_add_overflow(sum, trace.cost_microcents, &sum)) sum = INT64_MAX;
  });
  return sums;
}

}  // namespace spanorama
