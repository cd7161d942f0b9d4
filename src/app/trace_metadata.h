// What applications attach to a trace under one of the usual metadata keys, merged over its spans.
#pragma once

#include "app/json_writer.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// Writes one object. Names in the order they are found, depth-first, so that the root's value wins over its
// descendants'. Objects longer than kInlineBytes are payloads and are left out here. O(attributes of the trace).
void write_metadata(JsonWriter& out, const TraceStore& store, TraceRow trace);

}  // namespace spanorama
