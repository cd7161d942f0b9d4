#include "langfuse_reader.h"

#include "../issues.h"
#include "numbers.h"

namespace spanorama {

using Owner = JsonFields::Owner;

struct LangfuseReader::SpanDraft {
  RecordBuilder::Mark mark;
  SpanRecord record;
  Extra extra;
  std::string_view bytes;
  std::string_view trace_id, span_id, parent_id;
  RawValue metadata, usage, usage_details, cost_details, total_cost;
  std::string_view resource, scope;  // in metadata_
  bool is_event = false;
};

namespace {

enum Level : std::uint8_t { kDocument, kExport, kList };
enum Kind : std::uint8_t { kTrace, kTraceMember, kObservation };

constexpr MemberKey kTraceKeys[] = {
    {"name", "langfuse.trace.name"},
    {"sessionId", "session.id"},
    {"userId", "user.id"},
    {"release", "langfuse.release"},
    {"version", "langfuse.version"},
    {"environment", "langfuse.environment"},
    {"tags", "langfuse.trace.tags"},
    {"input", "langfuse.trace.input"},
    {"output", "langfuse.trace.output"},
    {"public", "langfuse.trace.public"},
    {"scores", "langfuse.trace.scores"},
    {"externalId", "langfuse.trace.external_id"},
};
constexpr MemberKey kObservationKeys[] = {
    {"type", "langfuse.observation.type"},
    {"level", "langfuse.observation.level"},
    {"model", "langfuse.observation.model.name"},
    {"modelParameters", "langfuse.observation.model.parameters"},
    {"input", "langfuse.observation.input"},
    {"output", "langfuse.observation.output"},
    {"completionStartTime", "langfuse.observation.completion_start_time"},
    {"promptName", "langfuse.observation.prompt.name"},
    {"promptVersion", "langfuse.observation.prompt.version"},
    {"version", "langfuse.version"},
    {"environment", "langfuse.environment"},
    {"toolDefinitions", "langfuse.observation.tool_definitions"},
    {"toolCalls", "langfuse.observation.tool_calls"},
};

bool is_number(const RawValue& value) { return value.kind == RawKind::integer || value.kind == RawKind::real; }

}  // namespace

JsonWalker::Plan LangfuseReader::plan(std::uint8_t level, std::string_view key, std::string_view ahead) {
  const bool object = ahead[0] == '{', list = ahead[0] == '[';
  if (level == kDocument) return walk_into(object ? kExport : kList);
  if (level == kList) {
    if (!object) return skip();
    JsonFailure failure = JsonFailure::none;
    const std::string_view first = first_member(ahead, failure);
    if (failure == JsonFailure::cut_off) return wait();
    return first == "trace" || first == "observations" ? walk_into(kExport) : read_as(kObservation);
  }
  if (key == "trace" && object) return read_as(kTrace);
  if ((key == "observations" || key == "data") && list) return walk_into(kList);
  member_.assign(key);
  return read_as(kTraceMember);
}

bool LangfuseReader::read(std::uint8_t kind, JsonCursor& json) {
  if (kind == kTrace) return trace(json);
  return kind == kTraceMember ? trace_member(json, member_) : observation(json);
}

void LangfuseReader::entered(std::uint8_t level) {
  if (level != kExport) return;
  kept_.clear();
  trace_id_ = {};
  kept_is_new_ = false;
  first_span_ = builder().batch().spans.size();
}

void LangfuseReader::left(std::uint8_t level) {
  if (level == kExport && kept_is_new_ && !kept_.empty()) apply_late_trace();
}

bool LangfuseReader::trace(JsonCursor& json) {
  kept_.clear();
  return fields_.object(json, "expected a trace", [&](const JsonString& key) { return trace_member(json, key.raw); });
}

bool LangfuseReader::trace_member(JsonCursor& json, std::string_view key) {
  const std::string_view attribute = attribute_of(kTraceKeys, key);
  if (attribute.empty() && key != "id" && key != "metadata") return json.skip_value();
  RawValue value;
  if (!fields_.value(json, value)) return false;
  if (!says_something(value)) return true;
  if (key == "id" && value.kind == RawKind::text) {
    bool exact = false;
    trace_id_ = trace_id_from_any(value.raw, &exact);
    if (!exact) keep("langfuse.trace.id", value);
  } else if (key == "metadata") {
    keep_metadata(value);
  } else if (!attribute.empty()) {
    keep(attribute, value);
  }
  return true;
}

void LangfuseReader::keep(std::string_view key, const RawValue& value) {
  Kept kept{std::string(key), {}, value};
  if (value.kind == RawKind::text || value.kind == RawKind::structured) kept.text = text_of(value, scratch_);
  if (value.kind == RawKind::text) kept.value.encoding = PayloadEncoding::utf8;
  kept.value.escaped = false;
  kept.value.in_source = false;
  kept_.push_back(std::move(kept));
  kept_is_new_ = true;
}

// What OpenTelemetry said stands at the top observation too.
void LangfuseReader::keep_metadata(const RawValue& value) {
  const std::string text(text_of(value, scratch_));
  JsonCursor json(text);
  if (json.peek() != '{') return keep("langfuse.trace.metadata", value);
  json.take('{');
  JsonString key;
  RawValue member;
  for (bool first = true; json.next_member(first, key);) {
    if (!fields_.value(json, member)) return;
    if (key.raw == "attributes" || key.raw == "resourceAttributes" || key.raw == "scope" || !says_something(member))
      continue;
    const std::string name(plain_text(key.raw, key.escaped, id_scratch_));
    keep("langfuse.trace.metadata." + name, member);
  }
}

void LangfuseReader::add_kept() {
  for (Kept& kept : kept_) {
    kept.value.raw = kept.text;
    fields_.add(Owner::span, kept.key, kept.value);
  }
  kept_is_new_ = false;
}

// The trace came behind its observations: their attributes move to the end of the table, with the new ones.
void LangfuseReader::apply_late_trace() {
  SpanBatch& batch = builder().batch();
  for (std::size_t i = first_span_; i < batch.spans.size(); ++i) {
    if (batch.spans[i].parent_span_id.valid()) continue;
    const Range old = batch.spans[i].attributes;
    const std::uint32_t begin = builder().attribute_count();
    for (std::uint32_t a = old.begin; a < old.end(); ++a) batch.attributes.push_back(Attribute(batch.attributes[a]));
    StringId session, user;
    for (Kept& kept : kept_) {
      kept.value.raw = kept.text;
      fields_.add(Owner::other, kept.key, kept.value);
      if (kept.key == "session.id") session = batch.strings.intern(kept.text);
      if (kept.key == "user.id") user = batch.strings.intern(kept.text);
    }
    batch.spans[i].attributes = builder().attributes_since(begin);
    if (!batch.spans[i].facts.valid()) continue;
    Facts& facts = batch.facts[batch.spans[i].facts.value];
    if (!facts.session_id.present()) facts.session_id = session;
    if (!facts.user_id.present()) facts.user_id = user;
  }
  kept_is_new_ = false;
}

bool LangfuseReader::member(JsonCursor& json, std::string_view key, SpanDraft& draft) {
  JsonString text;
  const auto text_into = [&](std::string_view& out) {
    if (!fields_.text(json, text)) return false;
    out = text.raw;
    return true;
  };
  if (key == "id") return text_into(draft.span_id);
  if (key == "traceId") return text_into(draft.trace_id);
  if (key == "parentObservationId") return text_into(draft.parent_id);
  if (key == "name") return fields_.name(json, draft.record.name);
  if (key == "startTime") return fields_.instant(json, draft.record.start);
  if (key == "endTime") return fields_.instant(json, draft.record.end);
  if (key == "statusMessage") return fields_.name(json, draft.extra.status_message);
  if (key == "metadata") return fields_.value(json, draft.metadata);
  if (key == "usage") return fields_.value(json, draft.usage);
  if (key == "usageDetails") return fields_.value(json, draft.usage_details);
  if (key == "costDetails") return fields_.value(json, draft.cost_details);
  if (key == "totalCost" || key == "calculatedTotalCost") return fields_.value(json, draft.total_cost);
  const std::string_view attribute = attribute_of(kObservationKeys, key);
  if (attribute.empty()) return json.skip_value();
  RawValue value;
  if (!fields_.value(json, value)) return false;
  if (!says_something(value)) return true;
  fields_.add(Owner::span, attribute, value);
  if (key == "level" && value.raw == "ERROR") draft.record.status = Status::error;
  if (key == "type" && value.raw == "EVENT") draft.is_event = true;
  return true;
}

void LangfuseReader::add_usage_and_cost(const SpanDraft& draft) {
  const RawValue& usage = says_something(draft.usage_details) ? draft.usage_details : draft.usage;
  // All zeros stand for "not counted", as on spans that are no model calls.
  const bool counted = says_something(usage) && usage.raw.find_first_of("123456789") != std::string_view::npos;
  if (counted) fields_.add(Owner::span, "langfuse.observation.usage_details", usage);
  double total = 0;
  if (says_something(draft.cost_details)) {
    fields_.add(Owner::span, "langfuse.observation.cost_details", draft.cost_details);
  } else if (is_number(draft.total_cost)) {
    total =
        draft.total_cost.kind == RawKind::real ? draft.total_cost.real : static_cast<double>(draft.total_cost.integer);
    // Zero stands for "not known" in exports.
    if (total > 0) fields_.add(Owner::span, "gen_ai.usage.cost", draft.total_cost);
  }
}

void LangfuseReader::add_metadata_member(JsonCursor& json, const JsonString& key, SpanDraft& draft) {
  const char next = json.peek();
  if (key.raw == "resourceAttributes" && next == '{') {
    json.raw_value(draft.resource);
  } else if (key.raw == "scope" && next == '{') {
    json.raw_value(draft.scope);
  } else {
    path_.clear();
    if (key.raw != "attributes" || next != '{')
      path_ = "langfuse.observation.metadata." + std::string(plain_text(key.raw, key.escaped, id_scratch_));
    fields_.flat(json, Owner::span, path_, false);
  }
}

void LangfuseReader::add_metadata(SpanDraft& draft) {
  if (!says_something(draft.metadata)) return;
  metadata_ = text_of(draft.metadata, scratch_);
  JsonCursor json(metadata_);
  if (json.peek() != '{') return fields_.add(Owner::span, "langfuse.observation.metadata", draft.metadata);
  const RecordBuilder::Mark mark = builder().mark();
  fields_.set_in_source(false);
  json.take('{');
  JsonString key;
  for (bool first = true; json.next_member(first, key);) add_metadata_member(json, key, draft);
  fields_.set_in_source(true);
  if (!json.failed()) return;
  // Cut or broken: kept as it is.
  builder().rewind(mark);
  draft.resource = draft.scope = {};
  fields_.add(Owner::span, "langfuse.observation.metadata", draft.metadata);
}

void LangfuseReader::set_resource(std::string_view attributes) {
  const std::uint32_t begin = builder().attribute_count();
  path_.clear();
  JsonCursor json(attributes);
  if (!attributes.empty()) fields_.flat(json, Owner::other, path_, false);
  builder().begin_resource_spans();
  builder().set_resource(builder().attributes_since(begin), attributes);
}

void LangfuseReader::set_scope(std::string_view bytes) {
  Scope scope;
  JsonCursor json(bytes);
  JsonString key;
  if (!bytes.empty()) json.take('{');
  for (bool first = true; !bytes.empty() && json.next_member(first, key);) {
    if (key.raw == "name") {
      fields_.name(json, scope.name);
    } else if (key.raw == "version") {
      fields_.name(json, scope.version);
    } else {
      json.skip_value();
    }
  }
  builder().set_scope(scope, bytes);
}

bool LangfuseReader::observation(JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected an observation", opened) || !opened) return !json.failed();
  SpanDraft draft;
  SpanRecord& record = draft.record;
  if (!fields_.members(json, draft, [&](const JsonString& key) { return member(json, key.raw, draft); })) return false;
  bool exact = true;
  record.trace_id = draft.trace_id.empty() ? trace_id_ : trace_id_from_any(draft.trace_id);
  record.span_id = span_id_from_any(draft.span_id, &exact);
  record.parent_span_id = span_id_from_any(draft.parent_id);
  add_usage_and_cost(draft);
  add_metadata(draft);
  if (!exact) fields_.add_text(Owner::span, "langfuse.observation.id", draft.span_id);
  if (!record.parent_span_id.valid()) add_kept();
  record.attributes = builder().attributes_since(record.attributes.begin);
  if (draft.is_event && record.end.ns == 0) record.end = record.start;
  fields_.set_in_source(false);
  set_resource(draft.resource);
  set_scope(draft.scope);
  fields_.set_in_source(true);
  if (!builder().finish_span(record, draft.extra, draft.bytes)) builder().rewind(draft.mark);
  return true;
}

}  // namespace spanorama
