// The resources and scopes that spans belong to: each once, whenever its schema URL comes and whether it stands before its
// spans or behind them.
#include "record_builder.h"
#include "spanorama/base/hash.h"

namespace spanorama {

namespace {

void drop_newest(std::vector<Attribute>& rows, std::size_t size) {
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(size), rows.end());
}

// The row of `rows` that is like `row` but has this schema URL.
template <class Entry>
std::uint32_t with_schema(std::vector<Entry>& rows, std::unordered_map<std::uint64_t, std::uint32_t>& known,
                          std::uint32_t row, StringId schema_url) {
  const auto next = static_cast<std::uint32_t>(rows.size());
  const auto [at, fresh] = known.emplace(std::uint64_t{row} << 32 | schema_url.value, next);
  if (!fresh) return at->second;
  Entry entry = rows[row];
  entry.schema_url = schema_url;
  rows.push_back(entry);
  return next;
}

}  // namespace

void RecordBuilder::begin_resource_spans() {
  begin_scope_spans();
  given_resource_ = given_resource_ && in_head_;
  resource_told_ = false;
  resource_ = {};
  resource_schema_ = {};
  resource_came_late_ = resource_shared_ = false;
  first_span_of_resource_ = batch_.spans.size();
}

void RecordBuilder::begin_scope_spans() {
  settle_scope_schema();
  given_scope_ = given_scope_ && in_head_;
  scope_told_ = false;
  scope_ = {};
  scope_schema_ = {};
  scope_shared_ = false;
  first_span_of_scope_ = batch_.spans.size();
}

ResourceRow RecordBuilder::current_resource() {
  if (!resource_.valid()) {
    resource_ = {static_cast<std::uint32_t>(batch_.resources.size())};
    batch_.resources.push_back({});
    resource_facts_.resize(batch_.resources.size());
  }
  return resource_;
}

ScopeRow RecordBuilder::current_scope() {
  if (!scope_.valid()) {
    scope_ = {static_cast<std::uint32_t>(batch_.scopes.size())};
    batch_.scopes.push_back({});
  }
  return scope_;
}

void RecordBuilder::set_resource(Range attributes, std::string_view bytes, std::uint32_t dropped_attributes) {
  const bool fresh = !resource_.valid();
  resource_told_ = true;
  if (fresh && !in_head_) {
    const auto found = resource_by_hash_.find(hash64(bytes, table_seed()));
    if (found != resource_by_hash_.end()) {
      resource_ = {found->second};
      resource_shared_ = true;
      if (attributes.count != 0) drop_newest(batch_.attributes, attributes.begin);
      return;
    }
  }
  Resource& row = batch_.resources[current_resource().value];
  row.attributes = attributes;
  row.dropped_attributes = dropped_attributes;
  const StringId service_key = batch_.strings.find("service.name");
  for (std::uint32_t i = attributes.begin; i < attributes.end() && service_key.present(); ++i) {
    const Attribute a = batch_.attributes[i];
    if (a.type() == ValueType::string && batch_.keys.text(a.key()) == service_key) row.service_name = {a.value};
  }
  resource_facts_[resource_.value] = facts_.facts_of_resource(attributes);
  resource_came_late_ = !fresh;
  if (fresh && !in_head_) resource_by_hash_.emplace(hash64(bytes, table_seed()), resource_.value);
}

void RecordBuilder::set_resource_schema(StringId schema_url) {
  current_resource();
  resource_schema_ = schema_url;
  if (given_resource_) late_.resource = batch_.strings.view(schema_url);
}

void RecordBuilder::set_scope(const Scope& scope, std::string_view bytes) {
  const bool fresh = !scope_.valid();
  scope_told_ = true;
  if (fresh && !in_head_) {
    const auto found = scope_by_hash_.find(hash64(bytes, table_seed()));
    if (found != scope_by_hash_.end()) {
      scope_ = {found->second};
      scope_shared_ = true;
      if (scope.attributes.count != 0) drop_newest(batch_.attributes, scope.attributes.begin);
      return;
    }
  }
  batch_.scopes[current_scope().value] = scope;
  if (fresh && !in_head_) scope_by_hash_.emplace(hash64(bytes, table_seed()), scope_.value);
}

