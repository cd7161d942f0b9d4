// Numbers over the traces of a row set, for the charts above the list. All pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "spanorama/base/time.h"
#include "spanorama/model/row_set.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// Equal, half-open buckets: bucket i covers begin + i * width .. begin + (i+1) * width.
struct TimeBuckets {
  UnixTime begin;
  Nanos width;
  std::uint32_t count = 0;
};
// Covers all starts of `rows` with at most `max_buckets`, at a round width (1 ms … 1 s, 5 s, 1 min, … 1 d …) and begun at
// a multiple of it in UTC. Traces without a start are left out. Zero buckets when nothing is left. O(rows).
TimeBuckets time_buckets(const TraceStore& store, const RowSet& rows, std::uint32_t max_buckets);

// The bucket that holds `time`, else `buckets.count`.
std::uint32_t bucket_of(TimeBuckets buckets, UnixTime time);

// Traces by status per bucket: counts[bucket][status]. O(rows).
std::vector<std::array<std::uint32_t, 3>> traces_over_time(const TraceStore& store, const RowSet& rows,
                                                           TimeBuckets buckets);
// Sum of known cost in microcents per bucket; kUnknown where no trace of the bucket has one. O(rows).
std::vector<std::int64_t> cost_over_time(const TraceStore& store, const RowSet& rows, TimeBuckets buckets);

// Latency heatmap: rows of equal height on a log scale of duration from `low` to `high`, both 1, 2 or 5 times a power of
// ten around the durations there are; cells[bucket * levels + level]. Level l holds lower_edge(l) up to lower_edge(l + 1);
// the first also what is shorter, the last also `high` itself.
struct Heatmap {
  TimeBuckets buckets;
  Nanos low, high;
  std::uint32_t levels = 0;
  std::vector<std::uint32_t> cells;
  std::uint32_t most = 0;  // greatest cell
};
Nanos lower_edge(const Heatmap& heatmap, std::uint32_t level);
Heatmap latency_heatmap(const TraceStore& store, const RowSet& rows, TimeBuckets buckets, std::uint32_t levels);

// Nearest-rank percentile (p in 0..100); `values` is reordered. Unknown for none. O(n).
std::int64_t percentile(std::span<std::int64_t> values, double p);

// Figures over the known ones of `values`, which is reordered; unknown where none is. The mean is rounded, the median the
// nearest rank, a sum that does not fit stays at the greatest. O(n).
struct NumberTotals {
  std::uint64_t known = 0;
  std::int64_t sum = kUnknown, mean = kUnknown, median = kUnknown, least = kUnknown, most = kUnknown;
};
NumberTotals totals_of(std::vector<std::int64_t>& values);

// `traces_without_cost` counts those of unknown cost; sums are over known values, percentiles of durations over all traces.
struct Summary {
  std::uint64_t traces = 0, errors = 0, spans = 0;
  std::int64_t cost_microcents = kUnknown, total_tokens = kUnknown;
  std::int64_t p50_ns = kUnknown, p75_ns = kUnknown, p90_ns = kUnknown, p95_ns = kUnknown, p99_ns = kUnknown;
  std::int64_t ttft_p50_ns = kUnknown;
  std::uint64_t traces_without_cost = 0;
};
Summary summarize(const TraceStore& store, const RowSet& rows);

// Duration less the union of the children's intervals, clipped to the span. O(children) amortised over a trace.
std::vector<Nanos> self_times(const TraceStore& store, TraceRow trace);

}  // namespace spanorama
