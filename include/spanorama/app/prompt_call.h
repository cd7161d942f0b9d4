// The model call that a step which names a prompt stands for.
#pragma once

#include "spanorama/model/trace_store.h"

namespace spanorama {

// The first model call at or below the span; the span itself where there is none. O(spans below).
SpanRow call_below(const TraceStore& store, SpanRow span);

}  // namespace spanorama
