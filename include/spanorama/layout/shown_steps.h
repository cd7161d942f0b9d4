// Which steps of a trace are rows: the tree with folded subtrees left out and unwanted steps hidden, whose children
// move up to the nearest step that is shown.
#pragma once

#include <cstdint>
#include <vector>

#include "spanorama/model/row_set.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

struct ShownSteps {
  std::vector<SpanRow> rows;         // depth-first, rising
  std::vector<std::uint32_t> depth;  // among the shown ones, beside it
  std::uint32_t levels = 0;          // of them: one more than the deepest
  std::uint32_t hidden = 0;          // steps that the filter hides; folded ones do not count
};
struct StepChoice {
  SpanRow top;                   // only its subtree; invalid: the whole trace
  const RowSet* kept = nullptr;  // by index from the trace's first span; none: all
};
// O(spans of trace).
ShownSteps shown_steps(const TraceStore& store, TraceRow trace, const std::vector<SpanRow>& folded_sorted,
                       StepChoice choice);

}  // namespace spanorama
