#include "spanorama/query/field_values.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "query/fields.h"
#include "query/metadata.h"
#include "spanorama/base/chunked.h"
#include "spanorama/base/hash.h"
#include "spanorama/model/row_slices.h"
#include "spanorama/model/trace_scores.h"

namespace spanorama {

namespace {

using F = FilterField;

// Every text once. Strings of the store are looked up by their ids after the first time.
class Collector {
 public:
  explicit Collector(const TraceStore& store) : store_(store) {}

  void begin(std::uint32_t trace) { trace_ = trace; }

  void add(StringId id) {
    if (!id.present()) return;
    std::uint32_t& known = by_string_[id.value];
    if (known == kNone) known = index_of(store_.text(id));
    add_index(known);
  }
  void add(std::string_view text) { add_index(index_of(text)); }
  void add(Attribute attribute) {
    if (attribute.type() == ValueType::string) return add(StringId{attribute.value});
    if (attribute.type() != ValueType::empty) add(short_text(store_, attribute));
  }

  TraceValues take() { return std::move(out_); }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  std::uint32_t index_of(std::string_view text) {
    auto& texts = by_text_[hash64(text, table_seed()) % by_text_.size()];
    const auto [at, fresh] = texts.try_emplace(std::string(text), static_cast<std::uint32_t>(out_.texts.size()));
    if (fresh) {
      out_.texts.emplace_back(text);
      last_trace_.push_back(kNone);
    }
    return at->second;
  }
  void add_index(std::uint32_t index) {
    if (last_trace_[index] == trace_) return;
    last_trace_[index] = trace_;
    out_.pairs.emplace_back(trace_, index);
  }

  const TraceStore& store_;
  SparseIndex by_string_;
  std::array<std::unordered_map<std::string, std::uint32_t>, 256> by_text_;  // many, so that none takes long to grow
  std::vector<std::uint32_t> last_trace_;                                    // by text
  std::uint32_t trace_ = kNone;
  TraceValues out_;
};

template <class Use>
void for_each_span(const Trace& trace, Use&& use) {
  for (std::uint32_t i = 0; i < trace.span_count; ++i) use(SpanRow{trace.first_span.value + i});
}

void add_items(const TraceStore& store, Range items, Collector& out) {
  for (const StringId item : store.items(items)) out.add(item);
}

void add_facts(const TraceStore& store, const Trace& trace, StringId Facts::*field, Collector& out) {
  const FactNumber text = fact_number(field);
  for_each_span(trace, [&](SpanRow row) {
    if (store.has_facts(row)) out.add(store.fact_text(row, text));
  });
}

class AttributeValues {
 public:
  AttributeValues(const TraceStore& store, const FieldRef& field) : store_(store), field_(field) {
    if (field.field != F::metadata)
      keys_.whole = {store.find_key(field.key)};
    else
      keys_ = query::metadata_keys(store, field.key);
  }

  void add(const Trace& trace, Collector& out) {
    for_each_span(trace, [&](SpanRow row) {
      if (field_.field != F::resource) return add_from(store_.attributes_of(row), out);
      const ResourceRow resource = store_.columns().resource[row.value];
      if (resource.valid()) add_from(store_.attributes(store_.columns().resources[resource.value].attributes), out);
    });
  }

 private:
  static bool is_in(const std::vector<KeyId>& keys, KeyId key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  }
  void add_from(AttributeList attributes, Collector& out) {
    for (const Attribute attribute : attributes) {
      const bool text = attribute.type() == ValueType::json || attribute.type() == ValueType::string;
      if (is_in(keys_.whole, attribute.key()))
        out.add(attribute);
      else if (text && is_in(keys_.objects, attribute.key()))
        for (const std::string& entry : entries(StringId{attribute.value})) out.add(entry);
    }
  }
  // Many spans carry the same object.
  const std::vector<std::string>& entries(StringId json) {
    const auto [at, fresh] = objects_.try_emplace(json.value);
    if (fresh) at->second = query::json_entry(store_.text(json), field_.key);
    return at->second;
  }

