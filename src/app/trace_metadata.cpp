#include "app/trace_metadata.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "app/json_attributes.h"

namespace spanorama {
namespace {

// A key that ends in '.' is a prefix: what follows it is the name. Others hold one JSON object with many names.
constexpr std::string_view kMetadataKeys[] = {
    "metadata.", "metadata",
    "langfuse.trace.metadata.", "langfuse.trace.metadata", "langfuse.metadata.", "langfuse.metadata",
    "langwatch.metadata.", "langwatch.metadata", "latitude.metadata",
    "braintrust.metadata.", "braintrust.metadata",
    "traceloop.association.properties.", "langsmith.metadata.", "ai.telemetry.metadata.", "mastra.metadata.",
};

// The rule that `key` meets, or nothing.
std::string_view metadata_rule(std::string_view key) {
  for (const std::string_view rule : kMetadataKeys) {
    const bool prefix = rule.back() == '.';
    if (prefix ? key.size() > rule.size() && key.starts_with(rule) : key == rule) return rule;
  }
  return {};
}

class Merged {
 public:
  Merged(JsonWriter& out, const TraceStore& store) : out_(out), store_(store) {}

  void add(Attribute attribute) {
    const std::string_view key = store_.key_text(attribute.key());
    const std::string_view rule = metadata_rule(key);
    if (rule.empty()) return;
    if (rule.back() != '.') return add_object(attribute);
    if (!names_.emplace(key.substr(rule.size())).second) return;
    out_.key(key.substr(rule.size()));
    write_short_value(out_, store_, attribute);
  }

 private:
  void add_object(Attribute attribute) {
    if (attribute.type() != ValueType::string && attribute.type() != ValueType::json) return;
    const auto object = nlohmann::ordered_json::parse(store_.text(StringId{attribute.value}), nullptr, false);
    if (!object.is_object()) return;
    for (const auto& [name, value] : object.items()) {
      if (!names_.insert(name).second) continue;
      out_.key(name);
      out_.literal(value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    }
  }

  JsonWriter& out_;
  const TraceStore& store_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace

void write_metadata(JsonWriter& out, const TraceStore& store, TraceRow trace) {
  const Trace& row = store.trace(trace);
  Merged merged(out, store);
  out.open('{');
  for (std::uint32_t s = 0; s < row.span_count; ++s)
    for (const Attribute attribute : store.attributes_of(SpanRow{row.first_span.value + s})) merged.add(attribute);
  out.close('}');
}

}  // namespace spanorama
