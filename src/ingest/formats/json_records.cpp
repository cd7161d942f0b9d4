#include "json_records.h"

#include "../issues.h"
#include "numbers.h"

namespace spanorama {

struct JsonRecords::SpanDraft {
  SpanRecord record;
  Extra extra;
  std::string_view trace_id, span_id, parent_id;
};

namespace {

enum class SpanField : std::uint8_t {
  unknown,
  trace_id,
  span_id,
  parent_id,
  trace_state,
  flags,
  name,
  kind,
  start,
  end,
  attributes,
  dropped_attributes,
  events,
  dropped_events,
  links,
  dropped_links,
  status,
};

// Length first: most keys differ in it, so that one comparison is enough.
SpanField span_field(std::string_view key) {
  using enum SpanField;
  switch (key.size()) {
    case 4: return key == "name" ? name : key == "kind" ? kind : unknown;
    case 5: return key == "flags" ? flags : key == "links" ? links : unknown;
    case 6: return key == "spanId" ? span_id : key == "events" ? events : key == "status" ? status : unknown;
    case 7: return key == "traceId" ? trace_id : key == "span_id" ? span_id : unknown;
    case 8: return key == "trace_id" ? trace_id : unknown;
    case 10: return key == "attributes" ? attributes : key == "traceState" ? trace_state : unknown;
    case 11: return key == "trace_state" ? trace_state : unknown;
    case 12: return key == "parentSpanId" ? parent_id : unknown;
    case 14: return key == "parent_span_id" ? parent_id : unknown;
    case 15: return key == "endTimeUnixNano" ? end : unknown;
    case 17: return key == "startTimeUnixNano" ? start : key == "droppedLinksCount" ? dropped_links : unknown;
    case 18: return key == "end_time_unix_nano" ? end : key == "droppedEventsCount" ? dropped_events : unknown;
    case 19: return key == "dropped_links_count" ? dropped_links : unknown;
    case 20: return key == "start_time_unix_nano" ? start : key == "dropped_events_count" ? dropped_events : unknown;
    case 22: return key == "droppedAttributesCount" ? dropped_attributes : unknown;
    case 24: return key == "dropped_attributes_count" ? dropped_attributes : unknown;
    default: return unknown;
  }
}

}  // namespace

bool JsonRecords::wrong_type(JsonCursor& json, std::string_view detail) {
  if (json.peek() == 0) return false;
  const char* where = json.position();
  std::string_view bytes;
  if (!json.raw_value(bytes)) return false;
  if (bytes != "null") builder_.issue(issues::kWrongType, where, detail);
  return true;
}

bool JsonRecords::open(JsonCursor& json, char bracket, std::string_view what, bool& opened) {
  const char next = json.peek();
  if (next == 0) return false;
  opened = next == bracket;
  return opened ? json.take(bracket) : wrong_type(json, what);
}

bool JsonRecords::scalar_text(JsonCursor& json, JsonString& out) {
  const char next = json.peek();
  out = {};
  if (next == '"') return json.string(out);
  if (next == 0) return false;
  if (next == '{' || next == '[') return wrong_type(json, "expected text or a number");
  if (!json.scalar(out.raw)) return false;
  if (out.raw == "null") out.raw = {};
  return true;
}

bool JsonRecords::name_value(JsonCursor& json, StringId& out) {
  JsonString text;
  if (!scalar_text(json, text)) return false;
  out = builder_.name(text.raw, text.escaped);
  return true;
}

bool JsonRecords::time_value(JsonCursor& json, UnixTime& out) {
  JsonString text;
  if (!scalar_text(json, text)) return false;
  if (text.raw.empty()) return true;
  std::int64_t ns = 0;
  if (whole_number(text.raw, ns) && ns >= 0) {
    out = {ns};
  } else {
    builder_.issue(issues::kWrongType, text.raw.data(), "a time is not nanoseconds since 1970");
  }
  return true;
}

bool JsonRecords::count_value(JsonCursor& json, std::uint32_t& out) {
  JsonString text;
  if (!scalar_text(json, text)) return false;
  std::int64_t number = 0;
  if (text.raw.empty()) return true;
  if (whole_number(text.raw, number) && number >= 0 && number <= UINT32_MAX) {
    out = static_cast<std::uint32_t>(number);
  } else {
    builder_.issue(issues::kWrongType, text.raw.data(), "a count is not a whole number");
  }
  return true;
}

bool JsonRecords::scalar_value(JsonCursor& json, RawValue& out) {
  const char next = json.peek();
  if (next == '"') {
    JsonString text;
    if (!json.string(text)) return false;
    out.kind = RawKind::text;
    out.encoding = PayloadEncoding::json_string;
    out.escaped = text.escaped;
    out.raw = text.raw;
    return true;
  }
  std::string_view bare;
  if (!json.scalar(bare)) return false;
  if (bare == "true" || bare == "false") {
    out.kind = RawKind::boolean;
    out.flag = bare == "true";
  } else if (whole_number(bare, out.integer)) {
    out.kind = RawKind::integer;
  } else if (real_number(bare, out.real)) {
    out.kind = RawKind::real;
  }
  return true;
}

bool JsonRecords::any_member(JsonCursor& json, std::string_view key, RawValue& out) {
  const char next = json.peek();
  if (next == 0) return false;
  const bool nested = next == '{' || next == '[';
  if (key == "arrayValue" || key == "kvlistValue" || key == "array_value" || key == "kvlist_value") {
    out = {};
    if (nested) out.kind = RawKind::structured;
    return json.skip_value();
  }
  if (nested) return wrong_type(json, "expected a single value");
  RawValue value;
  if (!scalar_value(json, value)) return false;
  if (value.kind == RawKind::empty) return true;  // null
  if (key == "intValue" || key == "int_value") {
    if (value.kind == RawKind::text && whole_number(value.raw, value.integer)) value.kind = RawKind::integer;
  } else if (key == "doubleValue" || key == "double_value") {
    if (value.kind == RawKind::integer) {
      value.real = static_cast<double>(value.integer);
      if (value.integer == 0 && next == '-') value.real = -0.0;
      value.kind = RawKind::real;
    } else if (value.kind == RawKind::text && real_number(value.raw, value.real)) {
      value.kind = RawKind::real;
    }
  } else if (key == "bytesValue" || key == "bytes_value") {
    if (value.kind == RawKind::text) {
      value.kind = RawKind::bytes;
      value.encoding = PayloadEncoding::base64;
    }
  } else if (key != "stringValue" && key != "string_value" && key != "boolValue" && key != "bool_value") {
    return true;
  }
  out = value;
  return true;
}

bool JsonRecords::any_value(JsonCursor& json, RawValue& out) {
  out = {};
  const char next = json.peek();
  if (next == 0) return false;
  if (next == '[') return wrong_type(json, "expected an AnyValue object");
  if (next != '{') return scalar_value(json, out);
  const char* start = json.position();
  json.take('{');
  JsonString key;
  for (bool first = true; json.next_member(first, key);)
    if (!any_member(json, key.raw, out)) return false;
  if (json.failed()) return false;
  if (out.kind == RawKind::structured) {
    out.encoding = PayloadEncoding::otlp_json_value;
    out.raw = {start, static_cast<std::size_t>(json.position() - start)};
  }
  return true;
}

// {"key":"…","value":{"stringValue":"…"}} or an intValue, without white space, which is how nearly all writers write.
// Takes nothing and is false when it looks otherwise in the slightest.
bool JsonRecords::usual_attribute(JsonCursor& json, JsonString& key, RawValue& value) {
  JsonCursor at = json;
  if (!at.take_text(R"({"key":")") || !at.string_rest(key) || !at.take_text(R"(,"value":{")")) return false;
  JsonString text;
  if (at.take_text(R"(stringValue":")")) {
    if (!at.string_rest(text)) return false;
    value.kind = RawKind::text;
    value.encoding = PayloadEncoding::json_string;
    value.escaped = text.escaped;
    value.raw = text.raw;
  } else if (at.take_text(R"(intValue":)")) {
    const bool quoted = at.take_text("\"");
    if (!(quoted ? at.string_rest(text) : at.scalar(text.raw)) || !whole_number(text.raw, value.integer)) return false;
    value.kind = RawKind::integer;
  } else {
    return false;
  }
  if (!at.take_text("}}")) return false;
  json = at;
  return true;
}

void JsonRecords::add(const JsonString& key, const RawValue& value, Owner owner) {
  const KeyId id = builder_.key(key.raw, key.escaped);
  if (owner == Owner::span) {
    builder_.span_attribute(id, value);
  } else if (owner == Owner::event) {
    builder_.event_attribute(id, value);
  } else {
    builder_.attribute(id, value);
  }
}

bool JsonRecords::attribute(JsonCursor& json, Owner owner) {
  JsonString usual_key;
  RawValue usual_value;
  if (usual_attribute(json, usual_key, usual_value)) {
    add(usual_key, usual_value, owner);
    return true;
  }
  bool opened = false;
  if (!open(json, '{', "expected an object with key and value", opened)) return false;
  if (!opened) return true;
  const char* start = json.position();
  JsonString member, key;
  RawValue value;
  bool has_key = false;
  for (bool first = true; json.next_member(first, member);) {
    bool ok = true;
    if (member.raw == "key") {
      ok = scalar_text(json, key);
      has_key = true;
    } else if (member.raw == "value") {
      ok = any_value(json, value);
    } else {
      ok = json.skip_value();
    }
    if (!ok) return false;
  }
  if (json.failed()) return false;
  if (!has_key) {
    builder_.issue(issues::kWrongType, start, "an attribute has no key");
    return true;
  }
  add(key, value, owner);
  return true;
}

bool JsonRecords::attributes(JsonCursor& json, Owner owner, Range& out) {
  bool opened = false;
  if (!open(json, '[', "expected a list of attributes", opened)) return false;
  if (!opened) return true;
  if (out.count != 0) {
    builder_.issue(issues::kRepeatedField, json.position(), "attributes");
    for (bool first = true; json.next_element(first);)
      if (!json.skip_value()) return false;
    return !json.failed();
  }
  const std::uint32_t begin = builder_.attribute_count();
  for (bool first = true; json.next_element(first);)
    if (!attribute(json, owner)) return false;
  out = builder_.attributes_since(begin);
  return !json.failed();
}

bool JsonRecords::status(JsonCursor& json, SpanDraft& draft) {
  bool opened = false;
  if (!open(json, '{', "expected a status object", opened)) return false;
  if (!opened) return true;
  JsonString key, text;
  for (bool first = true; json.next_member(first, key);) {
    bool ok = true;
    if (key.raw == "message") {
      ok = name_value(json, draft.extra.status_message);
    } else if (key.raw == "code") {
      ok = scalar_text(json, text);
      if (ok && !text.raw.empty() && !status_from_text(text.raw, draft.record.status))
        builder_.issue(issues::kWrongType, text.raw.data(), "unknown status code");
    } else {
      ok = json.skip_value();
    }
    if (!ok) return false;
  }
  return !json.failed();
}

bool JsonRecords::other_member(JsonCursor& json, const JsonString& name) {
  std::string_view bytes;
  if (!json.raw_value(bytes)) return false;
  if (!name.raw.empty()) builder_.other_field(name.raw, name.escaped, bytes);
  return true;
}

bool JsonRecords::span_member(JsonCursor& json, const JsonString& key, SpanDraft& draft) {
  SpanRecord& record = draft.record;
  JsonString text;
  switch (span_field(key.raw)) {
    case SpanField::trace_id:
      if (!scalar_text(json, text)) return false;
      draft.trace_id = text.raw;
      return true;
    case SpanField::span_id:
      if (!scalar_text(json, text)) return false;
      draft.span_id = text.raw;
      return true;
    case SpanField::parent_id:
      if (!scalar_text(json, text)) return false;
      draft.parent_id = text.raw;
      return true;
    case SpanField::kind:
      if (!scalar_text(json, text)) return false;
      if (!text.raw.empty() && !span_kind_from_text(text.raw, record.kind))
        builder_.issue(issues::kWrongType, text.raw.data(), "unknown span kind");
      return true;
    case SpanField::trace_state: return name_value(json, draft.extra.trace_state);
    case SpanField::flags: return count_value(json, draft.extra.flags);
    case SpanField::name: return name_value(json, record.name);
    case SpanField::start: return time_value(json, record.start);
    case SpanField::end: return time_value(json, record.end);
    case SpanField::attributes: return attributes(json, Owner::span, record.attributes);
    case SpanField::events: return events(json, record.events);
    case SpanField::links: return links(json, record.links);
    case SpanField::status: return status(json, draft);
    case SpanField::dropped_attributes: return count_value(json, draft.extra.dropped_attributes);
    case SpanField::dropped_events: return count_value(json, draft.extra.dropped_events);
    case SpanField::dropped_links: return count_value(json, draft.extra.dropped_links);
    case SpanField::unknown: break;
  }
  return other_member(json, key);
}

bool JsonRecords::span(JsonCursor& json) {
  bool opened = false;
  if (!open(json, '{', "expected a span", opened)) return false;
  if (!opened) return true;
  const char* start = json.position() - 1;
  const RecordBuilder::Mark mark = builder_.mark();
  builder_.begin_span(true);
  SpanDraft draft;
  JsonString key;
  for (bool first = true; json.next_member(first, key);)
    if (!span_member(json, key, draft)) return false;
  if (json.failed()) return false;
  const std::string_view bytes{start, static_cast<std::size_t>(json.position() - start)};
  const IdState trace = trace_id_from_text(draft.trace_id, draft.record.trace_id);
  const IdState span = span_id_from_text(draft.span_id, draft.record.span_id);
  if (trace != IdState::ok || span != IdState::ok) {
    const bool trace_wrong = trace != IdState::ok;
    builder_.issue(trace_wrong ? issues::kBadTraceId : issues::kBadSpanId, start,
                   (trace_wrong ? draft.trace_id : draft.span_id).substr(0, 48));
    builder_.rewind(mark);
    return true;
  }
  const bool zero = draft.parent_id.find_first_not_of('0') == std::string_view::npos;  // "0" and the like: a root
  if (!zero && span_id_from_text(draft.parent_id, draft.record.parent_span_id) == IdState::wrong)
    builder_.issue(issues::kBadParentId, start, draft.parent_id.substr(0, 48));
  if (!builder_.finish_span(draft.record, draft.extra, bytes)) builder_.rewind(mark);
  return true;
}

}  // namespace spanorama
