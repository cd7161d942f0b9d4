#include "views/span_link.h"

#include <cmath>

#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"

namespace spanorama {

void span_link(Ui& ui, const std::string& name, Rect row, SpanRow span, bool from_right) {
  const TraceStore& store = ui.store();
  const std::string label(span_name(store, span));
  const float width = std::min(row.width(), std::ceil(text_width(ui, label, kSmall)) + 24);
  Rect cell = from_right ? cut_right(row, width) : cut_left(row, width);
  const Press pressed = press(ui, name, cell);
  type_icon(ui, store.columns().type[span.value], cell.x0 + 8, cell.center_y(), 14);
  text_in(ui, {cell.x0 + 20, cell.y0, cell.x1, cell.y1}, label, pressed.hovered ? ui.color.accent : ui.color.faint,
          kSmall);
  if (pressed.focused) focus_ring(ui, cell);
  if (pressed.hovered) tooltip(ui, "Show this step");
  offer_values(ui, cell, pressed.focused, [&] { return values_of(store, span); });
  if (!pressed.clicked) return;
  const TraceId trace = store.trace(store.columns().trace[span.value]).id;
  if (!(trace == ui.state().trace)) ui.push(SelectTrace{trace});
  ui.push(SelectSpan{store.columns().span_id[span.value]});
}

void span_link_after(Ui& ui, const std::string& name, Rect row, std::string_view words, SpanRow span) {
  text_left(ui, row, words, ui.color.faint, kSmall, 8);
  span_link(ui, name, row, span, false);
}

}  // namespace spanorama
