#include "app/trace_metadata.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "app/json_attributes.h"
#include "spanorama/model/metadata_keys.h"

namespace spanorama {
namespace {

// The entry's name when the key is a prefix and a name, else nothing.
std::string_view entry_name(std::string_view key) {
  for (const std::string_view prefix : kMetadataPrefixes)
    if (key.size() > prefix.size() && key.starts_with(prefix)) return key.substr(prefix.size());
  return {};
}

bool holds_entries(std::string_view key) {
  return std::find(std::begin(kMetadataObjects), std::end(kMetadataObjects), key) != std::end(kMetadataObjects);
}

class Merged {
 public:
  Merged(JsonWriter& out, const TraceStore& store) : out_(out), store_(store) {}

  void add(Attribute attribute) {
    const std::string_view key = store_.key_text(attribute.key());
    if (holds_entries(key)) return add_object(attribute);
    const std::string_view name = entry_name(key);
    if (name.empty() || !names_.emplace(name).second) return;
    out_.key(name);
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
