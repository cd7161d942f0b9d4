#include "views/shown_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "spanorama/base/format.h"
#include "spanorama/base/json_cursor.h"
#include "spanorama/base/json_text.h"
#include "spanorama/model/metadata_keys.h"
#include "spanorama/query/sort.h"

namespace spanorama {

namespace {

using F = FilterField;
using Values = std::vector<ShownValue>;

constexpr std::size_t kMostCompared = 256;  // longer texts lie in their sources
constexpr std::size_t kMostMembers = 12;    // of a metadata object

void append(Values& to, Values more) {
  for (ShownValue& value : more)
    if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(std::move(value));
}

Values list_values(const TraceStore& store, F field, Range items) {
  Values out;
  for (const StringId item : store.items(items)) append(out, text_value(field, store.text(item)));
  return out;
}

std::string amount_text(F field, std::int64_t value) {
  if (field == F::duration || field == F::ttft) return text_from(Nanos{value});
  if (field == F::cost) return text_from_microcents(value);
  return field == F::time ? text_from(UnixTime{value}, 3, 0) : grouped(value);
}

Values amount(F field, std::int64_t value) {
  if (value == kUnknown) return {};
  ShownValue out{{field}, amount_text(field, value)};
  out.number = value;
  return {out};
}

// The members of a JSON object that are no containers, by their path.
class Members {
 public:
  explicit Members(std::string_view json) : json_(json) {}
  Values read() {
    if (json_.peek() == '{') object({}, 0);
    return std::move(out_);
  }

 private:
  static constexpr int kMostDepth = 6;
  bool full() const { return out_.size() >= kMostMembers; }

  void object(const std::string& path, int depth) {
    if (!json_.take('{')) return;
    JsonString key;
    for (bool first = true; !full() && json_.next_member(first, key);) {
      const std::string name = path + (path.empty() ? "" : ".") + unescaped_json(key.raw);
      const char next = json_.peek();
      if (next == '{' && depth < kMostDepth)
        object(name, depth + 1);
      else
        scalar(name, next);
      if (json_.failed()) return;
    }
  }
  void scalar(const std::string& path, char next) {
    std::string_view raw;
    if (!json_.raw_value(raw) || next == '[' || next == '{' || raw == "null") return;
    const std::string text =
        next == '"' && raw.size() >= 2 ? unescaped_json(raw.substr(1, raw.size() - 2)) : std::string(raw);
    append(out_, member_value(path, text, next != '"'));
  }

