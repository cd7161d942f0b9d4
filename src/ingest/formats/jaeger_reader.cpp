#include "jaeger_reader.h"

#include "../issues.h"
#include "numbers.h"

namespace spanorama {

using Owner = JsonFields::Owner;

struct JaegerReader::SpanDraft {
  SpanRecord record;
  Extra extra;
  StringId process, scope_name, scope_version;
  std::string_view trace_id, span_id, old_parent;
  std::string_view references, logs, warnings, tags;  // read when all else is known
  std::int64_t duration_ns = -1;
  bool error = false;
};

namespace {

enum Level : std::uint8_t { kDocument, kTraceList, kTrace, kSpanList };
enum Kind : std::uint8_t { kSpan, kProcesses };

bool is_true(const RawValue& value) {
  return value.kind == RawKind::boolean ? value.flag : value.kind == RawKind::text && value.raw == "true";
}

SpanKind kind_from_tag(std::string_view word) {
  if (word == "client") return SpanKind::client;
  if (word == "server") return SpanKind::server;
  if (word == "producer") return SpanKind::producer;
  if (word == "consumer") return SpanKind::consumer;
  return word == "internal" ? SpanKind::internal : SpanKind::unspecified;
}

// Values may be texts with another type beside them.
void apply_type(std::string_view type, RawValue& value) {
  if (value.kind != RawKind::text && value.kind != RawKind::integer) return;
  if (type == "int64" && value.kind == RawKind::text) {
    if (whole_number(value.raw, value.integer)) value.kind = RawKind::integer;
  } else if (type == "float64") {
    if (value.kind == RawKind::integer) {
      value.real = static_cast<double>(value.integer);
      value.kind = RawKind::real;
    } else if (real_number(value.raw, value.real)) {
      value.kind = RawKind::real;
    }
  } else if (type == "bool" && (value.raw == "true" || value.raw == "false")) {
    value.kind = RawKind::boolean;
    value.flag = value.raw == "true";
  } else if (type == "binary" && value.kind == RawKind::text) {
    value.kind = RawKind::bytes;
    value.encoding = PayloadEncoding::base64;
  }
}

}  // namespace

JsonWalker::Plan JaegerReader::plan(std::uint8_t level, std::string_view key, std::string_view ahead) {
  const bool object = ahead[0] == '{';
  switch (level) {
    case kDocument: return walk_into(object ? kTrace : kTraceList);
    case kTraceList: return object ? walk_into(kTrace) : skip();
    case kSpanList: return read_as(kSpan);
    default: break;
  }
  if (key == "spans" && ahead[0] == '[') return walk_into(kSpanList);
  if (key == "processes" && object) return read_as(kProcesses);
  if (key == "data") return walk_into(object ? kTrace : kTraceList);
  return skip();
}

bool JaegerReader::read(std::uint8_t kind, JsonCursor& json) { return kind == kSpan ? span(json) : processes(json); }

void JaegerReader::entered(std::uint8_t level) {
  if (level == kTrace) no_resource();
}

// Until the processes are known.
void JaegerReader::no_resource() {
  builder().begin_resource_spans();
  builder().set_resource({builder().attribute_count(), 0}, {});
}

void JaegerReader::left(std::uint8_t level) {
  if (level != kTrace) return;
  for (const PendingSpan& span : pending_) {
    const auto found = process_.find(span.process.value);
    if (found != process_.end()) builder().give_resource(span.span, found->second);
  }
  pending_.clear();
  process_.clear();
}

bool JaegerReader::tag(JsonCursor& json, JsonString& key, RawValue& value) {
  bool opened = false;
  key = {};
  value = {};
  if (!fields_.open(json, '{', "expected an object with key and value", opened)) return false;
  if (!opened) return true;
  JsonString member, type;
  for (bool first = true; json.next_member(first, member);) {
    bool ok = true;
    if (member.raw == "key") {
      ok = fields_.text(json, key);
    } else if (member.raw == "type") {
      ok = fields_.text(json, type);
    } else if (member.raw == "value") {
      ok = fields_.value(json, value);
    } else {
      ok = json.skip_value();
    }
    if (!ok) return false;
  }
  apply_type(type.raw, value);
  return !json.failed();
}

// Tags that Jaeger makes of what OpenTelemetry has fields for.
bool JaegerReader::special_tag(std::string_view key, const RawValue& value, SpanDraft& draft) {
  if (value.kind == RawKind::boolean && key == "error") {
    draft.error = value.flag;
    return true;
  }
  if (value.kind != RawKind::text) return false;
  if (key == "span.kind") {
    draft.record.kind = kind_from_tag(value.raw);
    return draft.record.kind != SpanKind::unspecified;
  }
  if (key == "otel.status_code") return status_from_text(value.raw, draft.record.status);
  if (key == "otel.status_description") {
    draft.extra.status_message = builder().name(value.raw, value.escaped);
  } else if (key == "otel.scope.name" || key == "otel.library.name") {
    draft.scope_name = builder().name(value.raw, value.escaped);
  } else if (key == "otel.scope.version" || key == "otel.library.version") {
    draft.scope_version = builder().name(value.raw, value.escaped);
  } else if (key == "w3c.tracestate") {
    draft.extra.trace_state = builder().name(value.raw, value.escaped);
  } else {
    if (key == "error") draft.error = is_true(value);
    return false;
  }
  return true;
}

bool JaegerReader::span_tags(JsonCursor& json, SpanDraft& draft) {
  bool opened = false;
  if (!fields_.open(json, '[', "expected a list of tags", opened) || !opened) return !json.failed();
  JsonString key;
  RawValue value;
  for (bool first = true; json.next_element(first);) {
    if (!tag(json, key, value)) return false;
    if (key.raw.empty() || special_tag(key.raw, value, draft)) continue;
    fields_.add(Owner::span, plain_text(key.raw, key.escaped, key_scratch_), value);
  }
  return !json.failed();
}

bool JaegerReader::tags(JsonCursor& json, Owner owner, StringId* event_name) {
  bool opened = false;
  if (!fields_.open(json, '[', "expected a list of tags", opened) || !opened) return !json.failed();
  JsonString key;
  RawValue value;
  for (bool first = true; json.next_element(first);) {
    if (!tag(json, key, value)) return false;
    if (key.raw.empty()) continue;
    if (event_name != nullptr && key.raw == "event" && value.kind == RawKind::text && !event_name->present()) {
      *event_name = builder().name(value.raw, value.escaped);
    } else {
      fields_.add(owner, plain_text(key.raw, key.escaped, key_scratch_), value);
    }
  }
  return !json.failed();
}

// The first parent in the same trace is the parent; everything else becomes a link.
bool JaegerReader::reference(JsonCursor& json, SpanDraft& draft) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected a reference", opened) || !opened) return !json.failed();
  JsonString key, type, text;
  SpanLink link;
  link.trace_id = draft.record.trace_id;
  for (bool first = true; json.next_member(first, key);) {
    bool ok = true;
    if (key.raw == "refType") {
      ok = fields_.text(json, type);
    } else if (key.raw == "traceID") {
      ok = fields_.text(json, text);
      if (!text.raw.empty()) link.trace_id = trace_id_from_any(text.raw);
    } else if (key.raw == "spanID") {
      ok = fields_.text(json, text);
      link.span_id = span_id_from_any(text.raw);
    } else {
      ok = json.skip_value();
    }
    if (!ok) return false;
  }
  const bool parent = type.raw == "CHILD_OF" && link.trace_id == draft.record.trace_id;
  if (parent && !draft.record.parent_span_id.valid()) {
    draft.record.parent_span_id = link.span_id;
  } else if (link.span_id.valid()) {
    link.attributes.begin = builder().attribute_count();
    fields_.add_text(Owner::other, "opentracing.ref_type", type.raw == "CHILD_OF" ? "child_of" : "follows_from");
    link.attributes.count = 1;
    builder().batch().links.push_back(link);
  }
  return !json.failed();
}

