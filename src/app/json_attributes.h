// Attributes as JSON, with their types. Whole numbers within 2^53 are numbers, others text; bytes are base64;
// arrays and maps are JSON as they are.
#pragma once

#include "app/json_writer.h"
#include "spanorama/model/payload_text.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// Writes `json` as it is when it parses, else as text: recorded JSON may be cut off. O(bytes).
void write_json_or_text(JsonWriter& out, std::string_view json);

// The value alone. A payload gives its preview.
void write_short_value(JsonWriter& out, const TraceStore& store, Attribute attribute);

// [{"key":…,"type":…,"value":…}, …]. A payload that is not at hand gives its preview and "cut":true.
void write_attributes(JsonWriter& out, const TraceStore& store, Range range, PayloadSource& payloads);

}  // namespace spanorama
