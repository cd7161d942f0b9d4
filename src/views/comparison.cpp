// Two traces side by side: steps that answer to one another on one line, with what changed in time, tokens and cost, and
// below it where the texts of the chosen step differ.
#include <cmath>

#include "spanorama/base/format.h"
#include "views/diff_text.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr float kHeadHeight = 52, kIndent = 12, kDeltaWidth = 78, kBarRoom = 8;

struct Figures {
  std::int64_t time_ns = kUnknown, tokens = kUnknown, cost = kUnknown;
};

Figures figures_of(const TraceStore& store, SpanRow span) {
  Figures figures;
  if (!span.valid()) return figures;
  figures.time_ns = store.columns().duration[span.value].count;
  if (const MaybeFacts facts = store.facts(span)) {
    figures.tokens = total_tokens(facts->usage);
    figures.cost = facts->cost_microcents;
  }
  return figures;
}
Figures figures_of(const Trace& trace) {
  return {trace.duration.count, total_tokens(trace.usage), trace.cost_microcents};
}

// "+1.2 s", "−340", "–" when one side does not tell.
template <class Text>
std::string delta_text(std::int64_t left, std::int64_t right, Text&& text) {
  std::int64_t delta = 0;
  if (left == kUnknown || right == kUnknown || __builtin_sub_overflow(right, left, &delta)) return "\u2013";
  if (delta == 0) return "=";
  return (delta > 0 ? "+" : "\u2212") + text(delta > 0 ? delta : -delta);
}

Color delta_color(const Ui& ui, std::int64_t left, std::int64_t right) {
  if (left == kUnknown || right == kUnknown || left == right) return ui.color.faint;
  const double share = static_cast<double>(right - left) / std::max(1.0, static_cast<double>(std::max(left, right)));
  if (std::abs(share) < 0.05) return ui.color.dim;
  return share > 0 ? ui.color.error : ui.color.ok;
}

std::string time_of(std::int64_t ns) { return text_from(Nanos{ns}); }

void delta_cells(Ui& ui, Rect& row, Rect table, const Figures& left, const Figures& right) {
  const TextStyle style = aligned(kSmall, Align::right);
  if (table.width() >= 620)
    text_in(ui, cut_right(row, kDeltaWidth), delta_text(left.cost, right.cost, text_from_microcents),
            delta_color(ui, left.cost, right.cost), style);
  if (table.width() >= 520)
    text_in(ui, cut_right(row, kDeltaWidth), delta_text(left.tokens, right.tokens, text_from_count),
            delta_color(ui, left.tokens, right.tokens), style);
  text_in(ui, cut_right(row, kDeltaWidth), delta_text(left.time_ns, right.time_ns, time_of),
          delta_color(ui, left.time_ns, right.time_ns), style);
}

void step_cell(Ui& ui, Rect cell, SpanRow span, std::uint32_t depth) {
  if (!span.valid()) {
    fill(ui, inset(cell, 2, 1), with_alpha(ui.color.raised, 0.5f), 3);
    return;
  }
  const TraceStore& store = ui.store();
  offer_values(ui, cell, false, [&] { return values_of(store, span); });
  cell.x0 += kIndent * static_cast<float>(std::min(depth, 16u));
  type_icon(ui, store.columns().type[span.value], cell.x0 + 9, cell.center_y(), 16);
  cell.x0 += 22;
  if (store.columns().status[span.value] == Status::error)
    error_mark(ui, cut_left(cell, 14).center_x() - 1, cell.center_y(), 10);
  const std::string duration = text_from(store.columns().duration[span.value]);
  const float width = text_width(ui, duration, kSmall) + 6;
  if (cell.width() > 90 + width)
    text_in(ui, cut_right(cell, width), duration, ui.color.faint, aligned(kSmall, Align::right));
  text_in(ui, cell, span_name(store, span), ui.color.text, kSmall);
}

