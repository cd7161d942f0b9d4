// One resource, scope or span of OTLP/JSON, read in a single pass. Both spellings of names (traceId, trace_id) and any
// order of keys are fine; unknown keys are skipped.
#pragma once

#include <string_view>

#include "../record_builder.h"
#include "log_record.h"
#include "spanorama/base/json_cursor.h"

namespace spanorama {

class JsonRecords {
 public:
  explicit JsonRecords(RecordBuilder& builder) : builder_(builder) {}

  // Each reads one object; false when the cursor failed: then the caller must rewind the builder.
  bool span(JsonCursor& json);
  bool log(JsonCursor& json);  // a log record, in json_log_records.cpp
  bool resource(JsonCursor& json);
  bool scope(JsonCursor& json);
  bool schema_url(JsonCursor& json, bool of_scope);

 private:
  enum class Owner : std::uint8_t { other, span, event };
  struct SpanDraft;

  bool span_member(JsonCursor& json, const JsonString& key, SpanDraft& draft);
  bool other_member(JsonCursor& json, const JsonString& name);
  bool attributes(JsonCursor& json, Owner owner, Range& out);
  bool attribute(JsonCursor& json, Owner owner);
  bool usual_attribute(JsonCursor& json, JsonString& key, RawValue& value);
  void add(const JsonString& key, const RawValue& value, Owner owner);
  bool any_value(JsonCursor& json, RawValue& out);
  bool any_member(JsonCursor& json, std::string_view key, RawValue& out);
  bool scalar_value(JsonCursor& json, RawValue& out);
  bool events(JsonCursor& json, Range& out);
  bool event(JsonCursor& json);
  bool links(JsonCursor& json, Range& out);
  bool link(JsonCursor& json);
  bool rare_link_member(JsonCursor& json, std::string_view key, SpanLink& link);
  bool status(JsonCursor& json, SpanDraft& draft);
  bool log_member(JsonCursor& json, std::string_view key, LogDraft& draft);
  bool severity_number(JsonCursor& json, LogDraft& draft);
  void body_members(const RawValue& body);

  // The text of a string or a bare scalar; anything else is skipped with an issue and gives an empty text.
  bool scalar_text(JsonCursor& json, JsonString& out);
  bool name_value(JsonCursor& json, StringId& out);
  bool time_value(JsonCursor& json, UnixTime& out);
  bool count_value(JsonCursor& json, std::uint32_t& out);
  bool wrong_type(JsonCursor& json, std::string_view detail);
  bool open(JsonCursor& json, char bracket, std::string_view what, bool& opened);

  RecordBuilder& builder_;
};

}  // namespace spanorama
