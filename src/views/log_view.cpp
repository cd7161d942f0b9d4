// Every step in order, with what went in and what came out: read from top to bottom like a log.
#include "spanorama/base/format.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/span_keys.h"
#include "views/time_marks.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr float kLogRow = 64;

void preview_line(Ui& ui, Rect row, std::string_view label, StringId text) {
  text_in(ui, cut_left(row, 26), label, ui.color.faint, kTiny);
  if (text.present()) text_in(ui, row, ui.store().text(text), ui.color.dim, kSmall);
}

std::string figures(const TraceStore& store, SpanRow span) {
  std::string text = text_from(store.columns().duration[span.value]);
  const MaybeFacts facts = store.facts(span);
  if (facts == nullptr) return text;
  if (const std::int64_t tokens = total_tokens(facts->usage); tokens != kUnknown)
    text += "  " + text_from_count(tokens) + " tok";
  if (facts->cost_microcents != kUnknown) text += "  " + cost_text(facts->cost_microcents, facts->cost_source);
  return text;
}

void draw_row(Ui& ui, Rect row, TraceRow trace, SpanRow span) {
  const TraceStore& store = ui.store();
  const ColumnViews& columns = store.columns();
  const SpanId id = columns.span_id[span.value];
  const Press pressed = press(ui, "span-row:" + hex_from(id), row, kPressNoFocus | kPressOverlap);
  if (ui.state().span == id) {
    fill(ui, row, with_alpha(ui.color.accent, ui.color.dark ? 0.14f : 0.10f));
    fill(ui, {row.x0, row.y0, row.x0 + 2, row.y1}, ui.color.accent);
  } else if (pressed.hovered) {
    fill(ui, row, with_alpha(ui.color.raised, 0.7f));
  }
  hairline_below(ui, row);
  Rect inner = inset(row, 14, 6);
  Rect head = cut_top(inner, 20);
  const bool failed = columns.status[span.value] == Status::error;
  text_in(ui, cut_left(head, 76), "+" + text_from(columns.start[span.value] - store.trace(trace).start), ui.color.faint,
          kTiny);
  type_icon(ui, columns.type[span.value], head.x0 + 8, head.center_y(), 16);
  head.x0 += 24;
  if (failed) error_mark(ui, cut_left(head, 16).center_x() - 2, head.center_y(), 10);
  const std::string right = figures(store, span);
  text_in(ui, cut_right(head, text_width(ui, right, kSmall) + 4), right, ui.color.dim, aligned(kSmall, Align::right));
  text_left(ui, head, span_name(store, span), dimmed(ui, span) ? ui.color.faint : ui.color.text, kStrong, 8);
  const MaybeFacts facts = store.facts(span);
  if (facts != nullptr && facts->model.present()) text_in(ui, head, store.text(facts->model), ui.color.faint, kSmall);
  inner.x0 += 76;
  const Extra* extra = store.extra(span);
  if (failed && extra != nullptr && extra->status_message.present())
    text_in(ui, cut_top(inner, 16), store.text(extra->status_message), ui.color.error, kSmall);
  else if (facts != nullptr && facts->input_preview.present())
    preview_line(ui, cut_top(inner, 16), "in", facts->input_preview);
  if (facts != nullptr && facts->output_preview.present())
    preview_line(ui, cut_top(inner, 16), "out", facts->output_preview);
  offer_values(ui, row, false, [&] { return values_of(ui.store(), span); });
  if (pressed.clicked) ui.push(SelectSpan{id});
}

}  // namespace

void draw_log(Ui& ui, Rect area) {
  const TraceRow trace = ui.frame.derived.trace_row(ui.state());
  const std::vector<SpanRow>& rows = ui.frame.derived.open_trace().log_rows(ui.state());
  ui.rects.add("log", {area.x0, area.y0, area.width(), area.height()});
  span_keys(ui, trace);
  Scroll& scroll = scroll_of(ui, "log");
  const ScrollView view =
      scroll_begin(ui, scroll, area, static_cast<double>(kLogRow) * static_cast<double>(rows.size()));
  for (auto i = static_cast<std::size_t>(view.y / static_cast<double>(kLogRow)); i < rows.size(); ++i) {
    const float y = area.y0 + static_cast<float>(static_cast<double>(i) * static_cast<double>(kLogRow) - view.y);
    if (y >= area.y1) break;
    draw_row(ui, {area.x0, y, area.x1, y + kLogRow}, trace, rows[i]);
  }
  scroll_end(ui, "log", scroll, view);
}

}  // namespace spanorama
