#include <algorithm>

#include "spanorama/analysis/charts.h"

namespace spanorama {

// Children lie in order of start, so their union is found in one sweep per span.
std::vector<Nanos> self_times(const TraceStore& store, TraceRow trace_row) {
  const Trace& trace = store.trace(trace_row);
  const ColumnViews& c = store.columns();
  std::vector<Nanos> out;
  out.reserve(trace.span_count);
  for (std::uint32_t row = trace.first_span.value; row < trace.first_span.value + trace.span_count; ++row) {
    const UnixTime end = store.end(SpanRow{row});
    UnixTime reached = c.start[row];  // everything before is either covered or counted
    Nanos self;
    for (std::uint32_t child = row + 1; child < c.subtree_end[row]; child = c.subtree_end[child]) {
      const UnixTime child_start = std::clamp(c.start[child], reached, end);
      self = self + (child_start - reached);
      reached = std::max(child_start, std::min(end, store.end(SpanRow{child})));
    }
    out.push_back(self + (end - reached));
  }
  return out;
}

}  // namespace spanorama
