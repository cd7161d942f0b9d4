#include "tempo_search_reader.h"

#include "../issues.h"
#include "numbers.h"

namespace spanorama {

using Owner = JsonFields::Owner;

struct TempoSearchReader::SpanDraft {
  RecordBuilder::Mark mark;
  SpanRecord record;
  Extra extra;
  std::string_view bytes;
  std::string_view span_id, attributes;
  std::int64_t duration_ns = -1;
  RawValue service;
};

namespace {

enum Level : std::uint8_t { kDocument, kTraceList, kTrace, kSetList, kSet, kSpanList };
enum Kind : std::uint8_t { kTraceId, kSpan };

constexpr std::string_view kScope = "span.";

}  // namespace

JsonWalker::Plan TempoSearchReader::plan(std::uint8_t level, std::string_view key, std::string_view ahead) {
  const bool object = ahead[0] == '{', list = ahead[0] == '[';
  switch (level) {
    case kDocument: return walk_into(object ? kTrace : kTraceList);
    case kTraceList: return object ? walk_into(kTrace) : skip();
    case kSetList: return object ? walk_into(kSet) : skip();
    case kSet: return key == "spans" && list ? walk_into(kSpanList) : skip();
    case kSpanList: return read_as(kSpan);
    default: break;
  }
  if (key == "traces" && list) return walk_into(kTraceList);
  if (key == "traceID") return read_as(kTraceId);
  const bool set = (key == "spanSet" && object) || (key == "spanSets" && list);
  if (!set || set_seen_) return skip();
  set_seen_ = true;
  return walk_into(object ? kSet : kSetList);
}

void TempoSearchReader::entered(std::uint8_t level) {
  if (level != kTrace) return;
  trace_id_ = {};
  set_seen_ = false;
}

bool TempoSearchReader::read(std::uint8_t kind, JsonCursor& json) {
  if (kind == kSpan) return span(json);
  JsonString text;
  if (!fields_.text(json, text)) return false;
  trace_id_ = trace_id_from_any(text.raw);  // without its leading zeros
  return true;
}

bool TempoSearchReader::any_value(JsonCursor& json, RawValue& out) {
  if (json.peek() != '{') return fields_.value(json, out);
  json.take('{');
  JsonString type;
  for (bool first = true; json.next_member(first, type);) {
    if (!fields_.value(json, out)) return false;
    const bool whole = type.raw == "intValue" && out.kind == RawKind::text;
    if (whole && whole_number(out.raw, out.integer)) out.kind = RawKind::integer;
  }
  return !json.failed();
}

bool TempoSearchReader::attribute(JsonCursor& json, SpanDraft& draft) {
  JsonString key;
  RawValue value;
  const bool ok = fields_.object(json, "expected an object with key and value", [&](const JsonString& member) {
    if (member.raw == "key") return fields_.text(json, key);
    return member.raw == "value" ? any_value(json, value) : json.skip_value();
  });
  if (!ok || key.raw.empty()) return ok;
  if (key.raw == "span:parentID" || key.raw == "parentID") {
    draft.record.parent_span_id = span_id_from_any(value.raw);
  } else if (key.raw == "span:name" && value.kind == RawKind::text) {
    draft.record.name = builder().name(value.raw, value.escaped);
  } else if (key.raw == "span:status" || key.raw == "status") {
    draft.record.status = value.raw == "error" ? Status::error : value.raw == "ok" ? Status::ok : Status::unset;
  } else if (key.raw == "service.name" || key.raw == "resource.service.name") {
    draft.service = value;
  } else {
    const bool scoped = key.raw.substr(0, kScope.size()) == kScope;
    fields_.add(Owner::span, plain_text(scoped ? key.raw.substr(kScope.size()) : key.raw, key.escaped, scratch_),
                value);
  }
  return true;
}

bool TempoSearchReader::attributes(JsonCursor& json, SpanDraft& draft) {
  return fields_.list(json, "expected a list of attributes", [&] { return attribute(json, draft); });
}

bool TempoSearchReader::member(JsonCursor& json, std::string_view key, SpanDraft& draft) {
  JsonString text;
  if (key == "name") return fields_.name(json, draft.record.name);
  if (key == "startTimeUnixNano") return fields_.instant(json, draft.record.start);
  if (key == "attributes") return json.raw_value(draft.attributes);
  if (key != "spanID" && key != "durationNanos") return json.skip_value();
  if (!fields_.text(json, text)) return false;
  if (key == "spanID") draft.span_id = text.raw;
  if (key == "durationNanos" && !whole_number(text.raw, draft.duration_ns))
    builder().issue(issues::kWrongType, text.raw.data(), "a duration is not a number of nanoseconds");
  return true;
}

void TempoSearchReader::set_resource(const SpanDraft& draft) {
  const std::uint32_t begin = builder().attribute_count();
  if (draft.service.kind == RawKind::text) fields_.add(Owner::other, "service.name", draft.service);
  builder().begin_resource_spans();
  builder().set_resource(builder().attributes_since(begin), draft.service.raw);
  builder().set_scope({}, "");
}

bool TempoSearchReader::span(JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected a span", opened) || !opened) return !json.failed();
  SpanDraft draft;
  SpanRecord& record = draft.record;
  if (!fields_.members(json, draft, [&](const JsonString& key) { return member(json, key.raw, draft); })) return false;
  const std::uint32_t begin = builder().attribute_count();
  if (!fields_.later(json, draft.attributes, [&](JsonCursor& inner) { return attributes(inner, draft); })) return false;
  record.attributes = builder().attributes_since(begin);
  record.trace_id = trace_id_;
  record.span_id = span_id_from_any(draft.span_id);
  if (draft.duration_ns >= 0 && record.start.ns <= INT64_MAX - draft.duration_ns)
    record.end = record.start + Nanos{draft.duration_ns};
  set_resource(draft);
  builder().issue(issues::kPartOfTrace, draft.bytes.data());
  if (!builder().finish_span(record, draft.extra, draft.bytes)) builder().rewind(draft.mark);
  return true;
}

}  // namespace spanorama
