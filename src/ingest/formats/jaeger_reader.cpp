#include "jaeger_reader.h"

#include "../issues.h"
#include "numbers.h"

namespace spanorama {

using Owner = JsonFields::Owner;

struct JaegerReader::SpanDraft {
  RecordBuilder::Mark mark;
  SpanRecord record;
  Extra extra;
  std::string_view bytes;
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
  key = {};
  value = {};
  JsonString type;
  const bool ok = fields_.object(json, "expected an object with key and value", [&](const JsonString& member) {
    if (member.raw == "key") return fields_.text(json, key);
    if (member.raw == "type") return fields_.text(json, type);
    return member.raw == "value" ? fields_.value(json, value) : json.skip_value();
  });
  if (ok) apply_type(type.raw, value);
  return ok;
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
  return fields_.list(json, "expected a list of tags", [&] {
    JsonString key;
    RawValue value;
    if (!tag(json, key, value)) return false;
    if (!key.raw.empty() && !special_tag(key.raw, value, draft))
      fields_.add(Owner::span, plain_text(key.raw, key.escaped, key_scratch_), value);
    return true;
  });
}

bool JaegerReader::tags(JsonCursor& json, Owner owner, StringId* event_name) {
  return fields_.list(json, "expected a list of tags", [&] {
    JsonString key;
    RawValue value;
    if (!tag(json, key, value)) return false;
    if (key.raw.empty()) return true;
    if (event_name != nullptr && key.raw == "event" && value.kind == RawKind::text && !event_name->present()) {
      *event_name = builder().name(value.raw, value.escaped);
    } else {
      fields_.add(owner, plain_text(key.raw, key.escaped, key_scratch_), value);
    }
    return true;
  });
}

// The first parent in the same trace is the parent; everything else becomes a link.
bool JaegerReader::reference(JsonCursor& json, SpanDraft& draft) {
  JsonString type, trace, span;
  const bool ok = fields_.object(json, "expected a reference", [&](const JsonString& key) {
    if (key.raw == "refType") return fields_.text(json, type);
    if (key.raw == "traceID") return fields_.text(json, trace);
    return key.raw == "spanID" ? fields_.text(json, span) : json.skip_value();
  });
  if (!ok) return false;
  SpanLink link;
  link.trace_id = trace.raw.empty() ? draft.record.trace_id : trace_id_from_any(trace.raw);
  link.span_id = span_id_from_any(span.raw);
  const bool parent = type.raw == "CHILD_OF" && link.trace_id == draft.record.trace_id;
  if (parent && !draft.record.parent_span_id.valid()) {
    draft.record.parent_span_id = link.span_id;
  } else if (link.span_id.valid()) {
    link.attributes.begin = builder().attribute_count();
    fields_.add_text(Owner::other, "opentracing.ref_type", type.raw == "CHILD_OF" ? "child_of" : "follows_from");
    link.attributes.count = 1;
    builder().batch().links.push_back(link);
  }
  return true;
}

bool JaegerReader::references(JsonCursor& json, SpanDraft& draft) {
  return fields_.link_list(json, "expected a list of references", draft.record.links,
                           [&] { return reference(json, draft); });
}

bool JaegerReader::log(JsonCursor& json) {
  return fields_.event(json, "expected a log", [&](const JsonString& key, SpanEvent& event) {
    if (key.raw == "timestamp") return fields_.micros(json, event.time.ns);
    return key.raw == "fields" ? tags(json, Owner::event, &event.name) : json.skip_value();
  });
}

bool JaegerReader::logs(JsonCursor& json, Range& out) {
  return fields_.event_list(json, "expected a list of logs", out, [&] { return log(json); });
}

bool JaegerReader::warnings(JsonCursor& json) {
  return fields_.list(json, "expected a list of warnings", [&] {
    JsonString text;
    if (!fields_.text(json, text)) return false;
    if (text.raw.empty()) return true;
    builder().issue(issues::kSpanWarning, text.raw.data(), text.raw.substr(0, 100));
    RawValue value;
    value.kind = RawKind::text;
    value.encoding = PayloadEncoding::json_string;
    value.escaped = text.escaped;
    value.raw = text.raw;
    fields_.add(Owner::span, "jaeger.warning", value);
    return true;
  });
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
  SpanDraft draft;
  if (!fields_.members(json, draft, [&](const JsonString& key) { return span_member(json, key.raw, draft); }))
    return false;
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
  if (builder().finish_span(record, draft.extra, draft.bytes)) {
    if (draft.process.present()) pending_.push_back({builder().batch().spans.size() - 1, draft.process});
  } else {
    builder().rewind(draft.mark);
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
