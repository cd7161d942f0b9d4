// Log records that name a span become events of it, whatever batch they came in and whichever of the two came first; those that
// name only a trace become events of its root.
#pragma once

#include <span>

#include "assembly/join.h"
#include "assembly/span_columns.h"

namespace spanorama::assembly {

// Appends to the events of a span what the batches hold for it, in order of time, and lets its facts learn from it
// where they are silent. To be called once the span columns are written, `traces` and `top` as they were written. O(spans of
// traces that are named + n log n in loose events); nothing where there are none.
void attach_loose_events(std::span<const TraceNodes> traces, std::span<const SpanBatch* const> batches, Joined& joined,
                         std::span<const Top> top);

}  // namespace spanorama::assembly
