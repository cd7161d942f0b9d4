// The numbers of charts.h, computed in slices. Each equals what the function of charts.h gives; the store and the row set
// must stay as they are until the work is done.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "spanorama/analysis/charts.h"
#include "spanorama/base/rank_select.h"
#include "spanorama/base/slice.h"
#include "spanorama/model/row_slices.h"

namespace spanorama {

// summarize()
class SummaryWork {
 public:
  SummaryWork(const TraceStore& store, const RowSet& rows) : store_(store), rows_(rows) {}
  bool step(const TimeIsUp& up);
  Summary take() { return out_; }

 private:
  const TraceStore& store_;
  RowSlices rows_;
  std::vector<std::int64_t> durations_, first_tokens_;
  std::optional<RankSelect> duration_ranks_, first_token_ranks_;
  Summary out_;
};

// totals_of() of values that are all known.
class TotalsWork {
 public:
  explicit TotalsWork(std::vector<std::int64_t> values) : values_(std::move(values)) {}
  bool step(const TimeIsUp& up);
  NumberTotals take() { return out_; }

 private:
  std::vector<std::int64_t> values_;
  std::size_t next_ = 0;
  long double sum_ = 0;  // exact to 64 bits: a mean does not suffer where the sum does not fit
  std::optional<RankSelect> median_;
  NumberTotals out_;
};

struct ListCharts {
  TimeBuckets buckets;
  std::vector<std::array<std::uint32_t, 3>> traces;
  std::vector<std::int64_t> cost;
  Heatmap latency;
};
// time_buckets(), traces_over_time(), cost_over_time() and latency_heatmap() in two passes.
class ChartsWork {
 public:
  ChartsWork(const TraceStore& store, const RowSet& rows, std::uint32_t max_buckets, std::uint32_t levels);
  bool step(const TimeIsUp& up);
  ListCharts take() { return std::move(out_); }

 private:
  void look(const Trace& trace);
  void begin_fill();
  void add(const Trace& trace);

  const TraceStore& store_;
  RowSlices rows_;
  std::uint32_t max_buckets_;
  bool filling_ = false;
  std::int64_t first_ = INT64_MAX, last_ = INT64_MIN;  // starts
  std::int64_t shortest_ = INT64_MAX, longest_ = 0;    // durations above 0, of traces with a start
  std::vector<Nanos> edges_;                           // of the heatmap's levels 1 and up
  ListCharts out_;
};

}  // namespace spanorama
