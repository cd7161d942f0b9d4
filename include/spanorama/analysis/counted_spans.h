// Which spans make up a trace's tokens and cost, and which repeat them: what stands behind a figure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "spanorama/model/trace_store.h"

namespace spanorama {

enum class RepeatWhy : std::uint8_t {
  spans_below,    // spans below it bear the numbers themselves
  span_above,     // the span above it is counted
  same_response,  // another counted call has the same response id
};
// A few words: "repeats the spans below it".
std::string_view reason_text(RepeatWhy why);

struct RepeatingSpan {
  SpanRow span;
  RepeatWhy why = RepeatWhy::spans_below;
  // What its own numbers have more than the counted spans below it: known to it and to nobody else. 0 for none.
  std::int64_t unattributed_tokens = 0;
  std::int64_t unattributed_microcents = 0;
};

struct CountedSpans {
  std::vector<SpanRow> counted;  // depth-first
  std::vector<RepeatingSpan> repeating;
};

// O(spans of the trace).
CountedSpans counted_spans(const TraceStore& store, TraceRow trace);

}  // namespace spanorama
