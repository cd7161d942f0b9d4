// Rows of a store as OTLP's messages. Field numbers and names are those of opentelemetry-proto's trace.proto.
#pragma once

#include <cstdint>
#include <optional>

#include "message_sink.h"
#include "spanorama/export/otlp_writer.h"

namespace spanorama {

class SpanMessages {
 public:
  SpanMessages(const TraceStore& store, MissingValues missing, MessageSink& sink)
      : store_(store), missing_(missing), sink_(sink) {}

  // False when a value must be waited for: then nothing was written.
  bool begin_resource_spans(ResourceRow resource, PayloadSource& payloads);
  bool begin_scope_spans(ScopeRow scope, PayloadSource& payloads);
  bool span(SpanRow row, PayloadSource& payloads);
  void end_scope_spans(ScopeRow scope);
  void end_resource_spans(ResourceRow resource);

  void when_missing(MissingValues missing) { missing_ = missing; }
  std::uint64_t values_left_out() const { return left_out_; }

 private:
  bool whole();
  void attributes(FieldName field, Range range, PayloadSource& payloads);
  void attribute_value(Attribute attribute, AnyValueSink& to, PayloadSource& payloads);
  void payload_value(const Payload& payload, AnyValueSink& to, PayloadSource& payloads);
  void events(Range range, PayloadSource& payloads);
  void links(Range range, PayloadSource& payloads);
  void other_fields(SpanRow row, PayloadSource& payloads);
  std::optional<std::string_view> bytes_of_payload(const Payload& payload, PayloadSource& payloads);
  void status(SpanRow row, const Extra* extra);
  void text_unless_empty(FieldName field, StringId text);
  void number_unless_zero(FieldName field, std::uint32_t number);

  const TraceStore& store_;
  MissingValues missing_;
  MessageSink& sink_;
  std::uint64_t left_out_ = 0;
  bool waiting_ = false;
};

}  // namespace spanorama
