#include "langsmith_reader.h"

#include "../dialects/coerce.h"
#include "../issues.h"
#include "numbers.h"
#include "spanorama/base/hash.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

using Owner = JsonFields::Owner;

struct LangsmithReader::RunDraft {
  SpanRecord record;
  Extra extra;
  JsonString id, trace_id, parent_id, dotted_order, run_type, status;
  RawValue inputs, outputs, error, feedback;
  RawValue prompt_tokens, completion_tokens, total_tokens, total_cost;
  std::string_view extra_json, children, events, dotted_time;
  // Looked at until the span is finished.
  std::string run_type_text, tool_name, averages;
  std::uint32_t attributes_begin = 0;
  std::uint64_t id_hash = 0;
  RecordBuilder::Mark mark{};
};

namespace {

enum Level : std::uint8_t { kDocument, kBatch, kList };

// Children within children; deeper ones are left out.
constexpr int kMaxChildDepth = 100;
constexpr std::size_t kStatusBytes = 1024;
constexpr std::size_t kDottedTimeBytes = 22;  // 20241013T070537170001Z

constexpr MemberKey kRunKeys[] = {
    {"tags", "langsmith.span.tags"},
    {"session_name", "langsmith.trace.session_name"},
    {"session_id", "langsmith.project_id"},  // what LangSmith calls a session is a project
    {"thread_id", "langsmith.metadata.thread_id"},
    {"reference_example_id", "langsmith.reference_example_id"},
    {"first_token_time", "langsmith.first_token_time"},
};
// Said by the tree, or by what stands beside it.
constexpr std::string_view kDerived[] = {"child_run_ids", "direct_child_run_ids", "parent_run_ids", "execution_order",
                                         "child_execution_order"};

bool is_wrapper_key(std::string_view key) {
  for (const std::string_view word : {"post", "patch", "runs", "cursors", "data", "items", "next_cursor"})
    if (key == word) return true;
  return false;
}

// One part of a dotted_order: its time and its id.
struct DottedPart {
  std::string_view time, id;
};
DottedPart dotted_part(std::string_view part) {
  if (part.size() <= kDottedTimeBytes - 3) return {};
  const std::size_t z = part.find('Z');
  if (z == std::string_view::npos || z >= kDottedTimeBytes) return {};
  return {part.substr(0, z + 1), part.substr(z + 1)};
}
std::string_view last_part(std::string_view& dotted) {
  const std::size_t dot = dotted.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? dotted : dotted.substr(dot + 1);
  dotted = dot == std::string_view::npos ? std::string_view{} : dotted.substr(0, dot);
  return last;
}
// 20241013T070537170001Z, with milliseconds or microseconds.
bool instant_from_dotted(std::string_view text, UnixTime& out) {
  if (text.size() < 16 || text[8] != 'T') return false;
  const std::string iso = std::string(text.substr(0, 4)) + '-' + std::string(text.substr(4, 2)) + '-' +
                          std::string(text.substr(6, 5)) + ':' + std::string(text.substr(11, 2)) + ':' +
                          std::string(text.substr(13, 2)) + '.' + std::string(text.substr(15));
  return instant_from_iso(iso, out.ns);
}

RawValue structured(std::string_view raw, bool in_source = true) {
  RawValue value;
  value.kind = RawKind::structured;
  value.encoding = PayloadEncoding::json_value;
  value.raw = raw;
  value.in_source = in_source;
  return value;
}

}  // namespace

JsonWalker::Plan LangsmithReader::plan(std::uint8_t level, std::string_view key, std::string_view ahead) {
  const bool object = ahead[0] == '{', list = ahead[0] == '[';
  if (level == kBatch) return list && key != "cursors" && is_wrapper_key(key) ? walk_into(kList) : skip();
  if (list) return level == kDocument ? walk_into(kList) : skip();
  if (!object) return skip();
  JsonFailure failure = JsonFailure::none;
  const std::string_view first = first_member(ahead, failure);
  if (failure == JsonFailure::cut_off) return wait();
  return is_wrapper_key(first) ? walk_into(kBatch) : read_as(0);
}

