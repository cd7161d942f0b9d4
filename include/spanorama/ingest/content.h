// Reads the content of one span from its attributes and payloads: when it is looked at, never for whole stores.
#pragma once

#include "spanorama/model/content.h"
#include "spanorama/model/payload_text.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// O(attributes + payload bytes of this span).
SpanContent read_content(const TraceStore& store, SpanRow span, PayloadSource& payloads);

}  // namespace spanorama
