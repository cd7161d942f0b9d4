#include "spanorama/app/step_texts.h"

#include <string_view>
#include <vector>

namespace spanorama {

namespace {

// Roles and parts one after the other.
std::string text_of(const std::vector<Message>& messages, std::size_t most_bytes) {
  std::string text;
  for (const Message& message : messages) {
    text += (text.empty() ? "" : "\n") + message.role + ":";
    for (const MessagePart& part : message.parts) {
      text += "\n" + (part.kind == PartKind::tool_call ? part.name + " " + part.arguments : part.text);
      if (text.size() > most_bytes) return text.substr(0, most_bytes);
    }
  }
  return text;
}

std::string text_of(const std::vector<Document>& documents) {
  std::string text;
  for (const Document& document : documents) text += (text.empty() ? "" : "\n\n") + document.content;
  return text;
}

void take_first(std::string& text, std::string_view otherwise, std::size_t most_bytes) {
  if (text.empty()) text = otherwise.substr(0, most_bytes);
}

}  // namespace

std::string plain_text(const Message& message) {
  std::string text;
  for (const MessagePart& part : message.parts) {
    if (part.text.empty() && part.name.empty() && part.arguments.empty()) continue;
    if (!text.empty()) text += "\n\n";
    text += part.kind == PartKind::tool_call ? part.name + " " + part.arguments : part.text;
  }
  return text;
}

std::string plain_text(const std::vector<Message>& messages) {
  if (messages.size() == 1) return plain_text(messages[0]);
  std::string text;
  for (const Message& message : messages)
    text += (text.empty() ? "" : "\n\n") + message.role + ":\n" + plain_text(message);
  return text;
}

StepTexts step_texts(const TraceStore& store, SpanRow span, const SpanContent& content, std::size_t most_bytes) {
  StepTexts out{text_of(content.input, most_bytes), text_of(content.output, most_bytes)};
  take_first(out.input, content.input_text, most_bytes);
  take_first(out.input, content.tool_arguments, most_bytes);
  take_first(out.input, content.retrieval_query, most_bytes);
  take_first(out.output, content.output_text, most_bytes);
  take_first(out.output, content.tool_result, most_bytes);
  take_first(out.output, text_of(content.documents), most_bytes);
  if (const MaybeFacts facts = store.facts(span)) {
    take_first(out.input, store.text(facts->input_preview), most_bytes);
    take_first(out.output, store.text(facts->output_preview), most_bytes);
  }
  return out;
}

}  // namespace spanorama
