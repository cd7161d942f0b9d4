#include "proto_records.h"

#include "../issues.h"

namespace spanorama {

struct ProtoRecords::SpanDraft {
  SpanRecord record;
  Extra extra;
  std::string_view trace_id, span_id, parent_id;
  bool has_events = false, has_links = false;
};

namespace {

UnixTime time_from(const ProtoField& field) {
  return {field.value > INT64_MAX ? 0 : static_cast<std::int64_t>(field.value)};
}

std::uint32_t count_from(const ProtoField& field) {
  return static_cast<std::uint32_t>(field.value > UINT32_MAX ? UINT32_MAX : field.value);
}

constexpr std::uint32_t kAttributesField = 9, kLastSpanField = 16;

// The wire type that OTLP gives each field of a span, by number; 0 has none.
constexpr ProtoWire kSpanWires[kLastSpanField + 1] = {
    ProtoWire::end_group, ProtoWire::length, ProtoWire::length,  ProtoWire::length,  ProtoWire::length,
    ProtoWire::length,    ProtoWire::varint, ProtoWire::fixed64, ProtoWire::fixed64, ProtoWire::length,
    ProtoWire::varint,    ProtoWire::length, ProtoWire::varint,  ProtoWire::length,  ProtoWire::varint,
    ProtoWire::length,    ProtoWire::fixed32};

// What an attribute of one key and one text or whole number says, all lengths below 128 and the fields in their order, as
// nearly all writers write them; false when it looks otherwise in the slightest.
bool usual_attribute(std::string_view message, std::string_view& key, RawValue& value) {
  const std::size_t size = message.size();
  if (size < 6 || message[0] != '\x0A') return false;
  const std::size_t key_size = static_cast<unsigned char>(message[1]), at = 2 + key_size;
  if (key_size >= 0x80 || at + 4 > size || message[at] != '\x12') return false;
  const std::size_t value_size = static_cast<unsigned char>(message[at + 1]);
  if (value_size >= 0x80 || at + 2 + value_size != size) return false;
  key = message.substr(2, key_size);
  if (message[at + 2] == '\x0A' && static_cast<unsigned char>(message[at + 3]) == value_size - 2) {
    value.kind = RawKind::text;
    value.raw = message.substr(at + 4);
    return true;
  }
  if (message[at + 2] != '\x18') return false;
  const char* p = message.data() + at + 3;
  const char* end = message.data() + size;
  std::uint64_t number = 0;
  if (read_varint(p, end, number) != VarintState::ok || p != end) return false;
  value.kind = RawKind::integer;
  value.integer = static_cast<std::int64_t>(number);
  return true;
}

}  // namespace

bool ProtoRecords::any_value(std::string_view message, RawValue& out) {
  ProtoCursor proto(message);
  ProtoField field;
  out = {};
  if (message.size() >= 2 && message[0] == '\x0A' && proto.next(field) &&
      proto.position() == message.data() + message.size()) {
    out.kind = RawKind::text;  // nothing but a string, as nearly always
    out.raw = field.bytes;
    return true;
  }
  proto = ProtoCursor(message);
  while (proto.next(field)) {
    const bool length = field.type == ProtoWire::length;
    RawValue value;
    if (field.number == 1 && length) {
      value.kind = RawKind::text;
      value.raw = field.bytes;
    } else if (field.number == 2 && field.type == ProtoWire::varint) {
      value.kind = RawKind::boolean;
      value.flag = field.value != 0;
    } else if (field.number == 3 && field.type == ProtoWire::varint) {
      value.kind = RawKind::integer;
      value.integer = static_cast<std::int64_t>(field.value);
    } else if (field.number == 4 && field.type == ProtoWire::fixed64) {
      value.kind = RawKind::real;
      value.real = double_from_bits(field.value);
    } else if ((field.number == 5 || field.number == 6) && length) {
      value.kind = RawKind::structured;
      value.encoding = PayloadEncoding::otlp_proto_value;
      value.raw = message;
    } else if (field.number == 7 && length) {
      value.kind = RawKind::bytes;
      value.encoding = PayloadEncoding::bytes;
      value.raw = field.bytes;
    } else {
      continue;
    }
    out = value;
  }
  return !proto.broken();
}

bool ProtoRecords::any_attribute(std::string_view message, std::string_view& key, RawValue& value) {
  ProtoCursor proto(message);
  ProtoField field;
  key = {};
  while (proto.next(field)) {
    if (field.type != ProtoWire::length) continue;
    if (field.number == 1) {
      key = field.bytes;
    } else if (field.number == 2 && !any_value(field.bytes, value)) {
      return false;
    }
  }
  return !proto.broken();
}

bool ProtoRecords::attribute(std::string_view message, Owner owner) {
  if (owner == Owner::span && builder_.known_attribute(message, PayloadEncoding::utf8)) return true;
  std::string_view key;
  RawValue value;
  if (!usual_attribute(message, key, value) && !any_attribute(message, key, value)) return false;
  const KeyId id = builder_.key(key, false);
  if (owner == Owner::span) {
    builder_.span_attribute(id, value, message);
  } else if (owner == Owner::event) {
    builder_.event_attribute(id, value);
  } else {
    builder_.attribute(id, value);
  }
  return true;
}

bool ProtoRecords::attributes(std::string_view message, std::uint32_t number, Owner owner, Range& out) {
  const std::uint32_t begin = builder_.attribute_count();
  ProtoCursor proto(message);
  ProtoField field;
  while (proto.next(field)) {
    if (field.number == number && field.type == ProtoWire::length && !attribute(field.bytes, owner)) return false;
  }
  out = builder_.attributes_since(begin);
  return !proto.broken();
}

bool ProtoRecords::event(std::string_view message) {
  SpanEvent event;
  ProtoCursor proto(message);
  ProtoField field;
  const std::uint32_t begin = builder_.attribute_count();
  while (proto.next(field)) {
    if (field.number == 1 && field.type == ProtoWire::fixed64) {
      event.time = time_from(field);
    } else if (field.number == 2 && field.type == ProtoWire::length) {
      event.name = builder_.name(field.bytes, false);
    } else if (field.number == 3 && field.type == ProtoWire::length) {
      if (!attribute(field.bytes, Owner::event)) return false;
    } else if (field.number == 4 && field.type == ProtoWire::varint) {
      event.dropped_attributes = count_from(field);
    }
  }
  event.attributes = builder_.attributes_since(begin);
  builder_.end_event(event);
  return !proto.broken();
}

bool ProtoRecords::link(std::string_view message) {
  SpanLink link;
  ProtoCursor proto(message);
  ProtoField field;
  const std::uint32_t begin = builder_.attribute_count();
  while (proto.next(field)) {
    if (field.number == 5 && field.type == ProtoWire::varint) link.dropped_attributes = count_from(field);
    if (field.number == 6 && field.type == ProtoWire::fixed32) link.flags = static_cast<std::uint32_t>(field.value);
    if (field.type != ProtoWire::length) continue;
    if (field.number == 1 && field.bytes.size() == 16) {
      link.trace_id = trace_id_from_bytes(field.bytes.data());
    } else if (field.number == 2 && field.bytes.size() == 8) {
      link.span_id = span_id_from_bytes(field.bytes.data());
    } else if (field.number == 3) {
      link.trace_state = builder_.name(field.bytes, false);
    } else if (field.number == 4) {
      if (!attribute(field.bytes, Owner::other)) return false;
    }
  }
  link.attributes = builder_.attributes_since(begin);
  builder_.batch().links.push_back(link);
  return !proto.broken();
}

bool ProtoRecords::status(std::string_view message, SpanDraft& draft) {
  ProtoCursor proto(message);
  ProtoField field;
  while (proto.next(field)) {
    if (field.number == 2 && field.type == ProtoWire::length) {
      draft.extra.status_message = builder_.name(field.bytes, false);
    } else if (field.number == 3 && field.type == ProtoWire::varint) {
      if (field.value <= 2) {
        draft.record.status = static_cast<Status>(field.value);
      } else {
        builder_.issue(issues::kWrongType, message.data(), "unknown status code");
      }
    }
  }
  return !proto.broken();
}

bool ProtoRecords::span_field(const ProtoField& field, SpanDraft& draft) {
  if (field.type != kSpanWires[field.number]) {
    builder_.issue(issues::kWrongType, field.bytes.data(), "a span field has another wire type");
    return true;
  }
  switch (field.number) {
    case 1: draft.trace_id = field.bytes; break;
    case 2: draft.span_id = field.bytes; break;
    case 3: draft.extra.trace_state = builder_.name(field.bytes, false); break;
    case 4: draft.parent_id = field.bytes; break;
    case 5: draft.record.name = builder_.name(field.bytes, false); break;
    case 6:
      if (field.value <= 5) draft.record.kind = static_cast<SpanKind>(field.value);
      break;
    case 7: draft.record.start = time_from(field); break;
    case 8: draft.record.end = time_from(field); break;
    case kAttributesField: return attribute(field.bytes, Owner::span);
    case 10: draft.extra.dropped_attributes = count_from(field); break;
    case 11: draft.has_events = true; break;
    case 12: draft.extra.dropped_events = count_from(field); break;
    case 13: draft.has_links = true; break;
    case 14: draft.extra.dropped_links = count_from(field); break;
    case 15: return status(field.bytes, draft);
    case 16: draft.extra.flags = static_cast<std::uint32_t>(field.value); break;
    default: break;
  }
  return true;
}

// Events and links come in passes of their own, so that the rows of each list lie together whatever the order.
bool ProtoRecords::lists(std::string_view message, SpanDraft& draft) {
  const SpanBatch& batch = builder_.batch();
  for (const std::uint32_t number : {11u, 13u}) {
    if (!(number == 11 ? draft.has_events : draft.has_links)) continue;
    const std::size_t begin = number == 11 ? batch.events.size() : batch.links.size();
    ProtoCursor proto(message);
    ProtoField field;
    while (proto.next(field)) {
      if (field.number != number || field.type != ProtoWire::length) continue;
      if (!(number == 11 ? event(field.bytes) : link(field.bytes))) return false;
    }
    const std::size_t end = number == 11 ? batch.events.size() : batch.links.size();
    (number == 11 ? draft.record.events : draft.record.links) = {static_cast<std::uint32_t>(begin),
                                                                 static_cast<std::uint32_t>(end - begin)};
  }
  return true;
}

bool ProtoRecords::span(std::string_view message) {
  const RecordBuilder::Mark mark = builder_.mark();
  builder_.begin_span(true);
  SpanDraft draft;
  ProtoCursor proto(message);
  ProtoField field;
  const std::uint32_t begin = builder_.attribute_count();
  for (;;) {
    std::string_view in_a_row;  // as attributes nearly always stand
    while (proto.take_short(kAttributesField, in_a_row))
      if (!attribute(in_a_row, Owner::span)) return false;
    const char* start = proto.position();
    if (!proto.next(field)) break;
    if (field.number > kLastSpanField)
      builder_.other_field({}, false, {start, static_cast<std::size_t>(proto.position() - start)});
    else if (!span_field(field, draft))
      return false;
  }
  if (proto.broken()) return false;
  draft.record.attributes = builder_.attributes_since(begin);
  if (!lists(message, draft)) return false;
  if (draft.trace_id.size() != 16 || draft.span_id.size() != 8) {
    builder_.issue(draft.trace_id.size() != 16 ? issues::kBadTraceId : issues::kBadSpanId, message.data());
    builder_.rewind(mark);
    return true;
  }
  draft.record.trace_id = trace_id_from_bytes(draft.trace_id.data());
  draft.record.span_id = span_id_from_bytes(draft.span_id.data());
  if (draft.parent_id.size() == 8) {
    draft.record.parent_span_id = span_id_from_bytes(draft.parent_id.data());
  } else if (!draft.parent_id.empty()) {
    builder_.issue(issues::kBadParentId, message.data());
  }
  if (!builder_.finish_span(draft.record, draft.extra, message)) builder_.rewind(mark);
  return true;
}

bool ProtoRecords::resource(std::string_view message) {
  Range range;
  std::uint32_t dropped = 0;
  if (!attributes(message, 1, Owner::other, range)) return false;
  ProtoCursor proto(message);
  ProtoField field;
  while (proto.next(field))
    if (field.number == 2 && field.type == ProtoWire::varint) dropped = count_from(field);
  builder_.set_resource(range, message, dropped);
  return true;
}

bool ProtoRecords::scope(std::string_view message) {
  Scope scope;
  ProtoCursor proto(message);
  ProtoField field;
  while (proto.next(field)) {
    if (field.number == 4 && field.type == ProtoWire::varint) scope.dropped_attributes = count_from(field);
    if (field.type != ProtoWire::length) continue;
    if (field.number == 1) scope.name = builder_.name(field.bytes, false);
    if (field.number == 2) scope.version = builder_.name(field.bytes, false);
  }
  if (proto.broken() || !attributes(message, 3, Owner::other, scope.attributes)) return false;
  builder_.set_scope(scope, message);
  return true;
}

void ProtoRecords::schema_url(std::string_view text, bool of_scope) {
  const StringId url = builder_.name(text, false);
  if (!url.present()) return;
  of_scope ? builder_.set_scope_schema(url) : builder_.set_resource_schema(url);
}

}  // namespace spanorama
