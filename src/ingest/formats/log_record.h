// What OTLP's log records in JSON and in protobuf share: how a record becomes an event of a span. The rules stand in
// docs/semantics.md.
#pragma once

#include <cstdint>
#include <string_view>

#include "../record_builder.h"

namespace spanorama {

// A log record while it is read. Values are views into the source.
struct LogDraft {
  LooseEvent log;
  UnixTime observed;
  RawValue severity_text, body;
  std::uint32_t severity_number = 0;  // 1 to 24; 0: not told
};

// How the body of a record is kept.
enum class BodyForm : std::uint8_t {
  none,     // absent, or wholly the event's name
  members,  // the attributes of a map become attributes of the event
  value,    // one attribute
};

// Gives the event its name and time, from fields, attributes (already read) and body, and adds the severity as
// attributes. Says what is to become of the body.
BodyForm settle_log(RecordBuilder& builder, LogDraft& draft);
// The body as one attribute, under the name that the rules for messages look for.
void add_body_value(RecordBuilder& builder, const LogDraft& draft);
// Both: `add_members` adds the members of the body as attributes, if it is a map.
template <class AddMembers>
void add_log_body(RecordBuilder& builder, LogDraft& draft, AddMembers&& add_members) {
  const BodyForm form = settle_log(builder, draft);
  if (form == BodyForm::none) return;
  const std::uint32_t before = builder.attribute_count();
  if (form == BodyForm::members) add_members();
  if (builder.attribute_count() == before) add_body_value(builder, draft);  // also a list, or an empty map
}

}  // namespace spanorama