bool LangsmithReader::read(std::uint8_t, JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected a run", opened) || !opened) return !json.failed();
  const char* start = json.position() - 1;
  RunDraft draft;
  draft.mark = builder().mark();
  if (!run(json, draft)) return false;
  children_.clear();
  add_run(draft, start, json.position(), 0);
  read_children();
  return true;
}

// The members of a run whose brace was taken. Nothing is appended to the spans yet.
bool LangsmithReader::run(JsonCursor& json, RunDraft& draft) {
  builder().begin_span();
  draft.attributes_begin = builder().attribute_count();
  JsonString key;
  for (bool first = true; json.next_member(first, key);)
    if (!member(json, key, draft)) return false;
  if (json.failed()) return false;
  return fields_.later(json, draft.extra_json, [this](JsonCursor& inner) { return extra(inner); }) &&
         fields_.later(json, draft.events,
                       [&](JsonCursor& inner) { return inner.peek() != '[' || events(inner, draft.record.events); });
}

bool LangsmithReader::member(JsonCursor& json, const JsonString& key, RunDraft& draft) {
  const std::string_view k = key.raw;
  if (k == "id") return fields_.text(json, draft.id);
  if (k == "trace_id") return fields_.text(json, draft.trace_id);
  if (k == "parent_run_id") return fields_.text(json, draft.parent_id);
  if (k == "dotted_order") return fields_.text(json, draft.dotted_order);
  if (k == "run_type") return fields_.text(json, draft.run_type);
  if (k == "status") return fields_.text(json, draft.status);
  if (k == "name") return fields_.name(json, draft.record.name);
  if (k == "start_time") return fields_.instant(json, draft.record.start);
  if (k == "end_time") return fields_.instant(json, draft.record.end);
  if (k == "inputs") return fields_.value(json, draft.inputs);
  if (k == "outputs") return fields_.value(json, draft.outputs);
  if (k == "error") return fields_.value(json, draft.error);
  if (k == "feedback_stats") return fields_.value(json, draft.feedback);
  if (k == "prompt_tokens") return fields_.value(json, draft.prompt_tokens);
  if (k == "completion_tokens") return fields_.value(json, draft.completion_tokens);
  if (k == "total_tokens") return fields_.value(json, draft.total_tokens);
  if (k == "total_cost") return fields_.value(json, draft.total_cost);
  if (k == "extra") return json.raw_value(draft.extra_json);
  if (k == "child_runs") return json.raw_value(draft.children);
  if (k == "events") return json.raw_value(draft.events);
  for (const std::string_view derived : kDerived)
    if (k == derived) return json.skip_value();
  RawValue value;
  if (!fields_.value(json, value)) return false;
  if (!says_something(value)) return true;
  const std::string_view known = attribute_of(kRunKeys, k);
  path_ = known.empty() ? "langsmith." + std::string(plain_text(k, key.escaped, scratch_)) : std::string(known);
  fields_.add(Owner::span, path_, value);
  return true;
}

bool LangsmithReader::metadata(JsonCursor& json) {
  JsonString key;
  json.take('{');
  for (bool first = true; json.next_member(first, key);) {
    if (key.raw == "usage_metadata" && json.peek() == '{') {
      RawValue usage;
      if (!fields_.value(json, usage)) return false;
      fields_.add(Owner::span, "langsmith.usage_metadata", usage);
      continue;
    }
    path_ = "langsmith.metadata." + std::string(plain_text(key.raw, key.escaped, scratch_));
    if (!fields_.flat(json, Owner::span, path_, false)) return false;
  }
  return !json.failed();
}

bool LangsmithReader::extra(JsonCursor& json) {
  if (json.peek() != '{') return true;
  json.take('{');
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    const char next = json.peek();
    bool ok = true;
    if (key.raw == "metadata" && next == '{') {
      ok = metadata(json);
    } else if (key.raw == "invocation_params") {
      RawValue value;
      ok = fields_.value(json, value);
      if (ok && says_something(value)) fields_.add(Owner::span, "langsmith.invocation_params", value);
    } else {
      path_ = (key.raw == "runtime" ? "langsmith." : "langsmith.extra.") +
              std::string(plain_text(key.raw, key.escaped, scratch_));
      ok = fields_.flat(json, Owner::span, path_, false);
    }
    if (!ok) return false;
  }
  return !json.failed();
}

