#include "span_messages.h"

namespace spanorama {

namespace {

template <std::size_t N>
std::string_view big_endian(const std::uint64_t (&halves)[N], char (&out)[N * 8]) {
  for (std::size_t i = 0; i < N * 8; ++i) out[i] = static_cast<char>(halves[i / 8] >> (56 - 8 * (i % 8)) & 0xFF);
  return {out, N * 8};
}

void write_id(MessageSink& sink, FieldName field, TraceId id) {
  char bytes[16];
  sink.id(field, big_endian({id.hi, id.lo}, bytes));
}

void write_id(MessageSink& sink, FieldName field, SpanId id) {
  char bytes[8];
  sink.id(field, big_endian({id.value}, bytes));
}

void write_time(MessageSink& sink, FieldName field, UnixTime time) {
  if (time.ns > 0) sink.time(field, static_cast<std::uint64_t>(time.ns));
}

}  // namespace

void SpanMessages::text_unless_empty(FieldName field, StringId text) {
  if (text.present()) sink_.text(field, store_.text(text));
}

void SpanMessages::number_unless_zero(FieldName field, std::uint32_t number) {
  if (number != 0) sink_.number(field, number);
}

std::optional<std::string_view> SpanMessages::bytes_of_payload(const Payload& payload, PayloadSource& payloads) {
  const Source& source = store_.columns().sources[payload.source.value];
  const std::optional<std::string_view> raw = payloads.read(source, payload.offset, payload.length);
  if (raw) return raw;
  if (missing_ == MissingValues::wait) {
    waiting_ = true;
  } else {
    ++left_out_;
  }
  return raw;
}

void SpanMessages::other_fields(SpanRow row, PayloadSource& payloads) {
  for (const OtherField& field : store_.other_fields(row)) {
    const auto raw = bytes_of_payload(store_.columns().payloads[field.payload.value], payloads);
    if (!raw) continue;
    field.name.present() ? sink_.other_json(store_.text(field.name), *raw) : sink_.other_proto(*raw);
  }
}

void SpanMessages::payload_value(const Payload& payload, AnyValueSink& to, PayloadSource& payloads) {
  const std::optional<std::string_view> raw = bytes_of_payload(payload, payloads);
  if (!raw) return to.empty();
  switch (payload.encoding) {
    case PayloadEncoding::utf8: return to.text(*raw, false);
    case PayloadEncoding::json_string: return to.text(*raw, true);
    case PayloadEncoding::bytes:
    case PayloadEncoding::base64: return to.bytes(decoded_payload(payload.encoding, *raw));
    default: return tell_structured(payload.encoding, *raw, to);
  }
}

void SpanMessages::attribute_value(Attribute attribute, AnyValueSink& to, PayloadSource& payloads) {
  switch (attribute.type()) {
    case ValueType::empty: return to.empty();
    case ValueType::string: return to.text(store_.text({attribute.value}), false);
    case ValueType::boolean: return to.boolean(attribute.value != 0);
    case ValueType::int32:
    case ValueType::int64: return to.integer(int_of(store_, attribute));
    case ValueType::float64: return to.real(double_of(store_, attribute));
    case ValueType::bytes: return to.bytes(store_.text({attribute.value}));
    case ValueType::json: return tell_plain_json(store_.text({attribute.value}), to);
    case ValueType::payload: return payload_value(store_.columns().payloads[attribute.value], to, payloads);
  }
  to.empty();
}

void SpanMessages::attributes(FieldName field, Range range, PayloadSource& payloads) {
  if (range.count == 0) return;
  sink_.begin_list(field);
  for (const Attribute attribute : store_.attributes(range)) {
    sink_.begin_item(field);
    sink_.text({1, "key"}, store_.key_text(attribute.key()));
    attribute_value(attribute, sink_.value({2, "value"}), payloads);
    sink_.end_item();
  }
  sink_.end_list();
}

void SpanMessages::events(Range range, PayloadSource& payloads) {
  if (range.count == 0) return;
  constexpr FieldName kEvents{11, "events"};
  sink_.begin_list(kEvents);
  for (const SpanEvent& event : store_.columns().event_rows.subspan(range.begin, range.count)) {
    sink_.begin_item(kEvents);
    write_time(sink_, {1, "timeUnixNano"}, event.time);
    text_unless_empty({2, "name"}, event.name);
    attributes({3, "attributes"}, event.attributes, payloads);
    number_unless_zero({4, "droppedAttributesCount"}, event.dropped_attributes);
    sink_.end_item();
  }
  sink_.end_list();
}

void SpanMessages::links(Range range, PayloadSource& payloads) {
  if (range.count == 0) return;
  constexpr FieldName kLinks{13, "links"};
  sink_.begin_list(kLinks);
  for (const SpanLink& link : store_.columns().link_rows.subspan(range.begin, range.count)) {
    sink_.begin_item(kLinks);
    write_id(sink_, {1, "traceId"}, link.trace_id);
    write_id(sink_, {2, "spanId"}, link.span_id);
    text_unless_empty({3, "traceState"}, link.trace_state);
    attributes({4, "attributes"}, link.attributes, payloads);
    number_unless_zero({5, "droppedAttributesCount"}, link.dropped_attributes);
    if (link.flags != 0) sink_.flags({6, "flags"}, link.flags);
    sink_.end_item();
  }
  sink_.end_list();
}

void SpanMessages::status(SpanRow row, const Extra* extra) {
  const Status code = store_.columns().status[row.value];
  const StringId message = extra ? extra->status_message : StringId{};
  if (code == Status::unset && !message.present()) return;
  sink_.begin({15, "status"});
  text_unless_empty({2, "message"}, message);
  number_unless_zero({3, "code"}, static_cast<std::uint32_t>(code));
  sink_.end();
}

bool SpanMessages::whole() {
  if (waiting_) sink_.take_back();
  return !waiting_;
}

bool SpanMessages::span(SpanRow row, PayloadSource& payloads) {
  const auto& columns = store_.columns();
  const std::uint32_t i = row.value;
  const Extra none{};
  const Extra* kept = store_.extra(row);
  const Extra& extra = kept ? *kept : none;
  waiting_ = false;
  sink_.remember();
  sink_.begin_item({2, "spans"});
  write_id(sink_, {1, "traceId"}, store_.trace(columns.trace[i]).id);
  write_id(sink_, {2, "spanId"}, columns.span_id[i]);
  text_unless_empty({3, "traceState"}, extra.trace_state);
  if (const SpanId parent = store_.parent_id(row); parent.valid()) write_id(sink_, {4, "parentSpanId"}, parent);
  if (extra.flags != 0) sink_.flags({16, "flags"}, extra.flags);
  text_unless_empty({5, "name"}, columns.name[i]);
  number_unless_zero({6, "kind"}, static_cast<std::uint32_t>(columns.kind[i]));
  write_time(sink_, {7, "startTimeUnixNano"}, columns.start[i]);
  write_time(sink_, {8, "endTimeUnixNano"}, store_.end(row));
  attributes({9, "attributes"}, columns.attributes[i], payloads);
  number_unless_zero({10, "droppedAttributesCount"}, extra.dropped_attributes);
  events(columns.events[i], payloads);
  number_unless_zero({12, "droppedEventsCount"}, extra.dropped_events);
  links(columns.links[i], payloads);
  number_unless_zero({14, "droppedLinksCount"}, extra.dropped_links);
  status(row, kept);
  other_fields(row, payloads);
  sink_.end_item();
  return whole();
}

bool SpanMessages::begin_resource_spans(ResourceRow row, PayloadSource& payloads) {
  waiting_ = false;
  sink_.remember();
  sink_.begin_item({1, "resourceSpans"});
  if (row.valid()) {
    const Resource& resource = store_.columns().resources[row.value];
    sink_.begin({1, "resource"});
    attributes({1, "attributes"}, resource.attributes, payloads);
    number_unless_zero({2, "droppedAttributesCount"}, resource.dropped_attributes);
    sink_.end();
  }
  sink_.begin_list({2, "scopeSpans"});
  return whole();
}

void SpanMessages::end_resource_spans(ResourceRow row) {
  sink_.end_list();
  if (row.valid()) text_unless_empty({3, "schemaUrl"}, store_.columns().resources[row.value].schema_url);
  sink_.end_item();
}

bool SpanMessages::begin_scope_spans(ScopeRow row, PayloadSource& payloads) {
  waiting_ = false;
  sink_.remember();
  sink_.begin_item({2, "scopeSpans"});
  if (row.valid()) {
    const Scope& scope = store_.columns().scopes[row.value];
    sink_.begin({1, "scope"});
    text_unless_empty({1, "name"}, scope.name);
    text_unless_empty({2, "version"}, scope.version);
    attributes({3, "attributes"}, scope.attributes, payloads);
    number_unless_zero({4, "droppedAttributesCount"}, scope.dropped_attributes);
    sink_.end();
  }
  sink_.begin_list({2, "spans"});
  return whole();
}

void SpanMessages::end_scope_spans(ScopeRow row) {
  sink_.end_list();
  if (row.valid()) text_unless_empty({3, "schemaUrl"}, store_.columns().scopes[row.value].schema_url);
  sink_.end_item();
}

}  // namespace spanorama
