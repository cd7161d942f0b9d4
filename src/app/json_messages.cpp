#include "app/json_messages.h"

#include "app/json_attributes.h"

namespace spanorama {
namespace {

std::string_view name_of_part(PartKind kind) {
  switch (kind) {
    case PartKind::text: return "text";
    case PartKind::reasoning: return "reasoning";
    case PartKind::tool_call: return "tool_call";
    case PartKind::tool_result: return "tool_result";
    case PartKind::image: return "image";
    case PartKind::audio: return "audio";
    case PartKind::file: return "file";
    case PartKind::refusal: return "refusal";
    case PartKind::other: break;
  }
  return "other";
}

}  // namespace

void write_optional(JsonWriter& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.field(name, value);
}

void write_optional_json(JsonWriter& out, std::string_view name, std::string_view json) {
  out.key(name);
  json.empty() ? out.null() : write_json_or_text(out, json);
}

void write_part_fields(JsonWriter& out, const MessagePart& part) {
  out.field("type", name_of_part(part.kind));
  write_optional(out, "name", part.name);
  write_optional(out, "call_id", part.call_id);
  if (!part.arguments.empty()) write_optional_json(out, "arguments", part.arguments);
  if (!part.text.empty() || part.kind == PartKind::text) out.key("text"), out.text(part.text);
}

}  // namespace spanorama