bool LangsmithReader::event(JsonCursor& json) {
  return fields_.event(json, "expected an event", [&](const JsonString& key, SpanEvent& event) {
    if (key.raw == "name") return fields_.name(json, event.name);
    if (key.raw == "time") return fields_.instant(json, event.time);
    path_ = plain_text(key.raw, key.escaped, scratch_);
    return fields_.flat(json, Owner::event, path_, false);
  });
}

bool LangsmithReader::events(JsonCursor& json, Range& out) {
  return fields_.event_list(json, "expected a list of events", out, [&] { return event(json); });
}

// The parts of dotted_order are the runs from the root down to this one.
void LangsmithReader::set_ids(RunDraft& draft) {
  SpanRecord& record = draft.record;
  std::string_view dotted = draft.dotted_order.raw;
  std::string_view id = draft.id.raw, parent = draft.parent_id.raw, trace = draft.trace_id.raw;
  if (!dotted.empty()) {
    const DottedPart own = dotted_part(last_part(dotted));
    if (id.empty()) id = own.id;
    draft.dotted_time = own.time;
    if (parent.empty() && !dotted.empty()) {
      std::string_view above = dotted;
      parent = dotted_part(last_part(above)).id;
    }
    if (trace.empty()) trace = dotted_part(draft.dotted_order.raw.substr(0, draft.dotted_order.raw.find('.'))).id;
  }
  bool exact = true;
  record.span_id = span_id_from_any(id, &exact);
  if (!exact) fields_.add_text(Owner::span, "langsmith.span.id", id);
  if (!parent.empty()) record.parent_span_id = span_id_from_any(parent);
  if (!trace.empty()) {
    record.trace_id = trace_id_from_any(trace);
  } else if (!record.trace_id.valid()) {
    record.trace_id = trace_id_from_any(parent.empty() ? id : parent);
  }
  draft.id_hash = hash64(id, table_seed());
  if (!draft.dotted_order.raw.empty())
    fields_.add_text(Owner::span, "langsmith.span.dotted_order", draft.dotted_order.raw);
}

void LangsmithReader::add_content(RunDraft& draft) {
  const bool tool = draft.run_type_text == "tool";
  const bool llm = draft.run_type_text == "llm";
  const std::string_view in = tool ? "gen_ai.tool.call.arguments" : llm ? "gen_ai.prompt" : "inputs";
  const std::string_view out = tool ? "gen_ai.tool.call.result" : llm ? "gen_ai.completion" : "outputs";
  if (says_something(draft.inputs)) fields_.add(Owner::span, in, draft.inputs);
  if (says_something(draft.outputs)) fields_.add(Owner::span, out, draft.outputs);
  draft.tool_name = builder().batch().strings.view(draft.record.name);
  if (tool && !draft.tool_name.empty()) fields_.add_text(Owner::span, "gen_ai.tool.name", draft.tool_name);
}

// Tokens stand in the outputs, or beside them; on chains they repeat those of the calls below.
void LangsmithReader::add_usage(const RunDraft& draft) {
  if (draft.run_type_text == "llm" && draft.outputs.kind == RawKind::structured) {
    for (const std::string_view name : {"usage_metadata", "token_usage", "usage"}) {
      const std::string_view found = member_anywhere(draft.outputs.raw, name);
      if (found.empty() || found[0] != '{') continue;
      fields_.add(Owner::span, "langsmith.usage_metadata", structured(found));
      break;
    }
  }
  const auto add = [this](std::string_view key, const RawValue& value) {
    if (says_something(value) && !(value.kind == RawKind::integer && value.integer == 0))
      fields_.add(Owner::span, key, value);
  };
  add("gen_ai.usage.input_tokens", draft.prompt_tokens);
  add("gen_ai.usage.output_tokens", draft.completion_tokens);
  add("gen_ai.usage.total_tokens", draft.total_tokens);
  add("gen_ai.usage.cost", draft.total_cost);
}