bool JaegerReader::references(JsonCursor& json, SpanDraft& draft) {
  bool opened = false;
  if (!fields_.open(json, '[', "expected a list of references", opened) || !opened) return !json.failed();
  const auto begin = static_cast<std::uint32_t>(builder().batch().links.size());
  for (bool first = true; json.next_element(first);)
    if (!reference(json, draft)) return false;
  draft.record.links = {begin, static_cast<std::uint32_t>(builder().batch().links.size()) - begin};
  return !json.failed();
}

bool JaegerReader::log(JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected a log", opened) || !opened) return !json.failed();
  SpanEvent event;
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    bool ok = true;
    if (key.raw == "timestamp") {
      ok = fields_.micros(json, event.time.ns);
    } else if (key.raw == "fields" && event.attributes.count == 0) {
      const std::uint32_t begin = builder().attribute_count();
      ok = tags(json, Owner::event, &event.name);
      event.attributes = builder().attributes_since(begin);
    } else {
      ok = json.skip_value();
    }
    if (!ok) return false;
  }
  if (json.failed()) return false;
  builder().end_event(event);
  return true;
}

bool JaegerReader::logs(JsonCursor& json, Range& out) {
  return fields_.event_list(json, "expected a list of logs", out, [this](JsonCursor& one) { return log(one); });
}

bool JaegerReader::warnings(JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '[', "expected a list of warnings", opened) || !opened) return !json.failed();
  JsonString text;
  for (bool first = true; json.next_element(first);) {
    if (!fields_.text(json, text)) return false;
    if (text.raw.empty()) continue;
    builder().issue(issues::kSpanWarning, text.raw.data(), text.raw.substr(0, 100));
    RawValue value;
    value.kind = RawKind::text;
    value.encoding = PayloadEncoding::json_string;
    value.escaped = text.escaped;
    value.raw = text.raw;
    fields_.add(Owner::span, "jaeger.warning", value);
  }
  return !json.failed();
}

