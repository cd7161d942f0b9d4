#include "spanorama/analysis/trace_shape.h"

#include <algorithm>

namespace spanorama {

namespace {

void take_greater(std::int64_t& most, std::int64_t value) {
  if (value != kUnknown) most = std::max(most, value);
}
void add_known(std::int64_t& sum, std::int64_t value) {
  if (value == kUnknown) return;
  std::int64_t out = 0;
  if (sum == kUnknown || __builtin_add_overflow(sum, value, &out)) out = sum == kUnknown ? value : sum;
  sum = out;
}

}  // namespace

StepMaxima step_maxima(const TraceStore& store, TraceRow trace) {
  StepMaxima maxima;
  if (trace.value >= store.trace_count()) return maxima;
  const Trace& facts = store.trace(trace);
  Nanos top;
  for (std::uint32_t row = facts.first_span.value; row < facts.first_span.value + facts.span_count; ++row) {
    const Nanos duration = store.columns().duration[row];
    Nanos& most = store.columns().depth[row] == 0 ? top : maxima.duration;
    most = std::max(most, duration);
    const MaybeFacts llm = store.facts({row});
    if (llm == nullptr) continue;
    take_greater(maxima.tokens, total_tokens(llm->usage));
    take_greater(maxima.cost_microcents, llm->cost_microcents);
  }
  if (maxima.duration.count == 0) maxima.duration = top;
  return maxima;
}

StandoutSteps standout_steps(const TraceStore& store, TraceRow trace, std::span<const Nanos> self) {
  StandoutSteps steps;
  if (trace.value >= store.trace_count()) return steps;
  const Trace& facts = store.trace(trace);
  Nanos longest;
  std::int64_t most_cost = 0;
  for (std::uint32_t i = 0; i < facts.span_count; ++i) {
    const SpanRow row{facts.first_span.value + i};
    if (i < self.size() && self[i].count > longest.count) {
      longest = self[i];
      steps.slowest = row;
    }
    const MaybeFacts llm = store.facts(row);
    if (llm == nullptr || !llm->counted || llm->cost_microcents == kUnknown || llm->cost_microcents <= most_cost)
      continue;
    most_cost = llm->cost_microcents;
    steps.costliest = row;
  }
  return steps;
}

RangeSums range_sums(const TraceStore& store, TraceRow trace, UnixTime begin, UnixTime end) {
  RangeSums sums;
  if (trace.value >= store.trace_count()) return sums;
  const Trace& facts = store.trace(trace);
  const ColumnViews& columns = store.columns();
  for (std::uint32_t row = facts.first_span.value; row < facts.first_span.value + facts.span_count; ++row) {
    if (columns.start[row] > end || store.end({row}) < begin) continue;
    ++sums.steps;
    sums.errors += columns.status[row] == Status::error ? 1 : 0;
    sums.generations += columns.type[row] == ObservationType::generation ? 1 : 0;
    const MaybeFacts llm = store.facts({row});
    if (llm == nullptr || !llm->counted || columns.start[row] < begin) continue;
    add_known(sums.tokens, total_tokens(llm->usage));
    add_known(sums.cost_microcents, llm->cost_microcents);
  }
  return sums;
}

// Parents come before their children, so one pass from the end hands every sum up.
SubtreeSums subtree_sums(const TraceStore& store, TraceRow trace) {
  SubtreeSums sums;
  if (trace.value >= store.trace_count()) return sums;
  const Trace& facts = store.trace(trace);
  const std::uint32_t first = facts.first_span.value;
  sums.tokens.assign(facts.span_count, kUnknown);
  sums.cost_microcents.assign(facts.span_count, kUnknown);
  for (std::uint32_t i = facts.span_count; i-- > 0;) {
    if (const MaybeFacts llm = store.facts({first + i}); llm != nullptr && llm->counted) {
      add_known(sums.tokens[i], total_tokens(llm->usage));
      add_known(sums.cost_microcents[i], llm->cost_microcents);
    }
    const SpanRow parent = store.columns().parent[first + i];
    if (!parent.valid() || parent.value < first || parent.value >= first + i) continue;
    add_known(sums.tokens[parent.value - first], sums.tokens[i]);
    add_known(sums.cost_microcents[parent.value - first], sums.cost_microcents[i]);
  }
  return sums;
}

}  // namespace spanorama
