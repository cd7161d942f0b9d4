// In which order the spans of some traces are written, so that few resources and scopes have to be repeated.
#pragma once

#include <span>
#include <vector>

#include "spanorama/model/trace_store.h"

namespace spanorama {

// Spans with the same resource and scope one behind the other. Where that would put siblings that begin at the same time
// into another order when they are read again, the spans of that trace come as they lie in the store. O(n log n).
std::vector<SpanRow> span_order(const TraceStore& store, std::span<const TraceRow> traces);

}  // namespace spanorama
