// What went into a step and what came out of it, as messages, documents, arguments, an error; or the raw attributes that
// carried it.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "spanorama/app/step_texts.h"
#include "spanorama/base/format.h"
#include "views/json_tree/json_tree.h"
#include "views/messages.h"
#include "views/shown_values.h"
#include "views/span_link.h"
#include "views/span_panels.h"
#include "views/trace_scores.h"
#include "views/widgets/controls.h"
#include "views/widgets/prose.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr std::size_t kFewMessages = 12;

void error_part(Ui& ui, Column& column, const SpanContent& content, SpanRow span) {
  const Extra* extra = ui.store().extra(span);
  const bool failed = ui.store().columns().status[span.value] == Status::error;
  if (!failed && content.error_message.empty() && content.error_type.empty() && content.error_stack.empty()) return;
  const std::string_view message = !content.error_message.empty() ? std::string_view(content.error_message)
                                   : extra != nullptr             ? ui.store().text(extra->status_message)
                                                                  : std::string_view();
  Rect row{column.x, column.y, column.x + column.width, column.y + 22};
  error_mark(ui, row.x0 + 6, row.center_y(), 11);
  row.x0 += 20;
  text_in(ui, row, content.error_type.empty() ? "Error" : content.error_type, ui.color.error, kStrong);
  column.y += 26;
  if (!message.empty())
    column.y += prose(ui, "error-message", column.x, column.y, column.width, message, ui.color.text) + 6;
  if (!content.error_stack.empty()) draw_code_block(ui, column, "error-stack", content.error_stack);
  column.y += 8;
}

// The steps that ran what a message calls; `next` is the place of its first call in `ran`.
void ran_part(Ui& ui, Column& column, const std::string& name, const Message& message, const std::vector<SpanRow>& ran,
              std::size_t& next, bool shown) {
  for (const MessagePart& part : message.parts) {
    if (part.kind != PartKind::tool_call || next >= ran.size()) continue;
    const SpanRow span = ran[next++];
    if (!shown || !span.valid()) continue;
    span_link_after(ui, name + "-ran" + std::to_string(next - 1),
                    {column.x + 14, column.y - 6, column.x + column.width, column.y + 16}, "ran as", span);
    column.y += 24;
  }
}

// `ran`: for each tool call in the messages the step that ran it, or none.
void messages_part(Ui& ui, Column& column, std::string_view name, std::string_view title,
                   const std::vector<Message>& messages, const std::string& text,
                   const std::vector<SpanRow>& ran = {}) {
  if (messages.empty() && text.empty()) return;
  if (draw_copy_heading(ui, column, name, title))
    ui.push(CopyText{messages.empty() ? text : plain_text(messages), "Copied"});
  if (messages.empty()) {
    draw_text_block(ui, column, std::string(name) + "-text", text, ui.color.text);
    column.y += 10;
    return;
  }
  const std::string fold_name = std::string(name) + "-earlier";
  const bool all = ui.memory.unfolded.count(fold_name) > 0;
  const std::size_t first = all || messages.size() <= kFewMessages ? 0 : messages.size() - kFewMessages;
  if (first > 0) {
    const std::string label = grouped(static_cast<std::int64_t>(first)) + " earlier messages";
    const Rect button{column.x, column.y, column.x + button_width(ui, label), column.y + 28};
    if (text_button(ui, fold_name, button, label, ButtonKind::outlined)) ui.memory.unfolded[fold_name] = true;
    column.y = button.y1 + 10;
  }
  std::size_t next = 0;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (i >= first) draw_message(ui, column, std::string(name) + std::to_string(i), messages[i]);
    ran_part(ui, column, std::string(name), messages[i], ran, next, i >= first);
  }
}

void draw_document(Ui& ui, Column& column, const std::string& name, const Document& document, std::size_t index) {
  Rect row{column.x, column.y, column.x + column.width, column.y + 22};
  icon(ui, Icon::document, row.x0 + 7, row.center_y(), 13, type_color(ObservationType::retriever, ui.color.dark));
  row.x0 += 20;
  if (!document.content.empty() && icon_button(ui, name + "-copy", cut_right(row, 26), Icon::copy, "Copy the text"))
    ui.push(CopyText{document.content, "Document copied"});
  if (document.has_score) {
    char score[48];
    std::snprintf(score, sizeof score, "score %.6g%s", document.score,
                  document.from_database ? " (from the database)" : "");
    text_right(ui, row, score, ui.color.dim, kSmall);
  }
  text_in(ui, row, document.id.empty() ? "Document " + std::to_string(index + 1) : document.id, ui.color.text,
          {Face::mono, 12, Align::left});
  column.y += 24;
  draw_text_block(ui, column, name, document.content, ui.color.dim);
  if (!document.metadata_json.empty() && document.metadata_json != "{}")
    draw_code_block(ui, column, name + "-metadata", document.metadata_json);
  column.y += 8;
}

std::string counted_documents(std::size_t count) {
  return grouped(static_cast<std::int64_t>(count)) + (count == 1 ? " document" : " documents");
}

