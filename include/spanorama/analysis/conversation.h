// What was said in a trace and over a session, once: every model call carries the whole history again.
//
//   const std::vector<SpanRow> calls = conversation_calls(store, trace);
//   for (SpanRow call : calls) prints.push_back(prints_of(call, with_messages(read_content(...))));
//   const Conversation talk = conversation_of(prints);
//   for (const Turn& turn : talk.turns) draw(message_of(last_content, turn), turn.origin);
//
// The conversation of a trace is what its last call with output was asked, and its answer. Earlier calls only say who
// brought each message.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "spanorama/base/time.h"
#include "spanorama/model/content.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

enum class Speaker : std::uint8_t { system, user, assistant, tool, other };
// By the words of all dialects: "human" is a user, "model" an assistant, "developer" a system.
Speaker speaker_of(std::string_view role);

// Generations with output that have no such generation below them, by start; the last one is the one shown. Without any
// output those with input; without any generation the root, if it has either. O(spans of the trace).
std::vector<SpanRow> conversation_calls(const TraceStore& store, TraceRow trace);

// Plain input and output become messages of the user and the assistant where there are none.
SpanContent with_messages(SpanContent content);

// A message as far as repetitions need it. Reasoning, call ids, finish reasons and white space do not count: senders drop
// or change them when they send a message again.
struct MessagePrint {
  std::uint64_t hash = 0;
  Speaker speaker = Speaker::other;
};
struct CallPrints {
  SpanRow span;
  std::vector<MessagePrint> input, output;
};
CallPrints prints_of(SpanRow span, const SpanContent& content);  // O(bytes)

struct Turn {
  SpanRow origin;       // the call that answered with this message, else the first that was asked with it
  bool answer = false;  // of the last call: index in its output, else in its input
  std::uint32_t index = 0;
  bool produced = false;  // `origin` answered with it
};
struct Conversation {
  SpanRow last;  // the call that is shown; invalid where there is none
  std::vector<Turn> turns;
  std::vector<SpanRow> aside;  // calls whose answers do not occur here: other agents, titles, checks
  std::uint32_t repeats = 0;   // messages of earlier calls that are not shown again
};
// `calls` by start; the last is shown. O(messages).
Conversation conversation_of(const std::vector<CallPrints>& calls);
const Message& message_of(const SpanContent& content, const Turn& turn);

// A tool call with its result and the span that ran it, as far as they are there.
struct ToolUse {
  std::uint32_t turn = 0, part = 0;  // of the call
  std::uint32_t result_turn = UINT32_MAX, result_part = 0;
  SpanRow span;
};
// Joined by call id; calls without an id by the tool's name, in order. O(parts + spans of the trace).
std::vector<ToolUse> tool_uses(const TraceStore& store, TraceRow trace, const SpanContent& content,
                               const Conversation& conversation);

// A pause this long between two traces of a session is worth a line.
inline constexpr Nanos kIdleGap{300 * kNanosPerSecond};

// The traces of a session one after another: what an earlier trace has shown is folded in a later one.
class SessionHistory {
 public:
  // How many messages at the beginning of the call's input repeat what was shown before; then counts its messages as
  // shown. A run of repetitions ends with an answer, so a question asked again is not taken for the old one. System
  // messages shown before belong to the run. O(messages).
  std::uint32_t add(const CallPrints& shown);

 private:
  std::vector<MessagePrint> shown_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> places_;  // hash -> places in shown_, rising
};

}  // namespace spanorama
