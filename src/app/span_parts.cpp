#include "spanorama/app/span_parts.h"

#include <algorithm>

#include "spanorama/base/json_cursor.h"

namespace spanorama {

namespace {

struct Member {
  std::string_view name;
  SpanPart part;  // whole: in all of them
};
constexpr Member kMembers[] = {
    {"trace_id", SpanPart::whole},        {"span_id", SpanPart::whole},
    {"input_messages", SpanPart::input},  {"input", SpanPart::input},
    {"input_preview", SpanPart::input},   {"retrieval_query", SpanPart::input},
    {"tool_arguments", SpanPart::input},  {"tool_definitions", SpanPart::input},
    {"prompt_template", SpanPart::input}, {"prompt_variables", SpanPart::input},
    {"prompt", SpanPart::input},          {"output_messages", SpanPart::output},
    {"output", SpanPart::output},         {"output_preview", SpanPart::output},
    {"documents", SpanPart::output},      {"tool_result", SpanPart::output},
    {"error", SpanPart::output},          {"start_unix_nano", SpanPart::timings},
    {"duration_ns", SpanPart::timings},   {"self_ns", SpanPart::timings},
    {"offset_ns", SpanPart::timings},     {"ttft_ns", SpanPart::timings},
};

bool belongs(std::string_view name, SpanPart part) {
  const auto known =
      std::find_if(std::begin(kMembers), std::end(kMembers), [&](const Member& m) { return m.name == name; });
  const SpanPart own = known == std::end(kMembers) ? SpanPart::metadata : known->part;
  return own == part || own == SpanPart::whole;
}

}  // namespace

std::string span_part_json(std::string_view span, SpanPart part) {
  if (part == SpanPart::whole) return std::string(span);
  JsonCursor json(span);
  std::string out = "{";
  JsonString name;
  json.take('{');
  for (bool first = true; json.next_member(first, name);) {
    json.peek();
    const char* const value = json.position();
    if (!json.skip_value()) break;
    if (!belongs(name.raw, part)) continue;
    if (out.size() > 1) out += ',';
    out.append("\"").append(name.raw).append("\":").append(value, json.position());
  }
  if (json.failed()) return std::string(span);
  return out += '}';
}

}  // namespace spanorama