bool JaegerReader::span_member(JsonCursor& json, std::string_view key, SpanDraft& draft) {
  JsonString text;
  const auto text_into = [&](std::string_view& out) {
    if (!fields_.text(json, text)) return false;
    out = text.raw;
    return true;
  };
  if (key == "traceID") return text_into(draft.trace_id);
  if (key == "spanID") return text_into(draft.span_id);
  if (key == "parentSpanID") return text_into(draft.old_parent);
  if (key == "operationName") return fields_.name(json, draft.record.name);
  if (key == "processID") return fields_.name(json, draft.process);
  if (key == "startTime") return fields_.micros(json, draft.record.start.ns);
  if (key == "duration") return fields_.micros(json, draft.duration_ns);
  if (key == "references") return json.raw_value(draft.references);
  if (key == "logs") return json.raw_value(draft.logs);
  if (key == "warnings") return json.raw_value(draft.warnings);
  if (key == "tags") return json.raw_value(draft.tags);
  return json.skip_value();
}

void JaegerReader::set_scope(const SpanDraft& draft) {
  Scope scope;
  scope.name = draft.scope_name;
  scope.version = draft.scope_version;
  scope.attributes = {builder().attribute_count(), 0};
  const std::string identity = std::to_string(scope.name.value) + "/" + std::to_string(scope.version.value);
  builder().begin_scope_spans();
  builder().set_scope(scope, identity);
}

bool JaegerReader::span(JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected a span", opened) || !opened) return !json.failed();
  const char* start = json.position() - 1;
  const RecordBuilder::Mark mark = builder().mark();
  builder().begin_span();
  SpanDraft draft;
  JsonString key;
  for (bool first = true; json.next_member(first, key);)
    if (!span_member(json, key.raw, draft)) return false;
  if (json.failed()) return false;
  SpanRecord& record = draft.record;
  record.trace_id = trace_id_from_any(draft.trace_id);
  record.span_id = span_id_from_any(draft.span_id);
  const std::uint32_t begin = builder().attribute_count();
  if (!fields_.later(json, draft.tags, [&](JsonCursor& inner) { return span_tags(inner, draft); }) ||
      !fields_.later(json, draft.warnings, [&](JsonCursor& inner) { return inner.peek() == 'n' || warnings(inner); }))
    return false;
  record.attributes = builder().attributes_since(begin);
  if (!fields_.later(json, draft.references,
                     [&](JsonCursor& inner) { return inner.peek() == 'n' || references(inner, draft); }) ||
      !fields_.later(json, draft.logs,
                     [&](JsonCursor& inner) { return inner.peek() == 'n' || logs(inner, record.events); }))
    return false;
  if (!record.parent_span_id.valid()) record.parent_span_id = span_id_from_any(draft.old_parent);
  if (draft.duration_ns >= 0 && record.start.ns <= INT64_MAX - draft.duration_ns)
    record.end = record.start + Nanos{draft.duration_ns};
  if (draft.error && record.status == Status::unset) record.status = Status::error;
  set_scope(draft);
  if (builder().finish_span(record, draft.extra, {start, static_cast<std::size_t>(json.position() - start)})) {
    if (draft.process.present()) pending_.push_back({builder().batch().spans.size() - 1, draft.process});
  } else {
    builder().rewind(mark);
  }
  return true;
}

bool JaegerReader::process(JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected a process", opened) || !opened) return !json.failed();
  const char* start = json.position() - 1;
  const std::uint32_t begin = builder().attribute_count();
  JsonString key;
  RawValue service;
  for (bool first = true; json.next_member(first, key);) {
    bool ok = true;
    if (key.raw == "serviceName") {
      ok = fields_.value(json, service);
      fields_.add(Owner::other, "service.name", service);
    } else if (key.raw == "tags") {
      ok = json.peek() == 'n' ? json.skip_value() : tags(json, Owner::other, nullptr);
    } else {
      ok = json.skip_value();
    }
    if (!ok) return false;
  }
  if (json.failed()) return false;
  builder().begin_resource_spans();
  builder().set_resource(builder().attributes_since(begin), {start, static_cast<std::size_t>(json.position() - start)});
  return true;
}

// Only when all bytes are there: resources are not taken back.
bool JaegerReader::processes(JsonCursor& json) {
  std::string_view bytes;
  if (!json.raw_value(bytes)) return false;
  JsonCursor members(bytes);
  JsonString name;
  members.take('{');
  for (bool first = true; members.next_member(first, name);) {
    const RecordBuilder::Mark mark = builder().mark();
    const StringId id = builder().name(name.raw, name.escaped);
    if (members.peek() != '{') {
      if (!members.skip_value()) break;
      continue;
    }
    if (!process(members)) {
      builder().rewind(mark);
      break;
    }
    process_.insert_or_assign(id.value, builder().current_resource());
  }
  if (members.failed()) builder().issue(issues::kWrongType, members.position(), "processes break off here");
  no_resource();
  return true;
}

}  // namespace spanorama
