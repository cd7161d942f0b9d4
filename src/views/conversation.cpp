// The messages of the last generation that answered: what the model saw and said, without the history repeated by every
// call before it.
#include <cmath>

#include "spanorama/base/format.h"
#include "views/messages.h"
#include "views/panels.h"
#include "views/trace_text.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr float kReadingWidth = 640;

void nothing_here(Ui& ui, Rect area) {
  Rect box = centered(area, std::min(420.0f, area.width() - 32), 60);
  text_in(ui, cut_top(box, 26), "No conversation in this trace", ui.color.text, aligned(kTitle, Align::center));
  text_in(ui, cut_top(box, 22), "None of its steps is a model call with recorded output.", ui.color.dim,
          aligned(kBody, Align::center));
}

void draw_texts(Ui& ui, Column& column, const SpanContent& content) {
  if (content.input.empty() && !content.input_text.empty()) {
    draw_heading(ui, column, "conversation-input", "Input", content.input_text);
    draw_text_block(ui, column, "conversation-input-text", content.input_text, ui.color.text);
  }
  for (std::size_t i = 0; i < content.input.size(); ++i)
    draw_message(ui, column, "conversation-in" + std::to_string(i), content.input[i]);
  if (content.output.empty() && !content.output_text.empty()) {
    draw_heading(ui, column, "conversation-output", "Output", content.output_text);
    draw_text_block(ui, column, "conversation-output-text", content.output_text, ui.color.text);
  }
  for (std::size_t i = 0; i < content.output.size(); ++i)
    draw_message(ui, column, "conversation-out" + std::to_string(i), content.output[i]);
}

}  // namespace

void draw_conversation(Ui& ui, Rect area) {
  ui.rects.add("conversation", {area.x0, area.y0, area.width(), area.height()});
  const SpanRow span = ui.frame.derived.conversation_span(ui.state());
  if (!span.valid()) return nothing_here(ui, area);
  const SpanContent& content = ui.frame.derived.content(ui.state(), span);
  ScrollPanel panel = scroll_panel_begin(ui, "conversation", area, 16);
  Column column{panel.area.x0, panel.area.y0, std::min(panel.area.width() - 8, kReadingWidth)};
  column.x += std::max(0.0f, (panel.area.width() - column.width) * 0.5f);
  Rect source{column.x, column.y, column.x + column.width, column.y + 24};
  const Press pressed = press(ui, "conversation-span", source);
  type_icon(ui, ui.store().columns().type[span.value], source.x0 + 9, source.center_y(), 18);
  source.x0 += 26;
  text_left(ui, source, span_name(ui.store(), span), pressed.hovered ? ui.color.accent : ui.color.dim, kSmall);
  text_in(ui, source, "the last model call with output", ui.color.faint, kSmall);
  if (pressed.focused) focus_ring(ui, source);
  if (pressed.clicked) ui.push(SelectSpan{ui.store().columns().span_id[span.value]});
  column.y += 34;
  if (content.waiting)
    text_in(ui, {column.x, column.y, column.x + column.width, column.y + 24}, "Reading\u2026", ui.color.faint);
  draw_texts(ui, column, content);
  scroll_panel_end(ui, "conversation", panel, column.y);
}

}  // namespace spanorama
