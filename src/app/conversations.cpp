#include "spanorama/app/conversations.h"

#include <algorithm>

#include "app/json_messages.h"

namespace spanorama {

TraceConversation read_conversation(const TraceStore& store, TraceRow trace, PayloadSource& payloads) {
  TraceConversation out;
  out.trace = trace;
  std::vector<SpanRow> calls = conversation_calls(store, trace);
  if (calls.size() > kMostConversationCalls) calls.erase(calls.begin(), calls.end() - kMostConversationCalls);
  std::vector<CallPrints> prints;
  for (const SpanRow call : calls) {
    SpanContent content = with_messages(read_content(store, call, payloads));
    out.waiting = out.waiting || content.waiting;
    prints.push_back(prints_of(call, content));
    if (call == calls.back()) out.content = std::move(content);
  }
  if (prints.empty()) return out;
  out.talk = conversation_of(prints);
  out.prints = std::move(prints.back());
  out.tools = tool_uses(store, trace, out.content, out.talk);
  return out;
}

std::vector<ShownMessage> shown_messages(const TraceConversation& conversation, std::uint32_t first_turn,
                                         std::uint32_t end_turn) {
  const std::vector<Turn>& turns = conversation.talk.turns;
  const auto said = [&](std::uint32_t turn) -> const Message& { return message_of(conversation.content, turns[turn]); };
  std::vector<std::uint32_t> moved(turns.size());  // parts that stand behind their calls
  for (const ToolUse& use : conversation.tools)
    if (use.turn >= first_turn && use.result_turn < end_turn && use.result_turn > use.turn) ++moved[use.result_turn];
  std::vector<ShownMessage> shown;
  auto use = conversation.tools.begin();
  for (std::uint32_t t = first_turn; t < std::min<std::size_t>(end_turn, turns.size()); ++t) {
    const Message& message = said(t);
    if (moved[t] != 0 && moved[t] == message.parts.size()) continue;
    ShownMessage out;
    out.turn = turns[t];
    out.message.role = message.role;
    out.message.finish_reason = message.finish_reason;
    for (std::uint32_t p = 0; p < message.parts.size(); ++p) {
      out.message.parts.push_back(message.parts[p]);
      while (use != conversation.tools.end() && (use->turn < t || (use->turn == t && use->part < p))) ++use;
      if (use == conversation.tools.end() || use->turn != t || use->part != p) continue;
      if (use->span.valid()) out.ran.push_back(use->span);
      if (use->result_turn >= end_turn || use->result_turn <= t) continue;
      if (moved[use->result_turn] != said(use->result_turn).parts.size()) continue;  // it says more than results
      out.message.parts.push_back(said(use->result_turn).parts[use->result_part]);
      if (out.message.parts.back().name.empty()) out.message.parts.back().name = message.parts[p].name;
    }
    shown.push_back(std::move(out));
  }
  return shown;
}

std::vector<TraceRow> traces_of_session(const TraceStore& store, std::string_view session_id) {
  std::vector<TraceRow> rows;
  StringId known;  // of the first trace that fits: the others are then compared by number
  for (std::uint32_t row = 0; row < store.trace_count(); ++row) {
    const StringId id = store.trace(TraceRow{row}).session_id;
    if (known.present() ? !(id == known) : store.text(id) != session_id || !id.present()) continue;
    known = id;
    rows.push_back(TraceRow{row});
  }
  return rows;
}

std::string message_json(const TraceStore& store, const TraceConversation& conversation, std::uint32_t turn,
                         std::uint32_t folded, Nanos idle) {
  const Turn& said = conversation.talk.turns[turn];
  const Message& message = message_of(conversation.content, said);
  const auto span_id = [&](SpanRow span) { return hex_from(store.columns().span_id[span.value]); };
  JsonWriter out;
  out.open('{');
  out.field("trace_id", hex_from(store.trace(conversation.trace).id));
  out.field("span_id", said.origin.valid() ? span_id(said.origin) : std::string());
  out.count_field("index", turn);
  out.field("role", message.role);
  out.bool_field("answer", said.produced);
  out.key("parts");
  out.open('[');
  for (std::uint32_t p = 0; p < message.parts.size(); ++p) {
    out.open('{');
    write_part_fields(out, message.parts[p]);
    for (const ToolUse& use : conversation.tools)
      if (use.turn == turn && use.part == p && use.span.valid()) out.field("span_id", span_id(use.span));
    out.close('}');
  }
  out.close(']');
  out.field("finish_reason", message.finish_reason);
  out.count_field("folded", folded);
  out.number_field("idle_ns", idle.count == 0 ? kUnknown : idle.count);
  out.close('}');
  return out.take();
}

}  // namespace spanorama
