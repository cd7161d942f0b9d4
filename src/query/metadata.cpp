#include "query/metadata.h"

#include <nlohmann/json.hpp>

#include "spanorama/model/metadata_keys.h"

namespace spanorama::query {
namespace {

void add_value(const nlohmann::json& value, std::vector<std::string>& out) {
  using nlohmann::json;
  if (value.is_array()) {
    for (const json& item : value)
      if (!item.is_structured()) add_value(item, out);
  }
  if (value.is_string())
    out.push_back(value.get<std::string>());
  else if (!value.is_null())
    out.push_back(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace

MetadataKeys metadata_keys(const TraceStore& store, std::string_view key) {
  MetadataKeys out;
  const auto add = [&](std::vector<KeyId>& keys, std::string_view text) {
    const KeyId id = store.find_key(text);
    if (id.value < store.columns().keys.size()) keys.push_back(id);
  };
  for (std::string_view prefix : kMetadataPrefixes) add(out.whole, std::string(prefix) + std::string(key));
  for (std::string_view object : kMetadataObjects) add(out.objects, object);
  return out;
}

std::vector<std::string> json_entry(std::string_view json, std::string_view key) {
  std::vector<std::string> out;
  const nlohmann::json document = nlohmann::json::parse(json, nullptr, false);
  // Every way to cut the key at dots: first the whole rest as one member, then one more step down.
  const nlohmann::json* at = &document;
  while (at->is_object()) {
    if (const auto member = at->find(std::string(key)); member != at->end()) {
      add_value(*member, out);
      break;
    }
    const std::size_t dot = key.find('.');
    if (dot == std::string_view::npos) break;
    const auto step = at->find(std::string(key.substr(0, dot)));
    if (step == at->end()) break;
    at = &*step;
    key.remove_prefix(dot + 1);
  }
  return out;
}

}  // namespace spanorama::query
