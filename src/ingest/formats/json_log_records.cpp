// Log records of OTLP/JSON.
#include "json_records.h"
#include "log_record.h"
#include "numbers.h"

namespace spanorama {

namespace {

// SEVERITY_NUMBER_WARN2 and the like: six names, four steps each. 0: unknown.
std::uint32_t severity_from_name(std::string_view name) {
  constexpr std::string_view kPrefix = "SEVERITY_NUMBER_";
  constexpr std::string_view kNames[] = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};
  if (name.substr(0, kPrefix.size()) != kPrefix) return 0;
  name.remove_prefix(kPrefix.size());
  for (std::uint32_t i = 0; i < 6; ++i) {
    if (name.substr(0, kNames[i].size()) != kNames[i]) continue;
    const std::string_view step = name.substr(kNames[i].size());
    if (step.empty()) return 4 * i + 1;
    if (step.size() == 1 && step[0] >= '2' && step[0] <= '4') return 4 * i + static_cast<std::uint32_t>(step[0] - '0');
  }
  return 0;
}

}  // namespace

bool JsonRecords::severity_number(JsonCursor& json, LogDraft& draft) {
  JsonString text;
  if (!scalar_text(json, text)) return false;
  std::int64_t number = 0;
  if (whole_number(text.raw, number)) {
    draft.severity_number = number >= 1 && number <= 24 ? static_cast<std::uint32_t>(number) : 0;
  } else {
    draft.severity_number = severity_from_name(text.raw);
  }
  return true;
}

bool JsonRecords::log_member(JsonCursor& json, std::string_view key, LogDraft& draft) {
  SpanEvent& event = draft.log.event;
  JsonString text;
  if (key == "traceId" || key == "trace_id") {
    if (!scalar_text(json, text)) return false;
    if (trace_id_from_text(text.raw, draft.log.trace_id) != IdState::ok) draft.log.trace_id = {};
    return true;
  }
  if (key == "spanId" || key == "span_id") {
    if (!scalar_text(json, text)) return false;
    if (span_id_from_text(text.raw, draft.log.span_id) != IdState::ok) draft.log.span_id = {};
    return true;
  }
  if (key == "timeUnixNano" || key == "time_unix_nano") return time_value(json, event.time);
  if (key == "observedTimeUnixNano" || key == "observed_time_unix_nano") return time_value(json, draft.observed);
  if (key == "eventName" || key == "event_name") return name_value(json, event.name);
  if (key == "attributes") return attributes(json, Owner::event, event.attributes);
  if (key == "body") return any_value(json, draft.body);
  if (key == "severityNumber" || key == "severity_number") return severity_number(json, draft);
  if (key == "severityText" || key == "severity_text") {
    if (!scalar_text(json, text)) return false;
    draft.severity_text.kind = RawKind::text;
    draft.severity_text.encoding = PayloadEncoding::json_string;
    draft.severity_text.escaped = text.escaped;
    draft.severity_text.raw = text.raw;
    return true;
  }
  if (key == "droppedAttributesCount" || key == "dropped_attributes_count")
    return count_value(json, event.dropped_attributes);
  return json.skip_value();
}

// {"kvlistValue":{"values":[{"key":…,"value":…},…]}}, which was passed over once and is whole.
void JsonRecords::body_members(const RawValue& body) {
  JsonCursor json(body.raw);
  JsonString key;
  bool opened = false;
  if (!open(json, '{', "expected an AnyValue object", opened) || !opened) return;
  for (bool first = true; json.next_member(first, key);) {
    const bool map = key.raw == "kvlistValue" || key.raw == "kvlist_value";
    if (!map || json.peek() != '{') {
      if (!json.skip_value()) return;
      continue;
    }
    json.take('{');
    JsonString inner;
    for (bool first_inner = true; json.next_member(first_inner, inner);) {
      if (inner.raw != "values" || json.peek() != '[') {
        if (!json.skip_value()) return;
        continue;
      }
      json.take('[');
      for (bool first_value = true; json.next_element(first_value);)
        if (!attribute(json, Owner::event)) return;
    }
  }
}

bool JsonRecords::log(JsonCursor& json) {
  bool opened = false;
  if (!open(json, '{', "expected a log record", opened)) return false;
  if (!opened) return true;
  const char* start = json.position() - 1;
  const RecordBuilder::Mark mark = builder_.mark();
  builder_.begin_log();
  LogDraft draft;
  const std::uint32_t begin = builder_.attribute_count();
  JsonString key;
  for (bool first = true; json.next_member(first, key);)
    if (!log_member(json, key.raw, draft)) return false;
  if (json.failed()) return false;
  add_log_body(builder_, draft, [&] { body_members(draft.body); });
  draft.log.event.attributes = builder_.attributes_since(begin);
  if (!builder_.finish_log(draft.log, {start, static_cast<std::size_t>(json.position() - start)}))
    builder_.rewind(mark);
  return true;
}

}  // namespace spanorama
