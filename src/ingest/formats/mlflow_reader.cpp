#include "mlflow_reader.h"

namespace spanorama {

using Owner = JsonFields::Owner;

namespace {

constexpr std::uint8_t kInfo = 1;  // kind of record

// Both versions of `info`; what its spans say too is left out.
constexpr MemberKey kInfoKeys[] = {
    {"experiment_id", "mlflow.experimentId"},
    {"client_request_id", "mlflow.clientRequestId"},
    {"state", "mlflow.traceState"},
    {"status", "mlflow.traceState"},
};

bool is_trace_key(std::string_view key) {
  for (const std::string_view word : {"info", "data", "trace", "trace_info", "traces", "spans", "next_page_token"})
    if (key == word) return true;
  return false;
}

std::string member_json(std::string_view name, std::string_view value) {
  return ",\"" + std::string(name) + "\":" + std::string(value);
}

}  // namespace

JsonWalker::Plan MlflowReader::plan(std::uint8_t level, std::string_view key, std::string_view ahead) {
  const bool object = ahead[0] == '{', list = ahead[0] == '[';
  if (level == kFurtherLevel) {
    if ((key == "info" || key == "trace_info") && object) return read_as(kInfo);
    if ((key == "spans" || key == "traces" || key == "data") && list) return walk_into(kList);
    if (key == "data" && object) return walk_into(kWrapper);
    return key == "trace" && object ? walk_into(kFurtherLevel) : skip();
  }
  if (level == kWrapper || !object) return SpanObjectsReader::plan(level, key, ahead);
  JsonFailure failure = JsonFailure::none;
  const std::string_view first = first_member(ahead, failure);
  if (failure == JsonFailure::cut_off) return wait();
  return is_trace_key(first) ? walk_into(kFurtherLevel) : read_as(kSpan);
}

void MlflowReader::entered(std::uint8_t level) {
  if (level != kFurtherLevel) return;
  kept_.clear();
  waiting_.clear();
  info_is_known_ = false;
}

bool MlflowReader::read(std::uint8_t kind, JsonCursor& json) {
  if (kind != kInfo) return SpanObjectsReader::read(kind, json);
  kept_.clear();
  if (!info(json)) return false;
  info_is_known_ = true;
  apply_late();
  return true;
}

bool MlflowReader::info(JsonCursor& json) {
  json.take('{');
  JsonString key;
  for (bool first = true; json.next_member(first, key);)
    if (!info_member(json, key)) return false;
  return !json.failed();
}

bool MlflowReader::info_member(JsonCursor& json, const JsonString& key) {
  const std::string_view k = key.raw;
  const char next = json.peek();
  if ((k == "request_metadata" || k == "trace_metadata") && next == '{') return entries(json, "mlflow.traceMetadata.");
  if (k == "tags" && next == '{') return entries(json, "mlflow.traceTag.");
  if (k == "assessments" && next == '[') return assessments(json);
  std::string_view value;
  if (!json.raw_value(value)) return false;
  const std::string_view attribute = attribute_of(kInfoKeys, k);
  if (!attribute.empty() && value != "null") keep(attribute, value);
  if (k == "trace_location") {
    const std::string_view experiment = member_anywhere(value, "experiment_id");
    if (!experiment.empty()) keep("mlflow.experimentId", experiment);
  }
  return true;
}

// MLflow's own keep their names.
bool MlflowReader::entries(JsonCursor& json, std::string_view prefix) {
  json.take('{');
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    std::string_view value;
    if (!json.raw_value(value)) return false;
    const std::string_view name = plain_text(key.raw, key.escaped, scratch_);
    keep(name.starts_with("mlflow.") ? std::string(name) : std::string(prefix) + std::string(name), value);
  }
  return !json.failed();
}

// {"assessment_name":"correct","source":{"source_type":"HUMAN"},"feedback":{"value":0.5},"rationale":"…"} as a score.
bool MlflowReader::assessments(JsonCursor& json) {
  std::string list;
  json.take('[');
  for (bool first = true; json.next_element(first);) {
    std::string_view one;
    if (!json.raw_value(one)) return false;
    const std::string_view name = member_anywhere(one, "assessment_name");
    const std::string_view value = member_anywhere(member_anywhere(one, "feedback"), "value");
    if (name.empty() || value.empty()) continue;
    const bool number = value[0] == '-' || (value[0] >= '0' && value[0] <= '9');
    list += (list.empty() ? "[{\"name\":" : ",{\"name\":") + std::string(name);
    if (number || value[0] == '"') {
      list += member_json(number ? "value" : "label", value);
    } else if (value == "true" || value == "false") {
      list += member_json("label", '"' + std::string(value) + '"');
    }
    const std::string_view source = member_anywhere(one, "source_type"), why = member_anywhere(one, "rationale");
    if (!source.empty()) list += member_json("source", source);
    if (!why.empty()) list += member_json("comment", why);
    list += '}';
  }
  if (!list.empty()) keep("mlflow.trace.assessments", list + ']');
  return !json.failed();
}

void MlflowReader::keep(std::string_view key, std::string_view value) {
  kept_.push_back({std::string(key), std::string(value)});
}

void MlflowReader::add_kept(Owner owner) {
  fields_.set_in_source(false);
  for (const Kept& kept : kept_) {
    JsonCursor json(kept.value.data(), kept.value.data() + kept.value.size() + 1);  // the NUL ends a bare number
    RawValue value;
    if (fields_.value(json, value) && says_something(value)) fields_.add(owner, kept.key, value);
  }
  fields_.set_in_source(true);
}

void MlflowReader::complete(const SpanRecord& record) {
  if (!record.parent_span_id.valid()) add_kept(Owner::span);
}

void MlflowReader::appended(std::uint32_t span) {
  if (!info_is_known_ && !builder().batch().spans[span].parent_span_id.valid()) waiting_.push_back(span);
}

// The info came behind its spans: their attributes move to the end of the table, with the new ones.
void MlflowReader::apply_late() {
  SpanBatch& batch = builder().batch();
  for (const std::uint32_t row : waiting_) {
    const Range old = batch.spans[row].attributes;
    const std::uint32_t begin = builder().attribute_count();
    for (std::uint32_t a = old.begin; a < old.end(); ++a) batch.attributes.push_back(Attribute(batch.attributes[a]));
    add_kept(Owner::other);
    batch.spans[row].attributes = builder().attributes_since(begin);
    if (!batch.spans[row].facts.valid()) continue;
    Facts& facts = batch.facts[batch.spans[row].facts.value];
    const StringId session = batch.strings.find("mlflow.trace.session"), user = batch.strings.find("mlflow.trace.user");
    for (std::uint32_t a = begin; a < builder().attribute_count(); ++a) {
      const Attribute& attribute = batch.attributes[a];
      if (attribute.type() != ValueType::string) continue;
      const StringId key = batch.keys.text(attribute.key());
      if (key == session && !facts.session_id.present()) facts.session_id = {attribute.value};
      if (key == user && !facts.user_id.present()) facts.user_id = {attribute.value};
    }
  }
  waiting_.clear();
}

}  // namespace spanorama
