#include "assembly/log_origins.h"

namespace spanorama::assembly {

Range LogOrigins::added(Range own, const LogOrigin& origin, std::uint32_t span) {
  const ResourceRow span_resource = columns_.resource[span];
  const ScopeRow span_scope = columns_.scope[span];
  const auto& resources = columns_.resources;
  const auto& scopes = columns_.scopes;
  const bool resource = origin.resource.valid() && !(origin.resource == span_resource) &&
                        !(span_resource.valid() &&
                          same(resources[origin.resource.value].attributes, resources[span_resource.value].attributes));
  const bool scope = origin.scope.valid() && !(origin.scope == span_scope);
  if (!resource && !scope && !origin.of_trace) return own;
  auto& rows = columns_.attribute_rows;
  const auto begin = static_cast<std::uint32_t>(rows.size());
  rows.reserve(rows.size() + own.count);
  for (std::uint32_t i = own.begin; i < own.end(); ++i) rows.push_back(rows[i]);
  if (origin.of_trace) add_text("log.attached_to", joined_.strings.intern("trace"));
  if (resource) add_resource(resources[origin.resource.value]);
  if (scope) add_scope(scopes[origin.scope.value]);
  const auto count = static_cast<std::uint32_t>(rows.size()) - begin;
  if (count != own.count) return {begin, count};
  rows.resize(begin);
  return own;
}

void LogOrigins::add_resource(const Resource& resource) { add_all("resource.", resource.attributes); }

void LogOrigins::add_scope(const Scope& scope) {
  add_text("scope.name", scope.name);
  add_text("scope.version", scope.version);
  add_all("scope.", scope.attributes);
}

void LogOrigins::add_all(std::string_view prefix, Range attributes) {
  for (std::uint32_t i = attributes.begin; i < attributes.end(); ++i) {
    const Attribute attribute = columns_.attribute_rows[i];
    std::string name(prefix);
    name += joined_.strings.view(columns_.keys[attribute.key().value]);
    columns_.attribute_rows.push_back(Attribute::make(key(name), attribute.type(), attribute.value));
  }
}

void LogOrigins::add_text(std::string_view name, StringId text) {
  if (text.present()) columns_.attribute_rows.push_back(Attribute::make(key(name), ValueType::string, text.value));
}

bool LogOrigins::same(Range a, Range b) const {
  if (a.count != b.count) return false;
  for (std::uint32_t i = 0; i < a.count; ++i) {
    const Attribute x = columns_.attribute_rows[a.begin + i], y = columns_.attribute_rows[b.begin + i];
    const bool wide = x.type() == ValueType::int64 || x.type() == ValueType::float64;
    if (x.key_and_type != y.key_and_type) return false;
    if (wide ? columns_.wide_values[x.value] != columns_.wide_values[y.value] : x.value != y.value) return false;
  }
  return true;
}

KeyId LogOrigins::key(std::string_view text) {
  if (key_of_.empty())
    for (std::uint32_t k = 0; k < columns_.keys.size(); ++k) key_of_.emplace(columns_.keys[k].value, KeyId{k});
  const StringId id = joined_.strings.intern(text);
  const auto [at, fresh] = key_of_.emplace(id.value, KeyId{static_cast<std::uint32_t>(columns_.keys.size())});
  if (!fresh) return at->second;
  if (columns_.keys.size() >= kMaxKeys) return at->second = KeyId{0};
  columns_.keys.push_back(id);
  return at->second;
}

}  // namespace spanorama::assembly
