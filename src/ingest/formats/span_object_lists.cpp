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
  JsonString key;
  RawValue value;
  const bool ok = fields_.object(json, "expected an attribute", [&](const JsonString& member) {
    if (member.raw == "Key" || member.raw == "key") return fields_.text(json, key);
    return member.raw == "Value" || member.raw == "value" ? typed_value(json, value) : json.skip_value();
  });
  if (!ok) return false;
  if (!key.raw.empty()) fields_.add(owner, plain_text(key.raw, key.escaped, scratch_), value);
  return true;
}

bool SpanObjectsReader::attributes(JsonCursor& json, Owner owner) {
  const char next = json.peek();
  path_.clear();
  if (next == '{') return fields_.flat(json, owner, path_, true);
  return fields_.list(json, "expected attributes", [&] { return attribute(json, owner); });
}

bool SpanObjectsReader::event(JsonCursor& json) {
  return fields_.event(json, "expected an event", [&](const JsonString& key, SpanEvent& event) {
    if (key.raw == "name" || key.raw == "Name") return fields_.name(json, event.name);
    if (key.raw == "timestamp" || key.raw == "Time" || key.raw == "time" || key.raw == "time_unix_nano")
      return fields_.instant(json, event.time);
    return key.raw == "attributes" || key.raw == "Attributes" ? attributes(json, Owner::event) : json.skip_value();
  });
}

bool SpanObjectsReader::events(JsonCursor& json, Range& out) {
  return fields_.event_list(json, "expected a list of events", out, [&] { return event(json); });
}

bool SpanObjectsReader::link(JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected a link", opened) || !opened) return !json.failed();
  SpanLink link;
  IdText trace, span;
  const std::uint32_t begin = builder().attribute_count();
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    const bool ok = key.raw == "context" || key.raw == "SpanContext"     ? context(json, trace, span)
                    : key.raw == "trace_id"                              ? id_text(json, trace)
                    : key.raw == "span_id"                               ? id_text(json, span)
                    : key.raw == "attributes" || key.raw == "Attributes" ? attributes(json, Owner::other)
                                                                         : json.skip_value();
    if (!ok) return false;
  }
  link.attributes = builder().attributes_since(begin);
  if (!trace.decimal || !trace_id_from_decimal(trace.raw, link.trace_id)) link.trace_id = trace_id_from_any(trace.raw);
  if (!span.decimal || !span_id_from_decimal(span.raw, link.span_id)) link.span_id = span_id_from_any(span.raw);
  builder().batch().links.push_back(link);
  return !json.failed();
}

bool SpanObjectsReader::links(JsonCursor& json, Range& out) {
  return fields_.link_list(json, "expected a list of links", out, [&] { return link(json); });
}

}  // namespace spanorama
