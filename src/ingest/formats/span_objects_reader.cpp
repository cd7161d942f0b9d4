#include "span_objects_reader.h"

#include "../issues.h"
#include "numbers.h"
#include "spanorama/base/format.h"

namespace spanorama {

using Owner = JsonFields::Owner;

struct SpanObjectsReader::SpanDraft {
  RecordBuilder::Mark mark;
  SpanRecord record;
  Extra extra;
  std::string_view bytes;
  IdText trace_id, span_id, parent_id, parent_trace;
  std::string_view events, links, resource, scope;
  std::string_view type;  // Phoenix's span_kind
};

namespace {

enum class Member : std::uint8_t {
  other,
  name,
  trace_id,
  span_id,
  parent_id,
  context,
  parent,
  kind,
  type,
  start,
  end,
  status,
  status_code,
  status_message,
  attributes,
  events,
  links,
  resource,
  scope,
  derived,
};
struct MemberName {
  std::string_view key;
  Member member;
};
constexpr MemberName kMembers[] = {
    {"name", Member::name},
    {"Name", Member::name},
    {"trace_id", Member::trace_id},
    {"traceId", Member::trace_id},
    {"context.trace_id", Member::trace_id},
    {"span_id", Member::span_id},
    {"spanId", Member::span_id},
    {"context.span_id", Member::span_id},
    {"parent_id", Member::parent_id},
    {"parent_span_id", Member::parent_id},
    {"parentSpanId", Member::parent_id},
    {"parentId", Member::parent_id},
    {"context", Member::context},
    {"SpanContext", Member::context},
    {"parent", Member::parent},
    {"Parent", Member::parent},
    {"kind", Member::kind},
    {"SpanKind", Member::kind},
    {"span_kind", Member::type},
    {"start_time", Member::start},
    {"startTime", Member::start},
    {"StartTime", Member::start},
    {"start_time_unix_nano", Member::start},
    {"end_time", Member::end},
    {"endTime", Member::end},
    {"EndTime", Member::end},
    {"end_time_unix_nano", Member::end},
    {"status", Member::status},
    {"Status", Member::status},
    {"status_code", Member::status_code},
    {"status_message", Member::status_message},
    {"attributes", Member::attributes},
    {"Attributes", Member::attributes},
    {"events", Member::events},
    {"Events", Member::events},
    {"links", Member::links},
    {"Links", Member::links},
    {"resource", Member::resource},
    {"Resource", Member::resource},
    {"scope", Member::scope},
    {"instrumentation_scope", Member::scope},
    {"InstrumentationScope", Member::scope},
    // What follows from the rest, and what says nothing.
    {"InstrumentationLibrary", Member::derived},
    {"ChildSpanCount", Member::derived},
    {"DroppedAttributes", Member::derived},
    {"DroppedEvents", Member::derived},
    {"DroppedLinks", Member::derived},
    {"duration_ns", Member::derived},
};

Member member_of(std::string_view key) {
  for (const MemberName& m : kMembers)
    if (m.key == key) return m.member;
  return Member::other;
}

bool is_wrapper_key(std::string_view key) {
  for (const std::string_view wrapper : {"spans", "data", "next_cursor", "traces", "final_output", "trace_info"})
    if (key == wrapper) return true;
  return false;
}

constexpr std::string_view kColumn = "attributes.";

}  // namespace

// A span and an object around spans are told apart by their first member.
JsonWalker::Plan SpanObjectsReader::plan(std::uint8_t level, std::string_view key, std::string_view ahead) {
  if (level == kWrapper && key != "spans" && key != "data" && key != "traces") return skip();
  if (ahead[0] == '[') return walk_into(kList);
  if (ahead[0] != '{') return skip();
  JsonCursor json(ahead);
  JsonString member;
  bool first = true;
  json.take('{');
  if (!json.next_member(first, member)) return json.failure() == JsonFailure::cut_off ? wait() : read_as(0);
  return is_wrapper_key(member.raw) ? walk_into(kWrapper) : read_as(0);
}

bool SpanObjectsReader::id_text(JsonCursor& json, IdText& out) {
  JsonString text;
  const char next = json.peek();
  if (!fields_.text(json, text)) return false;
  out = {text.raw, next != '"'};
  if (text.raw == "None" || text.raw == "null") out.raw = {};
  return true;
}

bool SpanObjectsReader::context(JsonCursor& json, IdText& trace, IdText& span) {
  return fields_.object(json, "expected a span context", [&](const JsonString& key) {
    if (key.raw == "trace_id" || key.raw == "TraceID" || key.raw == "traceId") return id_text(json, trace);
    const bool is_span = key.raw == "span_id" || key.raw == "SpanID" || key.raw == "spanId";
    return is_span ? id_text(json, span) : json.skip_value();
  });
}

bool SpanObjectsReader::kind(JsonCursor& json, SpanDraft& draft) {
  JsonString text;
  if (!fields_.text(json, text)) return false;
  const std::string_view word = text.raw.substr(text.raw.rfind('.') + 1);
  std::string upper(word.substr(0, 64));
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  if (!word.empty() && !span_kind_from_text(upper, draft.record.kind))
    builder().issue(issues::kWrongType, text.raw.data(), "unknown span kind");
  return true;
}

bool SpanObjectsReader::status_code(JsonCursor& json, SpanDraft& draft) {
  JsonString text;
  if (!fields_.text(json, text)) return false;
  const std::string_view word = text.raw.substr(text.raw.rfind('.') + 1);
  std::string upper(word.substr(0, 64));
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  if (!word.empty() && !status_from_text(upper, draft.record.status))
    builder().issue(issues::kWrongType, text.raw.data(), "unknown status code");
  return true;
}

bool SpanObjectsReader::status(JsonCursor& json, SpanDraft& draft) {
  if (json.peek() != '{') return status_code(json, draft);
  json.take('{');
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    bool ok = true;
    if (key.raw == "status_code" || key.raw == "code" || key.raw == "Code") {
      ok = status_code(json, draft);
    } else if (key.raw == "description" || key.raw == "message" || key.raw == "Description") {
      ok = fields_.name(json, draft.extra.status_message);
    } else {
      ok = json.skip_value();
    }
    if (!ok) return false;
  }
  return !json.failed();
}

