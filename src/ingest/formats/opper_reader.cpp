#include "opper_reader.h"

#include "numbers.h"

namespace spanorama {

using Owner = JsonFields::Owner;

struct OpperReader::SpanDraft {
  SpanRecord record;
  Extra extra;
  RecordBuilder::Mark mark{};
  JsonString id, trace_id, parent_id, type, status;
  RawValue name, input, output, error;
  std::string_view meta, more_meta, tags, metrics, score, events, spans, bytes;
  std::vector<Member> others;
  std::string scores;  // looked at until the span is finished
};

namespace {

enum Level : std::uint8_t { kDocument, kWrapper, kList };

// What `meta` may say that has a place of its own.
constexpr MemberKey kMetaKeys[] = {
    {"model", "gen_ai.request.model"},
    {"input_tokens", "gen_ai.usage.input_tokens"},
    {"prompt_tokens", "gen_ai.usage.input_tokens"},
    {"output_tokens", "gen_ai.usage.output_tokens"},
    {"completion_tokens", "gen_ai.usage.output_tokens"},
    {"total_tokens", "gen_ai.usage.total_tokens"},
    {"cost", "gen_ai.usage.cost"},
    {"instructions", "gen_ai.system_instructions"},
    {"session_id", "session.id"},
    {"user_id", "user.id"},
};

bool is_object(std::string_view raw) { return !raw.empty() && raw[0] == '{'; }

}  // namespace

JsonWalker::Plan OpperReader::plan(std::uint8_t level, std::string_view key, std::string_view ahead) {
  const bool object = ahead[0] == '{', list = ahead[0] == '[';
  if (level == kWrapper && key != "data" && key != "traces") return skip();
  if (list) return walk_into(kList);
  if (!object) return skip();
  JsonFailure failure = JsonFailure::none;
  const std::string_view first = first_member(ahead, failure);
  if (failure == JsonFailure::cut_off) return wait();
  const bool wrapper = level == kDocument && (first == "data" || first == "traces" || first == "meta");
  return wrapper ? walk_into(kWrapper) : read_as(0);
}

bool OpperReader::read(std::uint8_t, JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected a trace or a span", opened) || !opened) return !json.failed();
  SpanDraft draft;
  if (!object(json, draft)) return false;
  if (draft.spans.empty()) {
    add_span(draft, nullptr);
  } else {
    builder().rewind(draft.mark);
    read_spans(draft);
  }
  return true;
}

bool OpperReader::object(JsonCursor& json, SpanDraft& draft) {
  if (!fields_.members(json, draft, [&](const JsonString& key) { return member(json, key, draft); })) return false;
  if (!draft.spans.empty()) return true;
  for (const std::string_view raw : {draft.meta, draft.more_meta})
    if (is_object(raw) && !fields_.later(json, raw, [&](JsonCursor& inner) { return meta(inner); })) return false;
  path_ = "opper.tags";
  if (!fields_.later(json, draft.tags, [&](JsonCursor& in) { return fields_.flat(in, Owner::span, path_, false); }))
    return false;
  return true;
}

bool OpperReader::member(JsonCursor& json, const JsonString& key, SpanDraft& draft) {
  const std::string_view k = key.raw;
  if (k == "id") return fields_.text(json, draft.id);
  if (k == "trace_id") return fields_.text(json, draft.trace_id);
  if (k == "parent_id") return fields_.text(json, draft.parent_id);
  if (k == "type") return fields_.text(json, draft.type);
  if (k == "status") return fields_.text(json, draft.status);
  if (k == "start_time") return fields_.instant(json, draft.record.start);
  if (k == "end_time") return fields_.instant(json, draft.record.end);
  if (k == "name") return fields_.value(json, draft.name);
  if (k == "input") return fields_.value(json, draft.input);
  if (k == "output") return fields_.value(json, draft.output);
  if (k == "error") return fields_.value(json, draft.error);
  if (k == "score") return json.raw_value(draft.score);
  if (k == "meta") return json.raw_value(draft.meta);
  if (k == "metadata") return json.raw_value(draft.more_meta);
  if (k == "tags") return json.raw_value(draft.tags);
  if (k == "metrics") return json.raw_value(draft.metrics);
  if (k == "events") return json.raw_value(draft.events);
  if (k == "spans") return json.raw_value(draft.spans);
  if (k == "duration_ms") return json.skip_value();
  RawValue value;
  if (!fields_.value(json, value)) return false;
  if (says_something(value)) draft.others.push_back({std::string(plain_text(k, key.escaped, scratch_)), value});
  return true;
}

bool OpperReader::meta(JsonCursor& json) {
  JsonString key;
  json.take('{');
  for (bool first = true; json.next_member(first, key);) {
    const std::string_view known = attribute_of(kMetaKeys, key.raw);
    path_ =
        known.empty() ? "opper.meta." + std::string(plain_text(key.raw, key.escaped, scratch_)) : std::string(known);
    if (!fields_.flat(json, Owner::span, path_, false)) return false;
  }
  return !json.failed();
}

bool OpperReader::event(JsonCursor& json) {
  return fields_.event(json, "expected an event", [&](const JsonString& key, SpanEvent& event) {
    if (key.raw == "kind" || key.raw == "name") return fields_.name(json, event.name);
    if (key.raw == "created_at" || key.raw == "timestamp" || key.raw == "time")
      return fields_.instant(json, event.time);
    path_ = plain_text(key.raw, key.escaped, scratch_);
    return fields_.flat(json, Owner::event, path_, false);
  });
}

bool OpperReader::events(JsonCursor& json, Range& out) {
  return fields_.event_list(json, "expected a list of events", out, [&] { return event(json); });
}

void OpperReader::read_spans(const SpanDraft& trace) {
  fields_.each_object(trace.spans, "expected a span", [&](JsonCursor& json) {
    SpanDraft draft;
    if (!object(json, draft)) {
      builder().rewind(draft.mark);
      return false;
    }
    if (draft.trace_id.raw.empty()) draft.trace_id = trace.id;
    add_span(draft, &trace);
    return true;
  });
}

// "score":0.5 and "metrics":[{"dimension":"tone","value":0.5,"comment":"…"}] as one list of scores.
void OpperReader::add_scores(SpanDraft& draft) {
  std::string& list = draft.scores;
  const auto add = [&list](std::string_view name, std::string_view value, std::string_view comment) {
    double number = 0;
    if (name.empty() || !real_number(value, number)) return;
    list += (list.empty() ? "[{\"name\":" : ",{\"name\":") + std::string(name) + ",\"value\":" + std::string(value);
    if (!comment.empty()) list += ",\"comment\":" + std::string(comment);
    list += '}';
  };
  add("\"score\"", draft.score, {});
  fields_.each_object(draft.metrics, "expected a metric", [&](JsonCursor& json) {
    JsonString key;
    std::string_view name, value, comment, other;
    for (bool first = true; json.next_member(first, key);) {
      std::string_view& part = key.raw == "dimension" ? name
                               : key.raw == "value"   ? value
                               : key.raw == "comment" ? comment
                                                      : other;
      if (!json.raw_value(part)) return false;
    }
    if (!json.failed()) add(name, value, comment);
    return !json.failed();
  });
  if (list.empty()) return;
  list += ']';
  fields_.add_text(Owner::span, "opper.scores", list);
}

void OpperReader::add_error(SpanDraft& draft) {
  const std::string_view status = draft.status.raw;
  if (status == "success" || status == "ok" || status == "completed") draft.record.status = Status::ok;
  if (status == "error" || status == "failed") draft.record.status = Status::error;
  if (!says_something(draft.error)) return;
  draft.record.status = Status::error;
  fields_.add(Owner::span, "error.message", draft.error);
  if (draft.error.kind == RawKind::text)
    draft.extra.status_message = builder().name(draft.error.raw, draft.error.escaped);
}

// Those of a broken list are left out.
void OpperReader::add_events(SpanDraft& draft) {
  const RecordBuilder::Mark mark = builder().mark();
  JsonCursor list(draft.events);
  if (draft.events.empty() || list.peek() != '[' || events(list, draft.record.events)) return;
  builder().rewind(mark);
  draft.record.events = {};
}

void OpperReader::add_span(SpanDraft& draft, const SpanDraft* trace) {
  SpanRecord& record = draft.record;
  const bool generation = draft.type.raw == "generation", tool = draft.type.raw == "tool";
  bool exact = true;
  record.trace_id = trace_id_from_any(draft.trace_id.raw);
  record.span_id = span_id_from_any(draft.id.raw, &exact);
  record.parent_span_id = span_id_from_any(draft.parent_id.raw);
  if (!exact) fields_.add_text(Owner::span, "opper.span.id", draft.id.raw);
  if (draft.name.kind == RawKind::text) record.name = builder().name(draft.name.raw, draft.name.escaped);
  const auto add = [this](std::string_view key, const RawValue& value) {
    if (says_something(value)) fields_.add(Owner::span, key, value);
  };
  if (!draft.type.raw.empty()) fields_.add_text(Owner::span, "opper.span.type", draft.type.raw);
  if (tool) add("gen_ai.tool.name", draft.name);
  add(generation ? "gen_ai.prompt" : tool ? "gen_ai.tool.call.arguments" : "input", draft.input);
  add(generation ? "gen_ai.completion" : tool ? "gen_ai.tool.call.result" : "output", draft.output);
  for (const Member& other : draft.others) {
    const std::string_view known = attribute_of(kMetaKeys, other.key);
    fields_.add(Owner::span, known.empty() ? "opper." + other.key : std::string(known), other.value);
  }
  if (trace != nullptr && !record.parent_span_id.valid()) {
    add("opper.trace.name", trace->name);
    for (const Member& other : trace->others) fields_.add(Owner::span, "opper.trace." + other.key, other.value);
  }
  add_scores(draft);
  add_error(draft);
  record.attributes = builder().attributes_since(record.attributes.begin);
  add_events(draft);
  builder().begin_resource_spans();
  Scope scope;
  scope.name = builder().name("opper", false);
  builder().set_scope(scope, "opper");
  if (!builder().finish_span(record, draft.extra, draft.bytes)) builder().rewind(draft.mark);
}

}  // namespace spanorama
