#include "spanorama/layout/shown_steps.h"

#include <algorithm>

namespace spanorama {

namespace {

struct RowRange {
  std::uint32_t begin = 0, end = 0;
};

RowRange range_of(const TraceStore& store, const Trace& trace, SpanRow top) {
  const RowRange whole{trace.first_span.value, trace.first_span.value + trace.span_count};
  if (!top.valid() || top.value < whole.begin || top.value >= whole.end) return whole;
  return {top.value, std::clamp(store.columns().subtree_end[top.value], top.value + 1, whole.end)};
}

}  // namespace

ShownSteps shown_steps(const TraceStore& store, TraceRow trace, const std::vector<SpanRow>& folded_sorted,
                       StepChoice choice) {
  ShownSteps shown;
  if (trace.value >= store.trace_count()) return shown;
  const Trace& facts = store.trace(trace);
  const RowRange range = range_of(store, facts, choice.top);
  auto folded = std::lower_bound(folded_sorted.begin(), folded_sorted.end(), SpanRow{range.begin});
  std::vector<std::uint32_t> open;  // ends of the subtrees of shown ancestors
  for (std::uint32_t row = range.begin; row < range.end;) {
    while (!open.empty() && open.back() <= row) open.pop_back();
    const std::uint32_t end = std::max(store.columns().subtree_end[row], row + 1);
    while (folded != folded_sorted.end() && folded->value < row) ++folded;
    const bool kept = choice.kept == nullptr || choice.kept->contains(row - facts.first_span.value);
    const bool closed = kept && folded != folded_sorted.end() && folded->value == row;
    if (kept) {
      shown.rows.push_back({row});
      shown.depth.push_back(static_cast<std::uint32_t>(open.size()));
      open.push_back(end);
      shown.levels = std::max(shown.levels, static_cast<std::uint32_t>(open.size()));
    } else {
      ++shown.hidden;
    }
    row = closed ? end : row + 1;
  }
  return shown;
}

}  // namespace spanorama