  const TraceStore& store_;
  const FieldRef& field_;
  query::MetadataKeys keys_;
  std::unordered_map<std::uint32_t, std::vector<std::string>> objects_;
};

void add_trace(const TraceStore& store, const Trace& trace, FilterField field, Collector& out) {
  switch (field) {
    case F::status: return out.add(name_of(trace.status));
    case F::name: return out.add(trace.name);
    case F::environment: return out.add(trace.environment);
    case F::release: return out.add(trace.release);
    case F::user: return out.add(trace.user_id);
    case F::session: return out.add(trace.session_id);
    case F::model: return add_items(store, store.lists(trace).models, out);
    case F::provider: return add_items(store, store.lists(trace).providers, out);
    case F::service: return add_items(store, store.lists(trace).services, out);
    case F::tags: return add_items(store, store.lists(trace).tags, out);
    case F::prompt: return add_items(store, store.lists(trace).prompts, out);
    case F::version: return add_facts(store, trace, &Facts::prompt_version, out);
    case F::tool: return add_facts(store, trace, &Facts::tool_name, out);
    case F::operation: return add_facts(store, trace, &Facts::operation, out);
    case F::error_type: return add_facts(store, trace, &Facts::error_type, out);
    case F::score_source:
      for (const Score& score : scores_of(store, trace)) out.add(score.origin);
      return;
    case F::type: return for_each_span(trace, [&](SpanRow row) { out.add(name_of(store.columns().type[row.value])); });
    default: return;
  }
}

bool is_keyed(FilterField field) { return field == F::attribute || field == F::resource || field == F::metadata; }

bool can_be_grouped(FilterField field) {
  const query::FieldKind kind = query::info_of(field).kind;
  if (field == F::trace || field == F::text || asks_notes(field) || field == F::has || field == F::level ||
      field == F::simulation)
    return false;
  return kind == query::FieldKind::contains || kind == query::FieldKind::whole || kind == query::FieldKind::word;
}

}  // namespace

std::string print(const FieldRef& field) {
  return std::string(name_of(field.field)) + (is_keyed(field.field) ? "." + field.key : std::string());
}

std::optional<FieldRef> field_ref_from(std::string_view text) {
  FieldRef out;
  std::string_view key;
  if (query::split_keyed(text, out.field, key)) {
    if (!is_keyed(out.field)) return std::nullopt;
    out.key = std::string(key);
    return out;
  }
  if (const auto field = filter_field_from(text); field && can_be_grouped(*field)) return FieldRef{*field, {}};
  const std::size_t dot = text.find('.');
  if (dot != std::string_view::npos && dot > 0 && dot + 1 < text.size() && text.find(' ') == std::string_view::npos)
    return FieldRef{F::attribute, std::string(text)};
  return std::nullopt;
}

struct FieldValuesWork::Impl {
  Impl(const TraceStore& s, const RowSet& r, const FieldRef& f) : store(s), rows(r, 512), field(f), out(s) {
    if (is_keyed(field.field)) attributes.emplace(store, field);
  }
  const TraceStore& store;
  RowSlices rows;
  FieldRef field;
  Collector out;
  std::optional<AttributeValues> attributes;
};

FieldValuesWork::FieldValuesWork(const TraceStore& store, const RowSet& rows, const FieldRef& field)
    : impl_(std::make_unique<Impl>(store, rows, field)) {}
FieldValuesWork::~FieldValuesWork() = default;
FieldValuesWork::FieldValuesWork(FieldValuesWork&&) noexcept = default;

bool FieldValuesWork::step(const TimeIsUp& up) {
  return impl_->rows.step(up, [this](std::uint32_t row) {
    impl_->out.begin(row);
    const Trace& trace = impl_->store.trace(TraceRow{row});
    if (impl_->attributes)
      impl_->attributes->add(trace, impl_->out);
    else
      add_trace(impl_->store, trace, impl_->field.field, impl_->out);
  });
}
TraceValues FieldValuesWork::take() { return impl_->out.take(); }

TraceValues field_values(const TraceStore& store, const RowSet& rows, const FieldRef& field) {
  FieldValuesWork work(store, rows, field);
  work.step({});
  return work.take();
}

}  // namespace spanorama
