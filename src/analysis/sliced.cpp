#include "spanorama/analysis/sliced.h"

#include <algorithm>
#include <cmath>

#include "analysis/add_known.h"
#include "analysis/chart_parts.h"

namespace spanorama {

namespace {

constexpr std::size_t kChunk = 16'384;

RankSelect percentiles(std::vector<std::int64_t> values, std::initializer_list<double> wanted) {
  std::vector<std::size_t> ranks;
  if (!values.empty())
    for (const double p : wanted) ranks.push_back(nearest_rank(values.size(), p));
  return {std::move(values), ranks};
}

}  // namespace

bool SummaryWork::step(const TimeIsUp& up) {
  const bool looked = rows_.step(up, [&](std::uint32_t row) {
    const Trace& trace = store_.trace(TraceRow{row});
    ++out_.traces;
    out_.errors += trace.status == Status::error;
    out_.spans += trace.span_count;
    out_.traces_without_cost += trace.cost_microcents == kUnknown;
    add_known(out_.cost_microcents, trace.cost_microcents);
    add_known(out_.total_tokens, total_tokens(trace.usage));
    durations_.push_back(trace.duration.count);
    if (trace.ttft_ns != kUnknown) first_tokens_.push_back(trace.ttft_ns);
  });
  if (!looked) return false;
  if (!duration_ranks_) duration_ranks_ = percentiles(std::move(durations_), {50, 75, 90, 95, 99});
  if (!duration_ranks_->step(up)) return false;
  if (!first_token_ranks_) first_token_ranks_ = percentiles(std::move(first_tokens_), {50});
  if (!first_token_ranks_->step(up)) return false;
  const std::vector<std::int64_t>&of = duration_ranks_->answers(), &ttft = first_token_ranks_->answers();
  if (!of.empty())
    out_.p50_ns = of[0], out_.p75_ns = of[1], out_.p90_ns = of[2], out_.p95_ns = of[3], out_.p99_ns = of[4];
  if (!ttft.empty()) out_.ttft_p50_ns = ttft[0];
  return true;
}

bool TotalsWork::step(const TimeIsUp& up) {
  if (values_.empty() && !median_) return true;
  if (!median_) {
    const auto add = [&](std::size_t i) {
      const std::int64_t value = values_[i];
      add_known(out_.sum, value);
      sum_ += static_cast<long double>(value);
      out_.least = i == 0 ? value : std::min(out_.least, value);
      out_.most = i == 0 ? value : std::max(out_.most, value);
    };
    if (!use_sliced(next_, values_.size(), kChunk, up, add)) return false;
    out_.known = values_.size();
    out_.mean = static_cast<std::int64_t>(std::llround(sum_ / static_cast<long double>(values_.size())));
    median_ = percentiles(std::move(values_), {50});
  }
  if (!median_->step(up)) return false;
  out_.median = median_->answers()[0];
  return true;
}

ChartsWork::ChartsWork(const TraceStore& store, const RowSet& rows, std::uint32_t max_buckets, std::uint32_t levels)
    : store_(store), rows_(rows), max_buckets_(max_buckets) {
  out_.latency.levels = levels;
}

void ChartsWork::look(const Trace& trace) {
  if (trace.start.ns == 0) return;
  first_ = std::min(first_, trace.start.ns);
  last_ = std::max(last_, trace.start.ns);
  if (trace.duration.count <= 0) return;
  shortest_ = std::min(shortest_, trace.duration.count);
  longest_ = std::max(longest_, trace.duration.count);
}

void ChartsWork::begin_fill() {
  filling_ = true;
  rows_.begin_again();
  out_.buckets = out_.latency.buckets = buckets_between(first_, last_, max_buckets_);
  out_.traces.resize(out_.buckets.count);
  out_.cost.assign(out_.buckets.count, kUnknown);
  out_.latency.cells.assign(std::size_t{out_.buckets.count} * out_.latency.levels, 0);
  set_scale(out_.latency, shortest_, longest_);
  edges_ = inner_edges(out_.latency);
}

void ChartsWork::add(const Trace& trace) {
  const std::uint32_t bucket = bucket_of(out_.buckets, trace.start);
  if (bucket == out_.buckets.count) return;
  ++out_.traces[bucket][static_cast<std::size_t>(trace.status)];
  if (trace.cost_microcents != kUnknown) {
    std::int64_t& sum = out_.cost[bucket];
    if (sum == kUnknown) sum = 0;
    if (__builtin_add_overflow(sum, trace.cost_microcents, &sum)) sum = INT64_MAX;
  }
  if (out_.latency.cells.empty()) return;
  const auto level = std::upper_bound(edges_.begin(), edges_.end(), trace.duration) - edges_.begin();
  std::uint32_t& cell = out_.latency.cells[std::size_t{bucket} * out_.latency.levels + static_cast<std::size_t>(level)];
  out_.latency.most = std::max(out_.latency.most, ++cell);
}

bool ChartsWork::step(const TimeIsUp& up) {
  if (!filling_) {
    if (!rows_.step(up, [&](std::uint32_t row) { look(store_.trace(TraceRow{row})); })) return false;
    begin_fill();
  }
  return rows_.step(up, [&](std::uint32_t row) { add(store_.trace(TraceRow{row})); });
}

}  // namespace spanorama
