#include "log_record.h"

#include <algorithm>

namespace spanorama {

namespace {

// A longer body is no name.
constexpr std::size_t kMostNameBytes = 80;

bool is_genai(std::string_view name) { return name.starts_with("gen_ai."); }

// gen_ai.user.message and its kin, whose body is a message.
bool is_message(std::string_view name) {
  if (name == "gen_ai.choice" || name.starts_with("gen_ai.content.")) return true;
  return is_genai(name) && name.ends_with(".message");
}

bool is_short_text(const RawValue& value) {
  return value.kind == RawKind::text && !value.raw.empty() && value.raw.size() <= kMostNameBytes &&
         value.raw.find('\n') == std::string_view::npos && value.raw[0] != '{' && value.raw[0] != '[';
}

StringId event_name_attribute(const SpanBatch& batch, Range attributes) {
  const StringId key = batch.strings.find("event.name");
  for (std::uint32_t i = attributes.begin; i < attributes.end() && key.present(); ++i) {
    const Attribute a = batch.attributes[i];
    if (a.type() == ValueType::string && batch.keys.text(a.key()) == key) return {a.value};
  }
  return {};
}

void add_severity(RecordBuilder& builder, const LogDraft& draft) {
  if (draft.severity_text.kind == RawKind::text && !draft.severity_text.raw.empty())
    builder.event_attribute(builder.key("severity_text"), draft.severity_text);
  if (draft.severity_number == 0) return;
  RawValue number;
  number.kind = RawKind::integer;
  number.integer = draft.severity_number;
  builder.event_attribute(builder.key("severity_number"), number);
}

}  // namespace

BodyForm settle_log(RecordBuilder& builder, LogDraft& draft) {
  SpanEvent& event = draft.log.event;
  if (event.time.ns == 0) event.time = draft.observed;
  if (!event.name.present()) event.name = event_name_attribute(builder.batch(), event.attributes);
  const bool named_by_body = !event.name.present() && is_short_text(draft.body);
  if (named_by_body) event.name = builder.name(draft.body.raw, draft.body.escaped);
  if (!event.name.present()) event.name = builder.name("log", false);
  add_severity(builder, draft);
  if (named_by_body || draft.body.kind == RawKind::empty) return BodyForm::none;
  const bool map = draft.body.kind == RawKind::structured;
  return map && is_genai(builder.batch().strings.view(event.name)) ? BodyForm::members : BodyForm::value;
}

void add_body_value(RecordBuilder& builder, const LogDraft& draft) {
  std::string_view key = "body";
  if (is_message(builder.batch().strings.view(draft.log.event.name)) && draft.body.kind == RawKind::text) {
    const std::string_view text = draft.body.raw;
    const bool json = !text.empty() && (text[0] == '{' || text[0] == '[');
    key = json ? "gen_ai.event.content" : "content";
  }
  builder.event_attribute(builder.key(key), draft.body);
}

}  // namespace spanorama
