#include "spanorama/app/span_parts.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "spanorama/base/json_cursor.h"

namespace spanorama {

namespace {

struct Member {
  std::string_view name;
  SpanPart part;  // whole: the ids
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

SpanPart part_of(std::string_view name) {
  const auto known =
      std::find_if(std::begin(kMembers), std::end(kMembers), [&](const Member& m) { return m.name == name; });
  return known == std::end(kMembers) ? SpanPart::metadata : known->part;
}

// Appends the members of `part`, with commas between them.
bool append_members(std::string& out, std::string_view span, SpanPart part) {
  JsonCursor json(span);
  JsonString name;
  json.take('{');
  for (bool first = true; json.next_member(first, name);) {
    json.peek();
    const char* const value = json.position();
    if (!json.skip_value()) break;
    if (part_of(name.raw) != part) continue;
    if (out.back() != '{') out += ',';
    out.append("\"").append(name.raw).append("\":").append(value, json.position());
  }
  return !json.failed();
}

constexpr std::pair<SpanPart, std::string_view> kGroups[] = {{SpanPart::input, "input"},
                                                             {SpanPart::output, "output"},
                                                             {SpanPart::metadata, "metadata"},
                                                             {SpanPart::timings, "timings"}};

}  // namespace

std::string span_part_json(std::string_view span, SpanPart part) {
  std::string out = "{";
  if (!append_members(out, span, SpanPart::whole)) return std::string(span);
  if (part != SpanPart::whole) {
    append_members(out, span, part);
    return out += '}';
  }
  for (const auto& [group, name] : kGroups) {
    if (out.back() != '{') out += ',';
    out.append("\"").append(name).append("\":{");
    append_members(out, span, group);
    out += '}';
  }
  return out += '}';
}

}  // namespace spanorama
