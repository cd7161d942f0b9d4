#include "app/derived_talk.h"

#include <algorithm>

#include "spanorama/app/json_rows.h"
#include "spanorama/ingest/known_keys.h"

namespace spanorama {
namespace {

TalkPart part_of(const SessionPart& part) {
  const TraceConversation& conversation = part.conversation;
  const auto end = static_cast<std::uint32_t>(conversation.talk.turns.size());
  TalkPart out;
  out.trace = conversation.trace;
  out.idle = part.idle;
  out.repeated = shown_messages(conversation, 0, part.folded);
  out.messages = shown_messages(conversation, part.folded, end);
  out.aside = conversation.talk.aside;
  out.last = conversation.talk.last;
  return out;
}

std::vector<TraceRow> around(std::vector<TraceRow> rows, TraceRow trace) {
  const auto at = static_cast<std::size_t>(std::find(rows.begin(), rows.end(), trace) - rows.begin());
  const std::size_t begin = at > kMostSessionTraces ? at - kMostSessionTraces : 0;
  const std::size_t end = std::min(rows.size(), at + kMostSessionTraces + 1);
  return {rows.begin() + static_cast<std::ptrdiff_t>(begin), rows.begin() + static_cast<std::ptrdiff_t>(end)};
}

Talk talk_of(const TraceStore& store, const std::vector<TraceRow>& rows, PayloadSource& payloads) {
  Talk talk;
  read_session(store, rows, payloads, [&](const SessionPart& part) {
    talk.waiting = talk.waiting || part.conversation.waiting;
    if (!part.conversation.talk.turns.empty()) talk.parts.push_back(part_of(part));
  });
  return talk;
}

std::vector<TraceRow> session_rows(const TraceStore& store, TraceRow trace) {
  const StringId session = store.trace(trace).session_id;
  return session.present() ? traces_of_session(store, store.text(session)) : std::vector<TraceRow>();
}

}  // namespace

const Talk& DerivedTalk::trace(const TraceStore& store, TraceRow trace, PayloadSource& payloads) {
  if (trace_.fits(store, trace) && !trace_.value.waiting) return trace_.value;
  Talk talk;
  if (trace.valid()) {
    talk = talk_of(store, {trace}, payloads);
    talk.session_traces = static_cast<std::uint32_t>(session_rows(store, trace).size());
  }
  trace_ = {store.revision(), trace, std::move(talk)};
  return trace_.value;
}

const Talk& DerivedTalk::session(const TraceStore& store, TraceRow trace, PayloadSource& payloads) {
  if (session_.fits(store, trace) && !session_.value.waiting) return session_.value;
  Talk talk;
  if (trace.valid()) {
    const std::vector<TraceRow> rows = session_rows(store, trace);
    talk = talk_of(store, around(rows, trace), payloads);
    talk.session_traces = static_cast<std::uint32_t>(rows.size());
  }
  session_ = {store.revision(), trace, std::move(talk)};
  return session_.value;
}

const CountedSpans& DerivedTalk::counted(const TraceStore& store, TraceRow trace) {
  if (!counted_.fits(store, trace))
    counted_ = {store.revision(), trace, trace.valid() ? counted_spans(store, trace) : CountedSpans{}};
  return counted_.value;
}

const std::vector<std::string>& DerivedTalk::schema_lines(const TraceStore& store) {
  if (schema_.revision != store.revision())
    schema_ = {store.revision(), {}, spanorama::schema_lines(store, check_schema(store, keys_read(store)))};
  return schema_.value;
}

}  // namespace spanorama
