#include <algorithm>
#include <cmath>

#include "analysis/add_known.h"
#include "spanorama/analysis/charts.h"
#include "spanorama/base/rank_select.h"

namespace spanorama {
namespace {

// Partitions `values` from `from` on, so that rising percentiles share the work.
std::int64_t next_percentile(std::vector<std::int64_t>& values, std::size_t& from, double p) {
  if (values.empty()) return kUnknown;
  const std::size_t rank = nearest_rank(values.size(), p);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank);
  if (rank >= from) std::nth_element(values.begin() + static_cast<std::ptrdiff_t>(from), at, values.end());
  from = std::max(from, rank);
  return *at;
}

}  // namespace

std::int64_t percentile(std::span<std::int64_t> values, double p) {
  if (values.empty()) return kUnknown;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(nearest_rank(values.size(), p));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

NumberTotals totals_of(std::vector<std::int64_t>& values) {
  NumberTotals out;
  values.erase(std::remove(values.begin(), values.end(), kUnknown), values.end());
  if (values.empty()) return out;
  out.known = values.size();
  long double sum = 0;  // exact to 64 bits: a mean does not suffer where the sum does not fit
  for (const std::int64_t value : values) {
    add_known(out.sum, value);
    sum += static_cast<long double>(value);
  }
  out.mean = static_cast<std::int64_t>(std::llround(sum / static_cast<long double>(values.size())));
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  out.least = *least;
  out.most = *most;
  out.median = percentile(values, 50);
  return out;
}

Summary summarize(const TraceStore& store, const RowSet& rows) {
  Summary out;
  std::vector<std::int64_t> durations, first_tokens;
  rows.for_each([&](std::uint32_t row) {
    const Trace& trace = store.trace(TraceRow{row});
    ++out.traces;
    out.errors += trace.status == Status::error;
    out.spans += trace.span_count;
    out.traces_without_cost += trace.cost_microcents == kUnknown;
    add_known(out.cost_microcents, trace.cost_microcents);
    add_known(out.total_tokens, total_tokens(trace.usage));
    durations.push_back(trace.duration.count);
    if (trace.ttft_ns != kUnknown) first_tokens.push_back(trace.ttft_ns);
  });
  std::size_t from = 0;
  out.p50_ns = next_percentile(durations, from, 50);
  out.p75_ns = next_percentile(durations, from, 75);
  out.p90_ns = next_percentile(durations, from, 90);
  out.p95_ns = next_percentile(durations, from, 95);
  out.p99_ns = next_percentile(durations, from, 99);
  out.ttft_p50_ns = percentile(first_tokens, 50);
  return out;
}

}  // namespace spanorama
