// Of spans as SDKs dump them: attributes, events and links.
#include "numbers.h"
#include "span_objects_reader.h"

namespace spanorama {

using Owner = JsonFields::Owner;

// {"Type":"STRING","Value":"x"} or {"stringValue":"x"}.
bool SpanObjectsReader::typed_value(JsonCursor& json, RawValue& out) {
  if (json.peek() != '{') return fields_.value(json, out);
  json.take('{');
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    const bool is_type = key.raw == "Type" || key.raw == "type";
    if (!(is_type ? json.skip_value() : fields_.value(json, out))) return false;
  }
  return !json.failed();
}

bool SpanObjectsReader::attribute(JsonCursor& json, Owner owner) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected an attribute", opened) || !opened) return !json.failed();
  JsonString member, key;
  RawValue value;
  for (bool first = true; json.next_member(first, member);) {
    bool ok = true;
    if (member.raw == "Key" || member.raw == "key") {
      ok = fields_.text(json, key);
    } else if (member.raw == "Value" || member.raw == "value") {
      ok = typed_value(json, value);
    } else {
      ok = json.skip_value();
    }
    if (!ok) return false;
  }
  if (json.failed()) return false;
  if (!key.raw.empty()) fields_.add(owner, plain_text(key.raw, key.escaped, scratch_), value);
  return true;
}

bool SpanObjectsReader::attributes(JsonCursor& json, Owner owner) {
  const char next = json.peek();
  path_.clear();
  if (next == '{') return fields_.flat(json, owner, path_, true);
  bool opened = false;
  if (!fields_.open(json, '[', "expected attributes", opened) || !opened) return !json.failed();
  for (bool first = true; json.next_element(first);)
    if (!attribute(json, owner)) return false;
  return !json.failed();
}

bool SpanObjectsReader::event(JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected an event", opened) || !opened) return !json.failed();
  SpanEvent event;
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    bool ok = true;
    if (key.raw == "name" || key.raw == "Name") {
      ok = fields_.name(json, event.name);
    } else if (key.raw == "timestamp" || key.raw == "Time" || key.raw == "time" || key.raw == "time_unix_nano") {
      ok = fields_.instant(json, event.time);
    } else if ((key.raw == "attributes" || key.raw == "Attributes") && event.attributes.count == 0) {
      const std::uint32_t begin = builder().attribute_count();
      ok = attributes(json, Owner::event);
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

bool SpanObjectsReader::events(JsonCursor& json, Range& out) {
  return fields_.event_list(json, "expected a list of events", out, [this](JsonCursor& one) { return event(one); });
}

bool SpanObjectsReader::link(JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected a link", opened) || !opened) return !json.failed();
  SpanLink link;
  IdText trace, span;
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    bool ok = true;
    if (key.raw == "context" || key.raw == "SpanContext") {
      ok = context(json, trace, span);
    } else if (key.raw == "trace_id") {
      ok = id_text(json, trace);
    } else if (key.raw == "span_id") {
      ok = id_text(json, span);
    } else if ((key.raw == "attributes" || key.raw == "Attributes") && link.attributes.count == 0) {
      const std::uint32_t begin = builder().attribute_count();
      ok = attributes(json, Owner::other);
      link.attributes = builder().attributes_since(begin);
    } else {
      ok = json.skip_value();
    }
    if (!ok) return false;
  }
  if (!trace.decimal || !trace_id_from_decimal(trace.raw, link.trace_id)) link.trace_id = trace_id_from_any(trace.raw);
  if (!span.decimal || !span_id_from_decimal(span.raw, link.span_id)) link.span_id = span_id_from_any(span.raw);
  builder().batch().links.push_back(link);
  return !json.failed();
}

bool SpanObjectsReader::links(JsonCursor& json, Range& out) {
  bool opened = false;
  if (!fields_.open(json, '[', "expected a list of links", opened) || !opened) return !json.failed();
  const auto begin = static_cast<std::uint32_t>(builder().batch().links.size());
  for (bool first = true; json.next_element(first);)
    if (!link(json)) return false;
  out = {begin, static_cast<std::uint32_t>(builder().batch().links.size()) - begin};
  return !json.failed();
}

}  // namespace spanorama