// Whether texts differ is known from the previews; the whole is read when a row is chosen.
bool texts_differ(const TraceStore& store, SpanRow left, SpanRow right) {
  const MaybeFacts a = store.facts(left);
  const MaybeFacts b = store.facts(right);
  if (a == nullptr || b == nullptr) return static_cast<bool>(a) != static_cast<bool>(b);
  return !(a->input_preview == b->input_preview) || !(a->output_preview == b->output_preview) ||
         !(a->model == b->model);
}

void draw_row(Ui& ui, Rect row, Rect table, const DiffRow& diff, std::size_t index) {
  const Press pressed = press(ui, "diff-row-" + std::to_string(index), row, kPressNoFocus | kPressOverlap);
  const bool chosen = ui.memory.diff_row == index;
  const Color wash = !diff.left.valid() ? ui.color.ok : !diff.right.valid() ? ui.color.error : ui.color.accent;
  if (!diff.left.valid() || !diff.right.valid()) fill(ui, row, with_alpha(wash, 0.08f));
  if (chosen) fill(ui, row, with_alpha(ui.color.accent, ui.color.dark ? 0.16f : 0.11f));
  if (pressed.hovered && !chosen) fill(ui, row, with_alpha(ui.color.raised, 0.6f));
  Rect inner = inset(row, 10, 0);
  inner.x1 -= kBarRoom;
  delta_cells(ui, inner, table, figures_of(ui.store(), diff.left), figures_of(ui.store(), diff.right));
  inner.x1 -= 18;
  const Rect mark{inner.x1, row.y0, inner.x1 + 16, row.y1};
  const char* sign = !diff.left.valid()                                ? "+"
                     : !diff.right.valid()                             ? "\u2212"
                     : texts_differ(ui.store(), diff.left, diff.right) ? "\u2260"
                                                                       : "";
  text_in(ui, mark, sign, wash, aligned(kStrong, Align::center));
  step_cell(ui, inset(cut_left(inner, inner.width() * 0.5f), 4, 0), diff.left, diff.depth);
  step_cell(ui, inset(inner, 4, 0), diff.right, diff.depth);
  if (!pressed.clicked) return;
  ui.memory.diff_row = chosen ? SIZE_MAX : index;
  ui.animating = true;
}

void trace_title(Ui& ui, Rect cell, const Trace& trace) {
  offer_values(ui, cell, false, [&] { return values_of(ui.store(), trace); });
  Rect row = cut_top(cell, cell.height() * 0.5f);
  status_mark(ui, trace.status, row.x0 + 6, row.center_y(), 10);
  row.x0 += 18;
  text_in(ui, row, ui.store().text(trace.name), ui.color.text, kStrong);
  cell.x0 += 18;
  text_in(ui, cell,
          time_text(ui, trace.start, 0) + "  " + text_from(trace.duration) + "  " +
              cost_text(trace.cost_microcents, trace.cost_source),
          ui.color.dim, kSmall);
}

void draw_head(Ui& ui, Rect head, const Trace& left, const Trace& right) {
  hairline_below(ui, head);
  Rect row = inset(head, 10, 4);
  row.x1 -= kBarRoom;
  Rect deltas = row;
  const Figures a = figures_of(left), b = figures_of(right);
  Rect top = cut_top(deltas, deltas.height() * 0.5f);
  const float before = top.x1;
  delta_cells(ui, deltas, head, a, b);
  const float used = before - deltas.x1;
  const char* names[] = {"Time", "Tokens", "Cost"};
  for (int i = static_cast<int>(std::round(used / kDeltaWidth)); i-- > 0;)
    text_in(ui, cut_right(top, kDeltaWidth), names[i], ui.color.faint, aligned(kSmall, Align::right));
  row.x1 -= used + 18;
  trace_title(ui, cut_left(row, row.width() * 0.5f), left);
  if (icon_button(ui, "compare-close", cut_right(row, 28), Icon::close, "Compare with another")) ui.push(CompareWith{});
  trace_title(ui, row, right);
}

