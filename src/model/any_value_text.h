// OTLP's AnyValue, as JSON or as protobuf, to plain JSON text: {"arrayValue":{"values":[{"intValue":"1"}]}} becomes [1].
// Depth costs memory of the heap, not of the stack. Bytes become base64 strings; what is cut off is closed.
#pragma once

#include <string>
#include <string_view>

namespace spanorama {

// `value` is the AnyValue object with its braces. O(size).
void append_json_from_otlp_json(std::string& out, std::string_view value);

// `message` is the AnyValue message; with `cut_off` only the head of one. O(size).
void append_json_from_otlp_proto(std::string& out, std::string_view message, bool cut_off = false);

}  // namespace spanorama
