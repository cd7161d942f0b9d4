// Of JSON records: events and links of spans, resources and scopes.
#include "../issues.h"
#include "json_records.h"
#include "numbers.h"

namespace spanorama {

namespace {

bool is_dropped_key(std::string_view key) {
  return key == "droppedAttributesCount" || key == "dropped_attributes_count";
}

bool is_time_key(std::string_view key) { return key == "timeUnixNano" || key == "time_unix_nano"; }

}  // namespace

bool JsonRecords::event(JsonCursor& json) {
  bool opened = false;
  if (!open(json, '{', "expected a span event", opened)) return false;
  if (!opened) return true;
  SpanEvent event;
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    bool ok = true;
    if (key.raw == "name") {
      ok = name_value(json, event.name);
    } else if (is_time_key(key.raw)) {
      ok = time_value(json, event.time);
    } else if (key.raw == "attributes") {
      ok = attributes(json, Owner::event, event.attributes);
    } else if (is_dropped_key(key.raw)) {
      ok = count_value(json, event.dropped_attributes);
    } else {
      ok = json.skip_value();
    }
    if (!ok) return false;
  }
  if (json.failed()) return false;
  builder_.end_event(event);
  return true;
}

bool JsonRecords::events(JsonCursor& json, Range& out) {
  bool opened = false;
  if (!open(json, '[', "expected a list of events", opened)) return false;
  if (!opened) return true;
  const bool repeated = out.count != 0;
  if (repeated) builder_.issue(issues::kRepeatedField, json.position(), "events");
  const auto begin = static_cast<std::uint32_t>(builder_.batch().events.size());
  for (bool first = true; json.next_element(first);)
    if (!(repeated ? json.skip_value() : event(json))) return false;
  if (!repeated) out = {begin, static_cast<std::uint32_t>(builder_.batch().events.size()) - begin};
  return !json.failed();
}

bool JsonRecords::rare_link_member(JsonCursor& json, std::string_view key, SpanLink& link) {
  if (key == "traceState" || key == "trace_state") return name_value(json, link.trace_state);
  if (key == "flags") return count_value(json, link.flags);
  if (is_dropped_key(key)) return count_value(json, link.dropped_attributes);
  return json.skip_value();
}

bool JsonRecords::link(JsonCursor& json) {
  bool opened = false;
  if (!open(json, '{', "expected a link", opened)) return false;
  if (!opened) return true;
  SpanLink link;
  JsonString key, text;
  for (bool first = true; json.next_member(first, key);) {
    bool ok = true;
    if (key.raw == "traceId" || key.raw == "trace_id") {
      ok = scalar_text(json, text);
      trace_id_from_text(text.raw, link.trace_id);
    } else if (key.raw == "spanId" || key.raw == "span_id") {
      ok = scalar_text(json, text);
      span_id_from_text(text.raw, link.span_id);
    } else if (key.raw == "attributes") {
      ok = attributes(json, Owner::other, link.attributes);
    } else {
      ok = rare_link_member(json, key.raw, link);
    }
    if (!ok) return false;
  }
  if (json.failed()) return false;
  builder_.batch().links.push_back(link);
  return true;
}

bool JsonRecords::links(JsonCursor& json, Range& out) {
  bool opened = false;
  if (!open(json, '[', "expected a list of links", opened)) return false;
  if (!opened) return true;
  const bool repeated = out.count != 0;
  if (repeated) builder_.issue(issues::kRepeatedField, json.position(), "links");
  const auto begin = static_cast<std::uint32_t>(builder_.batch().links.size());
  for (bool first = true; json.next_element(first);)
    if (!(repeated ? json.skip_value() : link(json))) return false;
  if (!repeated) out = {begin, static_cast<std::uint32_t>(builder_.batch().links.size()) - begin};
  return !json.failed();
}

bool JsonRecords::resource(JsonCursor& json) {
  bool opened = false;
  if (!open(json, '{', "expected a resource", opened)) return false;
  if (!opened) return true;
  const char* start = json.position() - 1;
  Range range;
  std::uint32_t dropped = 0;
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    const bool ok = key.raw == "attributes"   ? attributes(json, Owner::other, range)
                    : is_dropped_key(key.raw) ? count_value(json, dropped)
                                              : json.skip_value();
    if (!ok) return false;
  }
  if (json.failed()) return false;
  builder_.set_resource(range, {start, static_cast<std::size_t>(json.position() - start)}, dropped);
  return true;
}

bool JsonRecords::scope(JsonCursor& json) {
  bool opened = false;
  if (!open(json, '{', "expected a scope", opened)) return false;
  if (!opened) return true;
  const char* start = json.position() - 1;
  Scope scope;
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    bool ok = true;
    if (key.raw == "name") {
      ok = name_value(json, scope.name);
    } else if (key.raw == "version") {
      ok = name_value(json, scope.version);
    } else if (key.raw == "attributes") {
      ok = attributes(json, Owner::other, scope.attributes);
    } else if (is_dropped_key(key.raw)) {
      ok = count_value(json, scope.dropped_attributes);
    } else {
      ok = json.skip_value();
    }
    if (!ok) return false;
  }
  if (json.failed()) return false;
  builder_.set_scope(scope, {start, static_cast<std::size_t>(json.position() - start)});
  return true;
}

bool JsonRecords::schema_url(JsonCursor& json, bool of_scope) {
  StringId url;
  if (!name_value(json, url)) return false;
  if (!url.present()) return true;
  of_scope ? builder_.set_scope_schema(url) : builder_.set_resource_schema(url);
  return true;
}

}  // namespace spanorama