void documents_part(Ui& ui, Column& column, const SpanContent& content) {
  if (!content.retrieval_query.empty()) {
    draw_heading(ui, column, "retrieval-query", "Query", content.retrieval_query);
    draw_text_block(ui, column, "retrieval-query-text", content.retrieval_query, ui.color.text);
    column.y += 10;
  }
  if (!content.documents.empty()) draw_heading(ui, column, "documents", counted_documents(content.documents.size()));
  for (std::size_t i = 0; i < content.documents.size(); ++i)
    draw_document(ui, column, "document-" + std::to_string(i), content.documents[i], i);
  const std::vector<Document>& given = content.input_documents;
  if (given.empty() || !fold_row(ui, column, "documents-given", counted_documents(given.size()) + " to be ranked"))
    return;
  for (std::size_t i = 0; i < given.size(); ++i)
    draw_document(ui, column, "document-given-" + std::to_string(i), given[i], i);
}

// A retriever whose input is its query: said once, as the query.
bool query_says_input(const SpanContent& content) {
  if (content.retrieval_query.empty()) return false;
  if (content.input.empty()) return content.input_text == content.retrieval_query;
  const std::vector<MessagePart>& parts = content.input[0].parts;
  return content.input.size() == 1 && parts.size() == 1 && parts[0].kind == PartKind::text &&
         parts[0].text == content.retrieval_query;
}

void code_part(Ui& ui, Column& column, std::string_view name, std::string_view title, const std::string& text) {
  if (text.empty()) return;
  draw_heading(ui, column, name, title, text);
  draw_code_block(ui, column, std::string(name) + "-code", text);
  column.y += 8;
}

// "output_type" as "Output type".
std::string label_of(std::string_view name) {
  std::string label(name);
  std::replace(label.begin(), label.end(), '_', ' ');
  if (!label.empty() && label[0] >= 'a' && label[0] <= 'z') label[0] = static_cast<char>(label[0] - 'a' + 'A');
  return label;
}

// Who or what a tool, an agent, a search or a guardrail is.
void about_part(Ui& ui, Column& column, const SpanContent& content, SpanRow span) {
  const ObservationType type = ui.store().columns().type[span.value];
  const float before = column.y;
  const auto line = [&](std::string_view label, std::string_view value) {
    if (!value.empty()) draw_named_value(ui, column, "about-" + std::string(label), label, value);
  };
  if (const MaybeFacts facts = ui.store().facts(span); facts != nullptr) {
    if (type == ObservationType::agent) line("Agent", ui.store().text(facts->agent_name));
    if (type == ObservationType::tool) line("Tool", ui.store().text(facts->tool_name));
    if (type == ObservationType::tool) line("Call id", ui.store().text(facts->tool_call_id));
  }
  for (const ModelParameter& about : content.about) line(label_of(about.name), about.value);
  if (column.y > before) column.y += 10;
}

// The verdict of a step whose work is to give one; those of other steps stand in their metadata.
void verdict_part(Ui& ui, Column& column, SpanRow span) {
  const TraceStore& store = ui.store();
  const ObservationType type = store.columns().type[span.value];
  if (type != ObservationType::evaluator && type != ObservationType::guardrail) return;
  const std::span<const Score> scores = store.scores(span);
  for (const Score& score : scores) {
    const std::string name = "verdict-" + std::to_string(&score - scores.data());
    const std::string_view title = store.text(score.name), why = store.text(score.explanation);
    draw_named_value(ui, column, name, title.empty() ? "Score" : title, full_score_text(store, score));
    if (!why.empty()) draw_text_block(ui, column, name + "-why", why, ui.color.dim);
  }
  if (!scores.empty()) column.y += 10;
}

void parameters_part(Ui& ui, Column& column, const SpanContent& content, SpanRow span) {
  if (content.parameters.empty()) return;
  const ObservationType type = ui.store().columns().type[span.value];
  const bool search = type == ObservationType::retriever || type == ObservationType::db;
  draw_heading(ui, column, "parameters", search ? "Configuration" : "Model configuration");
  for (const ModelParameter& parameter : content.parameters)
    draw_named_value(ui, column, "parameter-" + parameter.name, parameter.name, parameter.value,
                     {.value = {Face::mono, 12, Align::left}});
  column.y += 10;
}

// Its source was asked to be read without texts and values.
bool read_as_metadata(const Ui& ui, SpanRow span) {
  const SourceRow source = ui.store().columns().source[span.value];
  if (!source.valid()) return false;
  const std::uint32_t id = ui.store().columns().sources[source.value].id;
  for (const SourceReport& report : ui.state().report.sources)
    for (const Issue& issue : report.issues)
      if (report.id == id && issue.kind == "metadata_only") return true;
  return false;
}

