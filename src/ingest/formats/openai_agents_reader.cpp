#include "openai_agents_reader.h"

#include "spanorama/base/hash.h"

namespace spanorama {

using Owner = JsonFields::Owner;

struct OpenaiAgentsReader::ObjectDraft {
  SpanRecord record;
  Extra extra;
  RecordBuilder::Mark mark{};
  JsonString kind, id, trace_id, parent_id, type;
  RawValue workflow_name, group_id, metadata, error, data_name;
  std::string_view span_data, spans, bytes;
  std::string name;
};

namespace {

enum Level : std::uint8_t { kDocument, kWrapper, kList };

constexpr std::string_view kPrefix = "openai.agents.";

// What stands in the data of a span of any type.
constexpr MemberKey kDataKeys[] = {
    {"model", "gen_ai.request.model"},
    {"usage", "openai.agents.usage"},
    {"response_id", "gen_ai.response.id"},
    {"tools", "openai.agents.tools"},
};
constexpr MemberKey kGenerationKeys[] = {
    {"input", "gen_ai.input.messages"},
    {"output", "gen_ai.output.messages"},
};
constexpr MemberKey kFunctionKeys[] = {
    {"name", "gen_ai.tool.name"},
    {"input", "gen_ai.tool.call.arguments"},
    {"output", "gen_ai.tool.call.result"},
};
constexpr MemberKey kOperations[] = {
    {"generation", "chat"},
    {"response", "chat"},
    {"agent", "invoke_agent"},
    {"function", "execute_tool"},
};

bool is_wrapper_key(std::string_view key) {
  for (const std::string_view word : {"data", "items", "traces", "first_id", "last_id", "has_more"})
    if (key == word) return true;
  return false;
}

std::string_view without(std::string_view prefix, std::string_view id) {
  return id.substr(0, prefix.size()) == prefix ? id.substr(prefix.size()) : id;
}

std::string_view attribute_for(std::string_view type, std::string_view key) {
  std::string_view found;
  if (type == "generation" || type == "response") found = attribute_of(kGenerationKeys, key);
  if (type == "function") found = attribute_of(kFunctionKeys, key);
  if (type == "agent" && key == "name") found = "gen_ai.agent.name";
  return found.empty() ? attribute_of(kDataKeys, key) : found;
}

}  // namespace

JsonWalker::Plan OpenaiAgentsReader::plan(std::uint8_t level, std::string_view key, std::string_view ahead) {
  const bool is_object = ahead[0] == '{', list = ahead[0] == '[';
  if (level == kWrapper) return list && is_wrapper_key(key) ? walk_into(kList) : skip();
  if (list) return walk_into(kList);
  if (!is_object) return skip();
  JsonFailure failure = JsonFailure::none;
  const std::string_view first = first_member(ahead, failure);
  if (failure == JsonFailure::cut_off) return wait();
  return is_wrapper_key(first) ? walk_into(kWrapper) : read_as(0);
}

bool OpenaiAgentsReader::read(std::uint8_t, JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected a trace or a span", opened) || !opened) return !json.failed();
  ObjectDraft draft;
  if (!object(json, draft)) return false;
  finish_object(draft);
  if (!draft.spans.empty()) read_spans(draft.spans, draft.id.raw);
  return true;
}

bool OpenaiAgentsReader::object(JsonCursor& json, ObjectDraft& draft) {
  if (!fields_.members(json, draft, [&](const JsonString& key) { return member(json, key, draft); })) return false;
  return fields_.later(json, draft.span_data, [&](JsonCursor& inner) { return span_data(inner, draft); });
}

bool OpenaiAgentsReader::member(JsonCursor& json, const JsonString& key, ObjectDraft& draft) {
  const std::string_view k = key.raw;
  if (k == "object") return fields_.text(json, draft.kind);
  if (k == "id" || k == "span_id") return fields_.text(json, draft.id);
  if (k == "trace_id") return fields_.text(json, draft.trace_id);
  if (k == "parent_id") return fields_.text(json, draft.parent_id);
  if (k == "started_at") return fields_.instant(json, draft.record.start);
  if (k == "ended_at") return fields_.instant(json, draft.record.end);
  if (k == "span_data") return json.raw_value(draft.span_data);
  if (k == "spans") return json.raw_value(draft.spans);
  if (k == "error") return fields_.value(json, draft.error);
  if (k == "workflow_name" || k == "name") return fields_.value(json, draft.workflow_name);
  if (k == "group_id") return fields_.value(json, draft.group_id);
  if (k == "metadata") return fields_.value(json, draft.metadata);
  RawValue value;
  if (!fields_.value(json, value)) return false;
  path_ = std::string(kPrefix) + std::string(plain_text(k, key.escaped, scratch_));
  if (says_something(value)) fields_.add(Owner::span, path_, value);
  return true;
}

// The type decides what its neighbours mean, and may stand behind them.
bool OpenaiAgentsReader::span_data(JsonCursor& json, ObjectDraft& draft) {
  if (json.peek() != '{') return json.skip_value();
  JsonString key;
  JsonCursor ahead = json;
  ahead.take('{');
  for (bool first = true; ahead.next_member(first, key);)
    if (!(key.raw == "type" ? fields_.text(ahead, draft.type) : ahead.skip_value())) break;
  json.take('{');
  for (bool first = true; json.next_member(first, key);)
    if (!data_member(json, key, draft)) return false;
  return !json.failed();
}

bool OpenaiAgentsReader::data_member(JsonCursor& json, const JsonString& key, ObjectDraft& draft) {
  const char next = json.peek();
  if (key.raw == "model_config" && next == '{') {
    path_ = "gen_ai.request";
    return fields_.flat(json, Owner::span, path_, false);
  }
  if (key.raw == "response" && next == '{') return response(json);
  const std::string_view known = attribute_for(draft.type.raw, key.raw);
  if (known.empty() && key.raw != "type" && key.raw != "name") {
    path_ = std::string(kPrefix) + std::string(plain_text(key.raw, key.escaped, scratch_));
    return fields_.flat(json, Owner::span, path_, false);
  }
  RawValue value;
  if (!fields_.value(json, value)) return false;
  if (key.raw == "name") draft.data_name = value;
  if (!says_something(value)) return true;
  if (key.raw == "type") {
    fields_.add(Owner::span, "openai.agents.span.type", value);
    const std::string_view operation = attribute_of(kOperations, draft.type.raw);
    if (!operation.empty()) fields_.add_text(Owner::span, "gen_ai.operation.name", operation);
  } else if (!known.empty()) {
    fields_.add(Owner::span, known, value);
  }
  return true;
}

// The whole answer of the API, which some exporters keep.
bool OpenaiAgentsReader::response(JsonCursor& json) {
  JsonString key;
  json.take('{');
  for (bool first = true; json.next_member(first, key);) {
    RawValue value;
    if (!fields_.value(json, value)) return false;
    if (!says_something(value)) continue;
    path_ = "openai.agents.response." + std::string(plain_text(key.raw, key.escaped, scratch_));
    if (key.raw == "output") path_ = "gen_ai.output.messages";
    if (key.raw == "model") path_ = "gen_ai.response.model";
    if (key.raw == "id") path_ = "gen_ai.response.id";
    if (key.raw == "usage") path_ = "openai.agents.usage";
    fields_.add(Owner::span, path_, value);
  }
  return !json.failed();
}

void OpenaiAgentsReader::finish_object(ObjectDraft& draft) {
  if (draft.kind.raw == "trace") {
    builder().rewind(draft.mark);
    return add_trace(draft);
  }
  add_span(draft);
}

void OpenaiAgentsReader::add_trace(const ObjectDraft& draft) {
  const std::string_view id = draft.id.raw.empty() ? draft.trace_id.raw : draft.id.raw;
  TraceFacts& facts = traces_[hash64(id, table_seed())];
  if (draft.workflow_name.kind == RawKind::text) facts.name = text_of(draft.workflow_name, scratch_);
  if (draft.group_id.kind == RawKind::text) facts.group = text_of(draft.group_id, scratch_);
  if (draft.metadata.kind == RawKind::structured) facts.metadata = draft.metadata.raw;
  facts.known = true;
  apply_late(facts);
  facts.waiting.clear();
}

void OpenaiAgentsReader::add_trace_facts(const TraceFacts& facts, Owner owner) {
  if (!facts.name.empty()) fields_.add_text(owner, "openai.agents.workflow_name", facts.name);
  if (!facts.group.empty()) fields_.add_text(owner, "openai.agents.group_id", facts.group);
  if (facts.metadata.empty()) return;
  const RecordBuilder::Mark mark = builder().mark();
  fields_.set_in_source(false);
  JsonCursor json(facts.metadata);
  path_ = "openai.agents.metadata";
  if (!fields_.flat(json, owner, path_, false)) builder().rewind(mark);
  fields_.set_in_source(true);
}

// The trace came behind its spans: their attributes move to the end of the table, with the new ones.
void OpenaiAgentsReader::apply_late(const TraceFacts& facts) {
  SpanBatch& batch = builder().batch();
  for (const std::uint32_t row : facts.waiting) {
    const Range old = batch.spans[row].attributes;
    const std::uint32_t begin = builder().attribute_count();
    for (std::uint32_t a = old.begin; a < old.end(); ++a) batch.attributes.push_back(Attribute(batch.attributes[a]));
    add_trace_facts(facts, Owner::other);
    batch.spans[row].attributes = builder().attributes_since(begin);
    if (!facts.name.empty())
      batch.rare_facts.push_back({SpanRow{row}, batch.strings.intern(facts.name).value, RareField::trace_name});
    if (!batch.spans[row].facts.valid() || facts.group.empty()) continue;
    Facts& known = batch.facts[batch.spans[row].facts.value];
    if (!known.session_id.present()) known.session_id = batch.strings.intern(facts.group);
  }
}

void OpenaiAgentsReader::add_error(ObjectDraft& draft) {
  if (!says_something(draft.error)) return;
  draft.record.status = Status::error;
  RawValue message = draft.error;
  if (draft.error.kind == RawKind::structured) {
    fields_.add(Owner::span, "openai.agents.error", draft.error);
    JsonCursor json(member_anywhere(draft.error.raw, "message"));
    if (json.position() == json.end() || !fields_.value(json, message)) return;
  }
  if (message.kind == RawKind::text) draft.extra.status_message = builder().name(message.raw, message.escaped);
}

void OpenaiAgentsReader::add_span(ObjectDraft& draft) {
  SpanRecord& record = draft.record;
  bool exact = true;
  record.trace_id = trace_id_from_any(without("trace_", draft.trace_id.raw));
  record.span_id = span_id_from_any(without("span_", draft.id.raw), &exact);
  if (!exact) fields_.add_text(Owner::span, "openai.agents.span.id", draft.id.raw);
  record.parent_span_id = span_id_from_any(without("span_", draft.parent_id.raw));
  add_error(draft);
  const RawValue& name = draft.data_name.kind == RawKind::text ? draft.data_name : draft.workflow_name;
  record.name = name.kind == RawKind::text && !name.raw.empty() ? builder().name(name.raw, name.escaped)
                                                                : builder().name(draft.type.raw, draft.type.escaped);
  TraceFacts* waits = nullptr;
  if (!record.parent_span_id.valid()) {
    TraceFacts& facts = traces_[hash64(draft.trace_id.raw, table_seed())];
    add_trace_facts(facts, Owner::span);
    if (!facts.known) waits = &facts;
  }
  record.attributes = builder().attributes_since(record.attributes.begin);
  builder().begin_resource_spans();
  Scope scope;
  scope.name = builder().name("openai-agents", false);
  builder().set_scope(scope, "openai-agents");
  if (!builder().finish_span(record, draft.extra, draft.bytes)) return builder().rewind(draft.mark);
  if (waits != nullptr) waits->waiting.push_back(static_cast<std::uint32_t>(builder().batch().spans.size() - 1));
}

// Spans inside their trace.
void OpenaiAgentsReader::read_spans(std::string_view list, std::string_view trace_id) {
  fields_.each_object(list, "expected a span", [&](JsonCursor& json) {
    ObjectDraft draft;
    if (!object(json, draft)) {
      builder().rewind(draft.mark);
      return false;
    }
    if (draft.trace_id.raw.empty()) draft.trace_id.raw = trace_id;
    finish_object(draft);
    return true;
  });
}

}  // namespace spanorama
