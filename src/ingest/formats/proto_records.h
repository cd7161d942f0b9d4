// One resource, scope or span of OTLP as a protobuf message that is wholly at hand.
#pragma once

#include <string_view>

#include "../record_builder.h"
#include "log_record.h"
#include "spanorama/base/proto_wire.h"

namespace spanorama {

// Spans and log records stand under the same numbers: the wire types of their fields tell them apart.
bool is_log_record(std::string_view message);

class ProtoRecords {
 public:
  explicit ProtoRecords(RecordBuilder& builder) : builder_(builder) {}

  // False when the message is damaged: the caller must take its rows back.
  bool span(std::string_view message);
  bool log(std::string_view message);  // a log record, in proto_log_records.cpp
  bool resource(std::string_view message);
  bool scope(std::string_view message);
  void schema_url(std::string_view text, bool of_scope);

 private:
  enum class Owner : std::uint8_t { other, span, event };
  struct SpanDraft;
  bool span_field(const ProtoField& field, SpanDraft& draft);
  bool lists(std::string_view message, SpanDraft& draft);
  bool attribute(std::string_view message, Owner owner);
  bool any_attribute(std::string_view message, std::string_view& key, RawValue& value);
  // All attributes among the fields of `message` that have this number.
  bool attributes(std::string_view message, std::uint32_t number, Owner owner, Range& out);
  bool any_value(std::string_view message, RawValue& out);
  bool event(std::string_view message);
  bool link(std::string_view message);
  bool log_field(const ProtoField& field, LogDraft& draft);
  void body_members(const RawValue& body);
  bool status(std::string_view message, SpanDraft& draft);

  RecordBuilder& builder_;
};

}  // namespace spanorama