// Members that only this exporter knows stay as attributes of their own name.
bool SpanObjectsReader::plain_member(JsonCursor& json, const JsonString& key) {
  path_ = plain_text(key.raw, key.escaped, scratch_);
  if (path_.size() > kColumn.size() && path_.compare(0, kColumn.size(), kColumn) == 0) path_.erase(0, kColumn.size());
  return fields_.flat(json, Owner::span, path_, true);
}

bool SpanObjectsReader::member(JsonCursor& json, const JsonString& key, SpanDraft& draft) {
  JsonString text;
  switch (member_of(key.raw)) {
    case Member::name: return fields_.name(json, draft.record.name);
    case Member::trace_id: return id_text(json, draft.trace_id);
    case Member::span_id: return id_text(json, draft.span_id);
    case Member::parent_id: return id_text(json, draft.parent_id);
    case Member::context: return context(json, draft.trace_id, draft.span_id);
    case Member::parent: return context(json, draft.parent_trace, draft.parent_id);
    case Member::kind: return kind(json, draft);
    case Member::type:
      if (!fields_.text(json, text)) return false;
      draft.type = text.raw;
      return true;
    case Member::start: return fields_.instant(json, draft.record.start);
    case Member::end: return fields_.instant(json, draft.record.end);
    case Member::status: return status(json, draft);
    case Member::status_code: return status_code(json, draft);
    case Member::status_message: return fields_.name(json, draft.extra.status_message);
    case Member::attributes: return attributes(json, Owner::span);
    case Member::events: return json.raw_value(draft.events);
    case Member::links: return json.raw_value(draft.links);
    case Member::resource: return json.raw_value(draft.resource);
    case Member::scope: return json.raw_value(draft.scope);
    case Member::derived: return json.skip_value();
    case Member::other: break;
  }
  return plain_member(json, key);
}

