// The prompt behind a call in three parts: the template with its placeholders marked, the values of the variables, and
// the text that was sent; with where the template is from, and whether it gives that text.
#include "spanorama/analysis/prompt_template.h"
#include "spanorama/base/format.h"
#include "views/messages.h"
#include "views/span_panels.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

std::string origin_sentence(const PromptView& prompt) {
  switch (prompt.origin) {
    case PromptOrigin::recorded: return "Recorded with the step.";
    case PromptOrigin::file: return "From the prompt file " + prompt.file + ".";
    case PromptOrigin::derived:
      return "Derived: worked out from what " + grouped(prompt.calls) +
             " calls have in common, the names of the variables are guessed.";
    case PromptOrigin::none: break;
  }
  return {};
}

void line(Ui& ui, Column& column, std::string_view text, Color color) {
  column.y += text_wrapped(ui, column.x, column.y, column.width, text, color, kSmall) + 6;
}

void role_line(Ui& ui, Column& column, const std::vector<PromptMessage>& messages, const PromptMessage& message) {
  if (message.role.empty() || messages.size() < 2) return;
  text_in(ui, {column.x, column.y, column.x + column.width, column.y + 18}, message.role, ui.color.faint, kTiny);
  column.y += 20;
}

// Words are placed one behind the other; a placeholder has a ground of its own and is never broken.
void marked_template(Ui& ui, Column& column, std::string_view text, const std::vector<std::string>& names) {
  const float height = line_height(ui, kMono) + 5;
  const Rect box{column.x, column.y, column.x + column.width, 0};
  float x = column.x;
  const auto word = [&](std::string_view shown, bool placeholder) {
    const float width = text_width(ui, shown, kMono);
    if (x > column.x && x + width > box.x1) x = column.x, column.y += height;
    const Rect place{x, column.y, std::min(x + width + 1, box.x1), column.y + height};
    if (placeholder) fill(ui, inset(place, -1, 1), with_alpha(ui.color.accent, 0.22f), 4);
    text_in(ui, place, shown, placeholder ? ui.color.text : ui.color.dim, kMono);
    x += width;
  };
  for (const TemplatePart& part : template_parts(text, names)) {
    if (part.placeholder) {
      word(part.whole, true);
      continue;
    }
    for (std::size_t at = 0; at < part.whole.size();) {
      const std::size_t end = std::min(part.whole.find_first_of(" \n", at), part.whole.size());
      if (end > at) word(part.whole.substr(at, end - at), false);
      if (end < part.whole.size() && part.whole[end] == '\n') x = column.x, column.y += height;
      if (end < part.whole.size() && part.whole[end] == ' ') x += text_width(ui, " ", kMono);
      at = end + 1;
    }
  }
  column.y += height + 6;
}

void template_part(Ui& ui, Column& column, const PromptView& prompt) {
  draw_heading(ui, column, "prompt-template", "Template", template_text(prompt.template_messages));
  line(ui, column, origin_sentence(prompt), prompt.origin == PromptOrigin::derived ? ui.color.warn : ui.color.faint);
  constexpr std::size_t kMostMarked = 8'000;  // bytes with marks; longer ones are shown as plain text
  for (std::size_t i = 0; i < prompt.template_messages.size(); ++i) {
    const PromptMessage& message = prompt.template_messages[i];
    role_line(ui, column, prompt.template_messages, message);
    if (message.text.size() <= kMostMarked)
      marked_template(ui, column, message.text, prompt.told_names);
    else
      draw_code_block(ui, column, "prompt-template-" + std::to_string(i), message.text);
  }
}

void variables_part(Ui& ui, Column& column, const PromptView& prompt) {
  if (prompt.variables.empty()) return;
  std::string all;
  for (const TemplateVariable& variable : prompt.variables)
    if (!variable.missing) all += variable.name + " = " + variable.value + "\n";
  draw_heading(ui, column, "prompt-variables", "Variables", all);
  for (const TemplateVariable& variable : prompt.variables) {
    Rect row{column.x, column.y, column.x + column.width, column.y + 20};
    text_in(ui, row, variable.name, ui.color.accent, {Face::mono, 12, Align::left});
    if (variable.missing) text_right(ui, row, "missing", ui.color.warn, kSmall);
    column.y += 20;
    if (!variable.missing)
      draw_text_block(ui, column, "prompt-variable-" + variable.name, variable.value, ui.color.text);
    column.y += 4;
  }
}

void resolved_part(Ui& ui, Column& column, const PromptView& prompt) {
  if (prompt.resolved.empty()) return;
  draw_heading(ui, column, "prompt-resolved", "Resolved", template_text(prompt.resolved));
  if (prompt.origin != PromptOrigin::none)
    line(ui, column,
         prompt.agrees ? "\u2713 The template with these values gives this text."
                       : "The template with these values does not give this text.",
         prompt.agrees ? ui.color.dim : ui.color.warn);
  for (std::size_t i = 0; i < prompt.resolved.size(); ++i) {
    role_line(ui, column, prompt.resolved, prompt.resolved[i]);
    draw_text_block(ui, column, "prompt-resolved-" + std::to_string(i), prompt.resolved[i].text, ui.color.text);
    column.y += 6;
  }
}

void nothing_known(Ui& ui, Column& column, const PromptView& prompt) {
  line(ui, column,
       prompt.waiting ? "Reading\u2026"
                      : "No template is known: none was recorded, no open prompt file has it, and there are not enough "
                        "calls like this one to work it out.",
       ui.color.faint);
  const std::string_view label = "Load a prompt file\u2026";
  const Rect button{column.x, column.y, column.x + button_width(ui, label), column.y + 28};
  if (text_button(ui, "prompt-load", button, label, ButtonKind::outlined)) ui.push(PickFiles{});
  column.y = button.y1 + 10;
}

}  // namespace

std::string template_text(const std::vector<PromptMessage>& messages) {
  std::string out;
  for (const PromptMessage& message : messages) {
    if (!out.empty()) out += "\n\n";
    if (!message.role.empty() && messages.size() > 1) out += message.role + ":\n";
    out += message.text;
  }
  return out;
}

void draw_span_prompt(Ui& ui, Column& column, const SpanContent& content, SpanRow span) {
  const MaybeFacts facts = ui.store().facts(span);
  const bool named = facts != nullptr && facts->prompt_name.present();
  if (!named && content.prompt_template.empty() && ui.store().columns().type[span.value] != ObservationType::generation)
    return;
  std::string title = "Prompt template";
  if (named) title += " \u00b7 " + std::string(ui.store().text(facts->prompt_name));
  if (named && facts->prompt_version.present()) title += " @ " + std::string(ui.store().text(facts->prompt_version));
  if (!fold_row(ui, column, "prompt", title)) return;
  const PromptView& prompt = ui.frame.derived.prompt(ui.state(), span);
  column.y += 4;
  if (prompt.origin == PromptOrigin::none)
    nothing_known(ui, column, prompt);
  else
    template_part(ui, column, prompt);
  variables_part(ui, column, prompt);
  resolved_part(ui, column, prompt);
  column.y += 6;
}

}  // namespace spanorama