void draw_rows(Ui& ui, Rect area, const std::vector<DiffRow>& rows) {
  const float row_height = cards() ? 44.0f : kRowHeight;
  Scroll& scroll = scroll_of(ui, "comparison");
  const ScrollView view =
      scroll_begin(ui, scroll, area, static_cast<double>(row_height) * static_cast<double>(rows.size()));
  for (auto i = static_cast<std::size_t>(view.y / static_cast<double>(row_height)); i < rows.size(); ++i) {
    const float y = area.y0 + static_cast<float>(static_cast<double>(i) * static_cast<double>(row_height) - view.y);
    if (y >= area.y1) break;
    draw_row(ui, {area.x0, y, area.x1, y + row_height}, area, rows[i], i);
  }
  scroll_end(ui, "comparison", scroll, view);
}

// The filtered list, to choose the other trace from.
void draw_choice(Ui& ui, Rect area) {
  Rect head = inset(cut_top(area, 44), 16, 0);
  text_in(ui, head, "Compare with \u2026", ui.color.text, kTitle);
  const std::vector<TraceRow>& list = ui.frame.derived.list(ui.state());
  const float row_height = cards() ? 44.0f : 32.0f;
  Scroll& scroll = scroll_of(ui, "compare-with");
  const ScrollView view =
      scroll_begin(ui, scroll, area, static_cast<double>(row_height) * static_cast<double>(list.size()));
  for (auto i = static_cast<std::size_t>(view.y / static_cast<double>(row_height)); i < list.size(); ++i) {
    const float y = area.y0 + static_cast<float>(static_cast<double>(i) * static_cast<double>(row_height) - view.y);
    if (y >= area.y1) break;
    const Rect row{area.x0, y, area.x1, y + row_height};
    const Trace& trace = ui.store().trace(list[i]);
    const bool open = trace.id == ui.state().trace;
    const Press pressed = press(ui, "compare-with-" + std::to_string(i), row, kPressNoFocus | kPressOverlap);
    if (pressed.hovered && !open) fill(ui, row, with_alpha(ui.color.raised, 0.7f));
    Rect inner = inset(row, 16, 0);
    status_mark(ui, trace.status, inner.x0 + 6, inner.center_y(), 10);
    inner.x0 += 20;
    text_in(ui, cut_right(inner, 150), time_text(ui, trace.start, 0), ui.color.faint, aligned(kSmall, Align::right));
    text_in(ui, cut_right(inner, 80), text_from(trace.duration), ui.color.dim, aligned(kSmall, Align::right));
    text_left(ui, inner, ui.store().text(trace.name), open ? ui.color.faint : ui.color.text, kBody, 10);
    text_in(ui, inner, open ? std::string("this one") : composition_text(trace), ui.color.faint, kSmall);
    offer_values(ui, row, false, [&] { return values_of(ui.store(), trace); });
    if (pressed.clicked && !open) {
      ui.push(CompareWith{trace.id});
      ui.memory.diff_row = SIZE_MAX;
    }
  }
  scroll_end(ui, "compare-with", scroll, view);
}

}  // namespace

void draw_comparison(Ui& ui, Rect area) {
  ui.rects.add("comparison", {area.x0, area.y0, area.width(), area.height()});
  const TraceRow left = ui.frame.derived.trace_row(ui.state());
  const TraceRow right = ui.state().compared.valid() ? ui.store().find_trace(ui.state().compared) : TraceRow{};
  if (!right.valid()) return draw_choice(ui, area);
  const std::vector<DiffRow>& rows = ui.frame.derived.open_trace().comparison(ui.state());
  draw_head(ui, cut_top(area, kHeadHeight), ui.store().trace(left), ui.store().trace(right));
  if (ui.memory.diff_row < rows.size()) {
    const Rect texts = cut_bottom(area, std::round(area.height() * 0.5f));
    fill(ui, {texts.x0, texts.y0, texts.x1, texts.y0 + 1}, ui.color.hairline);
    draw_text_diff(ui, texts, rows[ui.memory.diff_row]);
  }
  draw_rows(ui, area, rows);
}

}  // namespace spanorama