  JsonCursor json_;
  Values out_;
};

ShownValue has_key(F field, std::string_view key) { return {{F::has}, print(FieldRef{field, std::string(key)})}; }

// metadata.KEY where a naming scheme says that it is metadata: that finds the other schemes' too.
FieldRef field_of(F field, std::string_view key) {
  if (field == F::attribute)
    for (const std::string_view prefix : kMetadataPrefixes)
      if (key.size() > prefix.size() && key.starts_with(prefix))
        return {F::metadata, std::string(key.substr(prefix.size()))};
  return {field, std::string(key)};
}

// Of a trace's first spans, so that a row costs little however long the trace is.
template <class Use>
void for_first_spans(const Trace& trace, Use&& use) {
  constexpr std::uint32_t kMostSpans = 256;
  for (std::uint32_t i = 0; i < std::min(trace.span_count, kMostSpans); ++i) use(SpanRow{trace.first_span.value + i});
}

Values versions_of(const TraceStore& store, const Trace& trace) {
  Values out;
  for_first_spans(trace, [&](SpanRow row) {
    const MaybeFacts facts = store.facts(row);
    if (facts != nullptr) append(out, text_value(F::version, store.text(facts->prompt_version)));
  });
  return out;
}

Values metadata_of(const TraceStore& store, const Trace& trace) {
  Values out;
  for_first_spans(trace, [&](SpanRow row) {
    for (const Attribute attribute : store.attributes_of(row)) {
      if (out.size() >= kMostMembers) return;
      for (ShownValue& value : values_of(store, F::attribute, attribute))
        if (value.field.field == F::metadata) append(out, {std::move(value)});
    }
  });
  return out;
}

}  // namespace

Values text_value(F field, std::string_view text) {
  if (text.empty()) return {};
  return {{{field}, std::string(text)}};
}

Values searched_value(std::string_view words) {
  while (!words.empty() && static_cast<unsigned char>(words.back()) <= ' ') words.remove_suffix(1);
  while (!words.empty() && static_cast<unsigned char>(words.front()) <= ' ') words.remove_prefix(1);
  return words.size() > kMostCompared ? Values() : text_value(F::text, words);
}

Values member_value(const std::string& path, std::string_view text, bool is_number) {
  if (path.empty() || text.empty() || text.size() > kMostCompared) return {};
  ShownValue value{{F::metadata, path}, std::string(text)};
  if (double number = 0; is_number && parse_double(text, number)) value.real = number;
  return {value};
}

bool is_metadata_object(std::string_view attribute_key) {
  return std::find(std::begin(kMetadataObjects), std::end(kMetadataObjects), attribute_key) !=
         std::end(kMetadataObjects);
}

Values values_of(const TraceStore& store, const Trace& trace, F field) {
  switch (field) {
    case F::name: return text_value(field, store.text(trace.name));
    case F::status: return text_value(field, name_of(trace.status));
    case F::session: return text_value(field, store.text(trace.session_id));
    case F::user: return text_value(field, store.text(trace.user_id));
    case F::environment: return text_value(field, store.text(trace.environment));
    case F::release: return text_value(field, store.text(trace.release));
    case F::model: return list_values(store, field, store.lists(trace).models);
    case F::provider: return list_values(store, field, store.lists(trace).providers);
    case F::service: return list_values(store, field, store.lists(trace).services);
    case F::prompt: return list_values(store, field, store.lists(trace).prompts);
    case F::tags: return list_values(store, field, store.lists(trace).tags);
    case F::trace: return text_value(field, hex_from(trace.id));
    case F::version: return versions_of(store, trace);
    case F::metadata: return metadata_of(store, trace);
    default: return amount(field, number_of(trace, field));
  }
}

Values values_of(const TraceStore& store, const Trace& trace) {
  Values out;
  for (const F field : {F::name, F::status, F::model, F::service, F::session, F::user, F::environment, F::release,
                        F::tags, F::prompt, F::duration, F::cost, F::tokens, F::time})
    append(out, values_of(store, trace, field));
  return out;
}

Values values_of(const TraceStore& store, SpanRow step) {
  const ColumnViews& columns = store.columns();
  Values out = text_value(F::type, name_of(columns.type[step.value]));
  append(out, text_value(F::text, store.text(columns.name[step.value])));
  if (const MaybeFacts facts = store.facts(step)) {
    append(out, text_value(F::model, store.text(facts->model)));
    append(out, text_value(F::provider, store.text(facts->provider)));
    append(out, text_value(F::operation, store.text(facts->operation)));
    append(out, text_value(F::error_type, store.text(facts->error_type)));
    append(out, text_value(F::tool, store.text(facts->tool_name)));
    append(out, text_value(F::prompt, store.text(facts->prompt_name)));
    append(out, text_value(F::version, store.text(facts->prompt_version)));
  }
  const ResourceRow resource = columns.resource[step.value];
  if (resource.valid()) append(out, text_value(F::service, store.text(columns.resources[resource.value].service_name)));
  const Trace& trace = store.trace(columns.trace[step.value]);
  for (const F field : {F::name, F::session, F::user, F::environment, F::tags})
    append(out, values_of(store, trace, field));
  return out;
}

Values values_of(const TraceStore& store, F field, Attribute attribute) {
  const std::string_view key = store.key_text(attribute.key());
  const bool object = is_metadata_object(key);
  const bool text = attribute.type() == ValueType::string || attribute.type() == ValueType::json;
  if (object && text && field == F::attribute) {
    Values members = Members(store.text(StringId{attribute.value})).read();
    if (!members.empty()) return members;
  }
  ShownValue value{field_of(field, key), short_text(store, attribute)};
  if (attribute.type() == ValueType::payload || attribute.type() == ValueType::bytes || value.text.empty() ||
      value.text.size() > kMostCompared)
    return {has_key(field, key)};
  if (attribute.type() == ValueType::int32 || attribute.type() == ValueType::int64)
    value.number = int_of(store, attribute);
  if (attribute.type() == ValueType::float64) value.real = double_of(store, attribute);
  return {value};
}

}  // namespace spanorama