// Phoenix moves the type out of the attributes.
void SpanObjectsReader::add_type(const SpanDraft& draft) {
  if (draft.type.empty() || draft.type == "UNKNOWN") return;
  const KeyId key = builder().key("openinference.span.kind");
  const std::vector<Attribute>& rows = builder().batch().attributes;
  for (std::uint32_t i = draft.record.attributes.begin; i < draft.record.attributes.end(); ++i)
    if (rows[i].key() == key) return;
  RawValue value;
  value.kind = RawKind::text;
  value.encoding = PayloadEncoding::json_string;
  value.raw = draft.type;
  builder().span_attribute(key, value);
}

bool SpanObjectsReader::set_resource(JsonCursor& json, std::string_view bytes) {
  const std::uint32_t begin = builder().attribute_count();
  const bool ok = fields_.later(json, bytes, [&](JsonCursor& inner) {
    if (inner.peek() == 'n') return true;
    if (inner.peek() == '[') return attributes(inner, Owner::other);
    return fields_.object(inner, "expected a resource", [&](const JsonString& key) {
      if (key.raw == "attributes") return attributes(inner, Owner::other);
      if (key.raw == "schema_url") return inner.skip_value();
      path_ = plain_text(key.raw, key.escaped, scratch_);
      return fields_.flat(inner, Owner::other, path_, true);
    });
  });
  if (!ok) return false;
  builder().begin_resource_spans();
  builder().set_resource(builder().attributes_since(begin), bytes);
  return true;
}

bool SpanObjectsReader::set_scope(JsonCursor& json, std::string_view bytes) {
  Scope scope;
  const bool ok = fields_.later(json, bytes, [&](JsonCursor& inner) {
    return fields_.object(inner, "expected a scope", [&](const JsonString& key) {
      if (key.raw == "name" || key.raw == "Name") return fields_.name(inner, scope.name);
      const bool is_version = key.raw == "version" || key.raw == "Version";
      return is_version ? fields_.name(inner, scope.version) : inner.skip_value();
    });
  });
  if (ok) builder().set_scope(scope, bytes);
  return ok;
}

bool SpanObjectsReader::read(std::uint8_t, JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected a span", opened) || !opened) return !json.failed();
  SpanDraft draft;
  SpanRecord& record = draft.record;
  if (!fields_.members(json, draft, [&](const JsonString& key) { return member(json, key, draft); })) return false;
  const std::uint32_t begin = record.attributes.begin;
  record.attributes = builder().attributes_since(begin);
  add_type(draft);
  set_ids(draft);
  complete(record);
  record.attributes = builder().attributes_since(begin);
  if (!fields_.later(json, draft.events,
                     [&](JsonCursor& inner) { return inner.peek() == 'n' || events(inner, record.events); }) ||
      !fields_.later(json, draft.links,
                     [&](JsonCursor& inner) { return inner.peek() == 'n' || links(inner, record.links); }))
    return false;
  if (!set_resource(json, draft.resource) || !set_scope(json, draft.scope)) return false;
  if (!builder().finish_span(record, draft.extra, draft.bytes)) {
    builder().rewind(draft.mark);
  } else {
    appended(static_cast<std::uint32_t>(builder().batch().spans.size() - 1));
  }
  return true;
}

void SpanObjectsReader::set_ids(SpanDraft& draft) {
  const auto span_of = [](const IdText& id, SpanId& out) {
    if (!id.decimal || !span_id_from_decimal(id.raw, out)) out = span_id_from_any(id.raw);
  };
  std::string_view trace = draft.trace_id.raw;
  // MLflow's are "tr-…", or "trace:/place/…".
  if (trace.substr(0, 3) == "tr-") trace.remove_prefix(3);
  if (trace.substr(0, 7) == "trace:/") trace.remove_prefix(trace.rfind('/') + 1);
  SpanRecord& record = draft.record;
  if (!draft.trace_id.decimal || !trace_id_from_decimal(trace, record.trace_id))
    record.trace_id = trace_id_from_any(trace);
  span_of(draft.span_id, record.span_id);
  span_of(draft.parent_id, record.parent_span_id);
}

}  // namespace spanorama