void RecordBuilder::set_scope_schema(StringId schema_url) {
  current_scope();
  scope_schema_ = schema_url;
  if (given_scope_) late_.scope = batch_.strings.view(schema_url);
}

void RecordBuilder::settle_resource_schema() {
  if (!resource_.valid() || batch_.resources[resource_.value].schema_url == resource_schema_) return;
  if (!resource_shared_) {
    batch_.resources[resource_.value].schema_url = resource_schema_;
    return;
  }
  const ResourceRow before = resource_;
  resource_ = {with_schema(batch_.resources, resource_by_schema_, before.value, resource_schema_)};
  resource_facts_.resize(batch_.resources.size(), resource_facts_[before.value]);
  for (std::size_t i = first_span_of_resource_; i < batch_.spans.size(); ++i)
    if (batch_.spans[i].resource == before) batch_.spans[i].resource = resource_;
}

void RecordBuilder::settle_scope_schema() {
  if (!scope_.valid() || batch_.scopes[scope_.value].schema_url == scope_schema_) return;
  if (!scope_shared_) {
    batch_.scopes[scope_.value].schema_url = scope_schema_;
    return;
  }
  const ScopeRow before = scope_;
  scope_ = {with_schema(batch_.scopes, scope_by_schema_, before.value, scope_schema_)};
  for (std::size_t i = first_span_of_scope_; i < batch_.spans.size(); ++i)
    if (batch_.spans[i].scope == before) batch_.spans[i].scope = scope_;
}

void RecordBuilder::end_resource_spans() {
  settle_scope_schema();
  settle_resource_schema();
  if (resource_came_late_) apply_late_resource();
  resource_came_late_ = false;
}

void RecordBuilder::end_head() {
  in_head_ = false;
  given_resource_ = given_scope_ = true;
  settle_scope_schema();  // who goes on may stop before their end
  settle_resource_schema();
}

bool RecordBuilder::lies_elsewhere(Range attributes) const {
  for (std::uint32_t i = attributes.begin; i < attributes.end(); ++i)
    if (batch_.attributes[i].type() == ValueType::payload) return true;
  return false;
}

bool RecordBuilder::open_head_is_whole() const {
  return resource_told_ && scope_told_ && !resource_came_late_ &&
         !lies_elsewhere(batch_.resources[resource_.value].attributes) &&
         !lies_elsewhere(batch_.scopes[scope_.value].attributes);
}

void RecordBuilder::settle(const LateSchemas& late) {
  if (!late.scope.empty()) set_scope_schema(batch_.strings.intern(late.scope));
  if (!late.resource.empty()) set_resource_schema(batch_.strings.intern(late.resource));
  end_resource_spans();
}

// The spans were read before their resource.
void RecordBuilder::apply_late_resource() {
  const ResourceFacts& late = resource_facts_[resource_.value];
  for (std::size_t i = first_span_of_resource_; i < batch_.spans.size(); ++i)
    if (batch_.spans[i].resource == resource_) give_resource_facts(batch_.spans[i], late);
}

void RecordBuilder::give_resource(std::size_t span, ResourceRow resource) {
  batch_.spans[span].resource = resource;
  give_resource_facts(batch_.spans[span], resource_facts_[resource.value]);
}

void RecordBuilder::give_resource_facts(SpanRecord& span, const ResourceFacts& late) {
  if (!span.facts.valid()) {
    if (span.parent_span_id.valid() || !(late.environment.present() || late.release.present())) return;
    span.facts = {static_cast<std::uint32_t>(batch_.facts.size())};
    batch_.facts.push_back({});
  }
  Facts& facts = batch_.facts[span.facts.value];
  if (!facts.environment.present()) facts.environment = late.environment;
  if (!facts.release.present()) facts.release = late.release;
}

}  // namespace spanorama
