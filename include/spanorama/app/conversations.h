// The conversation of a trace or of a session, read from its spans' content; see analysis/conversation.h for the rules.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "spanorama/analysis/conversation.h"
#include "spanorama/ingest/content.h"

namespace spanorama {

// Of a trace with more calls only the last ones are read: earlier messages then have the first of these as their origin.
inline constexpr std::uint32_t kMostConversationCalls = 128;

struct TraceConversation {
  TraceRow trace;
  SpanContent content;  // of the call that is shown, always as messages
  CallPrints prints;
  Conversation talk;
  std::vector<ToolUse> tools;
  bool waiting = false;  // payloads are on their way: ask again
};
// O(content of its calls).
TraceConversation read_conversation(const TraceStore& store, TraceRow trace, PayloadSource& payloads);

// Messages to be drawn: a tool's result stands right behind its call, and messages of nothing but such results are gone.
struct ShownMessage {
  Message message;
  Turn turn;
  std::vector<SpanRow> ran;  // the spans of its tool calls, as far as they are known
};
// Turns first_turn .. end_turn. O(bytes): texts are copied.
std::vector<ShownMessage> shown_messages(const TraceConversation& conversation, std::uint32_t first_turn,
                                         std::uint32_t end_turn);

// One trace of a session as a person reads it after the ones before.
struct SessionPart {
  TraceConversation conversation;
  std::uint32_t folded = 0;  // first turns that the parts before have shown
  Nanos idle;                // since the latest end before it; 0 for the first and where traces overlap
};
// The traces of `rows` with this session id, by start. `visit` gets each part in turn; nothing is kept of it.
template <class Visit>
void read_session(const TraceStore& store, const std::vector<TraceRow>& traces, PayloadSource& payloads,
                  Visit&& visit) {
  SessionHistory history;
  UnixTime latest{0};
  for (const TraceRow row : traces) {
    const Trace& trace = store.trace(row);
    SessionPart part;
    part.conversation = read_conversation(store, row, payloads);
    part.folded = history.add(part.conversation.prints);
    if (latest.ns != 0 && latest < trace.start) part.idle = trace.start - latest;
    latest = std::max(latest, trace.start + trace.duration);
    visit(part);
  }
}
// Traces of a session by start. O(traces).
std::vector<TraceRow> traces_of_session(const TraceStore& store, std::string_view session_id);

// One message a line: trace_id span_id index role answer parts[] finish_reason. A part that calls a tool has the id of
// the span that ran it. `folded` and `idle` stand in the first line of a part of a session.
std::string message_json(const TraceStore& store, const TraceConversation& conversation, std::uint32_t turn,
                         std::uint32_t folded = 0, Nanos idle = {0});

}  // namespace spanorama
