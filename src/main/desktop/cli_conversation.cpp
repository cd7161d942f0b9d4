#include "main/desktop/cli_conversation.h"

#include "main/desktop/cli_rows.h"
#include "spanorama/app/conversations.h"
#include "spanorama/base/format.h"

namespace spanorama {
namespace {

// Every line of `text`, two blanks in, without what could steer a terminal.
void print_indented(Output& output, std::string_view text, std::string_view mark = "") {
  bool first = true;
  while (!text.empty() || first) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    output.line("  " + std::string(first ? mark : "") + without_controls(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
    first = false;
  }
}

void print_part(Output& output, const MessagePart& part) {
  switch (part.kind) {
    case PartKind::text:
    case PartKind::refusal: return print_indented(output, part.text);
    case PartKind::reasoning: return print_indented(output, part.text, "(reasoning) ");
    case PartKind::tool_call: return print_indented(output, part.name + " " + part.arguments, "→ ");
    case PartKind::tool_result: return print_indented(output, part.text, "← ");
    default: return print_indented(output, part.name.empty() ? part.text : part.name, "[…] ");
  }
}

void print_text(Output& output, const TraceStore& store, const SessionPart& part, bool of_session) {
  const TraceConversation& conversation = part.conversation;
  const Trace& trace = store.trace(conversation.trace);
  if (of_session) {
    std::string head = "── " + std::string(store.text(trace.name)) + ", " + text_from(trace.start);
    if (part.idle >= kIdleGap) head += ", after a pause of " + text_from(part.idle);
    output.line(without_controls(head));
  }
  if (part.folded != 0)
    output.line("(" + grouped(part.folded) + (part.folded == 1 ? " earlier message)" : " earlier messages)"));
  for (std::uint32_t t = part.folded; t < conversation.talk.turns.size(); ++t) {
    const Message& message = message_of(conversation.content, conversation.talk.turns[t]);
    output.line(without_controls(message.role) + ":");
    for (const MessagePart& piece : message.parts) print_part(output, piece);
  }
  if (const std::size_t aside = conversation.talk.aside.size(); aside != 0)
    output.line("(" + std::to_string(aside) + (aside == 1 ? " model call answered" : " model calls answered") +
                " outside this conversation)");
}

}  // namespace

void print_conversation(const CommandLine& line, CliSources& sources, const std::vector<TraceRow>& traces,
                        Output& output) {
  const TraceStore& store = *sources.store();
  RowPrinter printer(output, line.format, {}, line.limit);
  read_session(store, traces, sources, [&](const SessionPart& part) {
    if (!printer.more()) return;
    if (printer.wants_cells()) return print_text(output, store, part, !line.session.empty());
    const auto count = static_cast<std::uint32_t>(part.conversation.talk.turns.size());
    for (std::uint32_t t = part.folded; t < count && printer.more(); ++t) {
      const bool first = t == part.folded;
      printer.json(message_json(store, part.conversation, t, first ? part.folded : 0, first ? part.idle : Nanos{0}));
    }
  });
  printer.finish();
}

}  // namespace spanorama