// {"correctness":{"n":2,"avg":0.5}}: the averages are scores.
void LangsmithReader::add_feedback(RunDraft& draft) {
  if (draft.feedback.kind != RawKind::structured || !says_something(draft.feedback)) return;
  fields_.add(Owner::span, "langsmith.feedback_stats", draft.feedback);
  JsonCursor json(draft.feedback.raw);
  if (json.peek() != '{') return;
  json.take('{');
  std::string& averages = draft.averages;
  averages = "{";
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    std::string_view stats;
    if (!json.raw_value(stats)) return;
    const std::string_view average = member_anywhere(stats, "avg");
    double number = 0;
    if (!real_number(average, number)) continue;
    averages += (averages.size() > 1 ? ",\"" : "\"") + std::string(key.raw) + "\":" + std::string(average);
  }
  averages += '}';
  if (averages.size() > 2) fields_.add(Owner::span, "langsmith.feedback", structured(averages, false));
}

// The first line is the status message; the whole, often with a stack, stays an attribute.
void LangsmithReader::add_error(RunDraft& draft) {
  if (draft.status.raw == "success") draft.record.status = Status::ok;
  if (draft.status.raw == "error") draft.record.status = Status::error;
  if (!says_something(draft.error)) return;
  draft.record.status = Status::error;
  fields_.add(Owner::span, "error.message", draft.error);
  if (draft.error.kind != RawKind::text) return;
  std::string_view text = text_prefix_of(draft.error, kStatusBytes, scratch_);
  text = utf8_prefix(text.substr(0, text.find('\n')), kStatusBytes);
  draft.extra.status_message = builder().batch().strings.intern(std::string(text));
}

// What the other part knows and this one does not.
void LangsmithReader::take_from(const SpanJoin::Part& other, RunDraft& draft) {
  const SpanRecord& known = builder().batch().spans[other.span];
  SpanRecord& record = draft.record;
  if (!record.name.present()) record.name = known.name;
  if (record.start.ns == 0) record.start = known.start;
  if (record.end.ns == 0) record.end = known.end;
  if (!record.parent_span_id.valid()) record.parent_span_id = known.parent_span_id;
  if (draft.trace_id.raw.empty()) record.trace_id = known.trace_id;
  if (record.status == Status::unset) record.status = known.status;
  if (draft.run_type_text.empty()) draft.run_type_text = other.word;
}

void LangsmithReader::add_run(RunDraft& draft, const char* start, const char* end, int depth) {
  SpanRecord& record = draft.record;
  draft.run_type_text = plain_text(draft.run_type.raw, draft.run_type.escaped, scratch_);
  set_ids(draft);
  const SpanJoin::Part* other = join_.find(draft.id_hash);
  if (other != nullptr) take_from(*other, draft);
  if (record.start.ns == 0) instant_from_dotted(draft.dotted_time, record.start);
  if (!draft.run_type_text.empty()) fields_.add_text(Owner::span, "langsmith.span.kind", draft.run_type_text);
  add_content(draft);
  add_usage(draft);
  add_feedback(draft);
  add_error(draft);
  if (other != nullptr) join_.add_attributes(*other, draft.attributes_begin);
  record.attributes = builder().attributes_since(draft.attributes_begin);
  builder().begin_resource_spans();
  Scope scope;
  scope.name = builder().name("langsmith", false);
  builder().set_scope(scope, "langsmith");
  if (!join_.finish_span(record, draft.extra, {start, static_cast<std::size_t>(end - start)}, draft.id_hash,
                         draft.run_type_text))
    return builder().rewind(draft.mark);
  if (!draft.children.empty() && draft.children[0] == '[')
    children_.push_back({draft.children, record.span_id, record.trace_id, depth + 1});
}

void LangsmithReader::read_children_of(const Children& children) {
  if (children.depth > kMaxChildDepth) return builder().issue(issues::kTooDeep, children.list.data());
  fields_.each_object(children.list, "expected a run", [&](JsonCursor& json) {
    const char* start = json.position() - 1;
    RunDraft draft;
    draft.mark = builder().mark();
    draft.record.trace_id = children.trace;
    draft.record.parent_span_id = children.parent;
    if (!run(json, draft)) {
      builder().rewind(draft.mark);
      return false;
    }
    add_run(draft, start, json.position(), children.depth);
    return true;
  });
}

// A list instead of recursion: the input decides how deep runs are nested.
void LangsmithReader::read_children() {
  while (!children_.empty()) {
    const Children next = children_.back();
    children_.pop_back();
    read_children_of(next);
  }
}

}  // namespace spanorama