bool nothing_in(const SpanContent& c) {
  return c.input.empty() && c.output.empty() && c.input_text.empty() && c.output_text.empty() && c.documents.empty() &&
         c.retrieval_query.empty() && c.tool_arguments.empty() && c.tool_result.empty() &&
         c.tool_definitions_json.empty() && c.parameters.empty() && c.input_documents.empty();
}

void folded_definitions(Ui& ui, Column& column, const SpanContent& content) {
  if (content.tool_definitions_json.empty()) return;
  bool& open = ui.memory.unfolded["tool-definitions"];
  const Rect row{column.x - 4, column.y, column.x + 180, column.y + 26};
  const Rect copy{column.x + column.width - 26, column.y, column.x + column.width, column.y + 26};
  if (open && icon_button(ui, "tool-definitions-copy", copy, Icon::copy, "Copy"))
    ui.push(CopyText{content.tool_definitions_json, "Copied"});
  const Press pressed = press(ui, "tool-definitions", row);
  icon(ui, open ? Icon::chevron_down : Icon::chevron_right, row.x0 + 8, row.center_y(), 9, ui.color.dim);
  text_in(ui, {row.x0 + 20, row.y0, row.x1, row.y1}, "Tool definitions", pressed.hovered ? ui.color.text : ui.color.dim,
          {Face::semibold, 12, Align::left});
  if (pressed.focused) focus_ring(ui, row);
  if (pressed.clicked) open = !open;
  column.y += 30;
  if (open) draw_code_block(ui, column, "tool-definitions-code", content.tool_definitions_json);
}

void formatted(Ui& ui, Column& column, const SpanContent& content, SpanRow span) {
  error_part(ui, column, content, span);
  about_part(ui, column, content, span);
  verdict_part(ui, column, span);
  draw_span_prompt(ui, column, content, span);
  const ToolLinks& links = ui.frame.derived.tool_links(ui.state(), span);
  if (links.asked_by.valid()) {
    span_link_after(ui, "asked-by", {column.x, column.y, column.x + column.width, column.y + 22}, "asked for by",
                    links.asked_by);
    column.y += 30;
  }
  code_part(ui, column, "tool-arguments", "Arguments", content.tool_arguments);
  code_part(ui, column, "tool-result", "Result", content.tool_result);
  // A tool's input and output are its arguments and result: said once.
  const bool tool = !content.tool_arguments.empty() || !content.tool_result.empty();
  if ((!tool || !content.input.empty()) && !query_says_input(content))
    messages_part(ui, column, "input", "Input", content.input, content.input_text);
  documents_part(ui, column, content);
  if (!tool || !content.output.empty())
    messages_part(ui, column, "output", "Output", content.output, content.output_text, links.ran);
  folded_definitions(ui, column, content);
  parameters_part(ui, column, content, span);
  if (nothing_in(content) && !content.waiting) {
    column.y += text_wrapped(ui, column.x, column.y + 3, column.width,
                             read_as_metadata(ui, span)
                                 ? "Its source was read as metadata only: texts and values were left out."
                                 : "This step recorded no input and no output.",
                             ui.color.faint) +
                8;
  }
}

void raw(Ui& ui, Column& column, SpanRow span) {
  const Range range = ui.store().columns().attributes[span.value];
  for (std::uint32_t i = range.begin; i < range.end(); ++i) {
    const Attribute attribute = ui.store().columns().attribute_rows[i];
    if (attribute.type() != ValueType::string && attribute.type() != ValueType::json &&
        attribute.type() != ValueType::payload)
      continue;
    const Derived::TextValue& value = ui.frame.derived.attribute_text(ui.state(), i);
    const std::string name = "raw-" + std::to_string(i);
    draw_heading(ui, column, name, ui.store().key_text(attribute.key()), value.text);
    if (value.complete && looks_like_json(value.text))
      draw_json_tree(
          ui, column, name + "-tree", value.text,
          is_metadata_object(ui.store().key_text(attribute.key())) ? JsonOrigin::metadata : JsonOrigin::text);
    else
      draw_code_block(ui, column, name + "-code", value.text);
    if (!value.complete)
      text_in(ui, {column.x, column.y, column.x + column.width, column.y + 20}, "Reading the rest\u2026",
              ui.color.faint, kSmall);
    column.y += 6;
    if (column.y > ImGui::GetIO().DisplaySize.y * 4) return;  // the rest when it is scrolled near
  }
}

}  // namespace

void draw_span_content(Ui& ui, Rect area, SpanRow span) {
  ScrollPanel panel = scroll_panel_begin(ui, "span-content", area, 14);
  Column column{panel.area.x0, panel.area.y0, std::min(panel.area.width() - 6, 820.0f)};
  if (ui.memory.raw_content) {
    raw(ui, column, span);
  } else {
    const SpanContent& content = ui.frame.derived.content(ui.state(), span);
    formatted(ui, column, content, span);
    if (content.waiting)
      text_in(ui, {column.x, column.y, column.x + column.width, column.y + 24}, "Reading\u2026", ui.color.faint);
  }
  scroll_panel_end(ui, "span-content", panel, column.y);
}

}  // namespace spanorama
