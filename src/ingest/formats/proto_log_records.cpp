// Log records of OTLP in protobuf.
#include "log_record.h"
#include "proto_records.h"

namespace spanorama {

namespace {

UnixTime time_from(const ProtoField& field) {
  return {field.value > INT64_MAX ? 0 : static_cast<std::int64_t>(field.value)};
}

}  // namespace

// The first field that decides is nearly always the first: a span's trace id, a record's time.
bool is_log_record(std::string_view message) {
  ProtoCursor proto(message);
  ProtoField field;
  while (proto.next(field)) {
    const bool length = field.type == ProtoWire::length;
    switch (field.number) {
      case 1: return field.type == ProtoWire::fixed64;
      case 2: return field.type == ProtoWire::varint;
      case 7: return field.type == ProtoWire::varint;
      case 8: return field.type == ProtoWire::fixed32;
      case 11: return field.type == ProtoWire::fixed64;
      case 10: return length;
      case 4:
      case 15: return false;
      default: break;  // of the same type in both
    }
  }
  return false;
}

bool ProtoRecords::log_field(const ProtoField& field, LogDraft& draft) {
  SpanEvent& event = draft.log.event;
  switch (field.number) {
    case 1:
      if (field.type == ProtoWire::fixed64) event.time = time_from(field);
      return true;
    case 11:
      if (field.type == ProtoWire::fixed64) draft.observed = time_from(field);
      return true;
    case 2:
      if (field.type == ProtoWire::varint && field.value <= 24)
        draft.severity_number = static_cast<std::uint32_t>(field.value);
      return true;
    case 7:
      if (field.type == ProtoWire::varint)
        event.dropped_attributes = static_cast<std::uint32_t>(field.value > UINT32_MAX ? UINT32_MAX : field.value);
      return true;
    default: break;
  }
  if (field.type != ProtoWire::length) return true;
  switch (field.number) {
    case 3:
      draft.severity_text.kind = RawKind::text;
      draft.severity_text.raw = field.bytes;
      return true;
    case 5: return any_value(field.bytes, draft.body);
    case 6: return attribute(field.bytes, Owner::event);
    case 9:
      if (field.bytes.size() == 16) draft.log.trace_id = trace_id_from_bytes(field.bytes.data());
      return true;
    case 10:
      if (field.bytes.size() == 8) draft.log.span_id = span_id_from_bytes(field.bytes.data());
      return true;
    case 12: event.name = builder_.name(field.bytes, false); return true;
    default: return true;
  }
}

void ProtoRecords::body_members(const RawValue& body) {
  ProtoCursor proto(body.raw);
  ProtoField field;
  Range members;
  while (proto.next(field))
    if (field.number == 6 && field.type == ProtoWire::length && !attributes(field.bytes, 1, Owner::event, members))
      return;
}

bool ProtoRecords::log(std::string_view message) {
  const RecordBuilder::Mark mark = builder_.mark();
  builder_.begin_log();
  LogDraft draft;
  ProtoCursor proto(message);
  ProtoField field;
  const std::uint32_t begin = builder_.attribute_count();
  while (proto.next(field))
    if (!log_field(field, draft)) return false;
  if (proto.broken()) return false;
  draft.log.event.attributes = builder_.attributes_since(begin);
  add_log_body(builder_, draft, [&] { body_members(draft.body); });
  draft.log.event.attributes = builder_.attributes_since(begin);
  if (!builder_.finish_log(draft.log, message)) builder_.rewind(mark);
  return true;
}

}  // namespace spanorama
