// The spans of a trace as a tree with figures: duration, share, self time, tokens, cost.
#include <algorithm>
#include <array>
#include <cmath>

#include "spanorama/base/format.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/span_keys.h"
#include "views/time_marks.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr float kHeadHeight = 28, kIndent = 16;

struct Column {
  std::string_view title;
  float width, from_width;  // shown when the table is at least that wide
};
enum ColumnIndex : std::size_t { kStart, kDuration, kShare, kSelf, kTokens, kAllTokens, kCost, kAllCost, kColumnCount };
constexpr std::array<Column, kColumnCount> kColumns = {{{"Start", 72, 720},
                                                        {"Duration", 72, 0},
                                                        {"Share", 96, 620},
                                                        {"Self", 72, 820},
                                                        {"Tokens", 64, 440},
                                                        {"with below", 72, 900},
                                                        {"Cost", 86, 520},
                                                        {"with below", 76, 900}}};

const std::string kSumMark = "\u03a3 ";  // before what stands for a step and all below it

bool shown(std::size_t column, Rect table) { return table.width() >= kColumns[column].from_width; }

void draw_head(Ui& ui, Rect head, Rect table) {
  hairline_below(ui, head);
  Rect row = inset(head, 14, 0);
  row.x1 -= 8;
  for (std::size_t i = kColumnCount; i-- > 0;)
    if (shown(i, table))
      text_in(ui, inset(cut_right(row, kColumns[i].width), 4, 0), kColumns[i].title, ui.color.faint,
              aligned(kSmall, Align::right));
  text_in(ui, row, "Step", ui.color.faint, kSmall);
}

// A share of three quarters of the trace or more stands out, from half on less so; that of a root says nothing.
Color heat(const Ui& ui, double share, bool root) {
  if (root) return ui.color.accent;
  return share >= 0.75 ? ui.color.error : share >= 0.5 ? ui.color.warn : ui.color.accent;
}

void share_cell(Ui& ui, Rect cell, double share, bool root) {
  const Rect figure = cut_right(cell, 44);
  const Rect track{cell.x0 + 2, cell.center_y() - 2, cell.x1 - 2, cell.center_y() + 2};
  fill(ui, track, ui.color.raised, 2);
  fill(ui,
       {track.x0, track.y0, track.x0 + std::max(1.0f, track.width() * static_cast<float>(std::min(1.0, share))),
        track.y1},
       heat(ui, share, root), 2);
  text_in(ui, figure, percent_text(share), ui.color.dim, aligned(kSmall, Align::right));
}

void figure_cells(Ui& ui, Rect& row, Rect table, TraceRow trace, SpanRow span) {
  const TraceStore& store = ui.store();
  const ColumnViews& columns = store.columns();
  const Trace& whole = store.trace(trace);
  const MaybeFacts facts = store.facts(span);
  const Nanos duration = columns.duration[span.value];
  const TextStyle right = aligned(kSmall, Align::right);
  const SubtreeSums& below = ui.frame.derived.open_trace().subtree(ui.state());
  const std::size_t at = span.value - whole.first_span.value;
  for (std::size_t i = kColumnCount; i-- > 0;) {
    if (!shown(i, table)) continue;
    const Rect cell = inset(cut_right(row, kColumns[i].width), 4, 0);
    const std::int64_t tokens = facts == nullptr ? kUnknown : total_tokens(facts->usage);
    if (i == kStart) figure_in(ui, cell, text_from(columns.start[span.value] - whole.start), ui.color.dim, right);
    if (i == kDuration) figure_in(ui, cell, text_from(duration), ui.color.text, right);
    if (i == kShare)
      share_cell(ui, cell,
                 whole.duration.count > 0
                     ? static_cast<double>(duration.count) / static_cast<double>(whole.duration.count)
                     : 0,
                 columns.depth[span.value] == 0);
    if (i == kSelf) {
      const std::vector<Nanos>& self = ui.frame.derived.self_times(ui.state());
      if (at < self.size()) figure_in(ui, cell, text_from(self[at]), ui.color.dim, right);
    }
    if (i == kTokens && tokens != kUnknown) figure_in(ui, cell, text_from_count(tokens), ui.color.text, right);
    const bool all_tokens = at < below.tokens.size() && below.tokens[at] != kUnknown;
    if (i == kTokens && tokens == kUnknown && all_tokens && !shown(kAllTokens, table))
      figure_in(ui, cell, kSumMark + text_from_count(below.tokens[at]), ui.color.faint, right);
    if (i == kAllTokens && all_tokens) figure_in(ui, cell, text_from_count(below.tokens[at]), ui.color.dim, right);
    const bool own_cost = facts != nullptr && facts->cost_microcents != kUnknown;
    if (i == kCost && own_cost)
      figure_in(ui, cell, cost_text(facts->cost_microcents, facts->cost_source), ui.color.text, right);
    // Marked as the whole trace is: an estimate is never shown as a report.
    const bool all_cost = at < below.cost_microcents.size() && below.cost_microcents[at] != kUnknown;
    if (i == kAllCost && all_cost)
      figure_in(ui, cell, cost_text(below.cost_microcents[at], whole.cost_source), ui.color.dim, right);
    if (i == kCost && !own_cost && all_cost && !shown(kAllCost, table))
      figure_in(ui, cell, kSumMark + cost_text(below.cost_microcents[at], whole.cost_source), ui.color.faint, right);
  }
}

void name_cell(Ui& ui, Rect row, SpanRow span) {
  const TraceStore& store = ui.store();
  const ColumnViews& columns = store.columns();
  const std::uint32_t depth = columns.depth[span.value];
  for (std::uint32_t level = 1; level <= std::min(depth, 24u); ++level) {
    const float guide = row.x0 + kIndent * static_cast<float>(level) - 9;
    fill(ui, {guide, row.y0, guide + 1, row.y1}, with_alpha(ui.color.hairline, 0.8f));
  }
  row.x0 += kIndent * static_cast<float>(std::min(depth, 24u));
  const SpanId id = columns.span_id[span.value];
  const Rect caret = cut_left(row, 16);
  if (columns.subtree_end[span.value] > span.value + 1) {
    const bool folded = std::binary_search(ui.state().folded.begin(), ui.state().folded.end(), id);
    const Press pressed = press(ui, "tree-fold:" + hex_from(id), caret, kPressNoFocus | kPressOverlap);
    icon(ui, folded ? Icon::chevron_right : Icon::chevron_down, caret.center_x() - 1, caret.center_y(), 9,
         pressed.hovered ? ui.color.text : ui.color.faint);
    if (pressed.clicked) ui.push(ToggleFold{id});
  }
  const bool error = columns.status[span.value] == Status::error;
  type_icon(ui, columns.type[span.value], row.x0 + 10, row.center_y(), 18);
  row.x0 += 26;
  if (error) {
    error_mark(ui, row.x0 + 5, row.center_y(), 11);
    row.x0 += 16;
  }
  text_left(ui, row, span_name(store, span), !dimmed(ui, span) ? ui.color.text : ui.color.faint, kBody, 8);
  const MaybeFacts facts = store.facts(span);
  if (facts == nullptr || row.width() < 40) return;
  const std::string_view detail = store.text(facts->model.present() ? facts->model : facts->tool_name);
  if (detail != span_name(store, span)) text_in(ui, row, detail, ui.color.faint, kSmall);
}

void draw_row(Ui& ui, Rect row, Rect table, TraceRow trace, SpanRow span) {
  const SpanId id = ui.store().columns().span_id[span.value];
  const Press pressed = press(ui, "span-row:" + hex_from(id), row, kPressNoFocus | kPressOverlap);
  if (ui.state().span == id) {
    fill(ui, row, with_alpha(ui.color.accent, ui.color.dark ? 0.14f : 0.10f));
    fill(ui, {row.x0, row.y0, row.x0 + 2, row.y1}, ui.color.accent);
  } else if (pressed.hovered) {
    fill(ui, row, with_alpha(ui.color.raised, 0.7f));
  }
  Rect inner = inset(row, 14, 0);
  inner.x1 -= 8;
  figure_cells(ui, inner, table, trace, span);
  inner.x1 -= 8;
  name_cell(ui, inner, span);
  offer_values(ui, row, false, [&] { return values_of(ui.store(), span); });
  if (pressed.clicked) ui.push(SelectSpan{id});
}

}  // namespace

void draw_tree_table(Ui& ui, Rect area) {
  const TraceRow trace = ui.frame.derived.trace_row(ui.state());
  const std::vector<SpanRow>& rows = ui.frame.derived.timeline_rows(ui.state());
  ui.rects.add("tree", {area.x0, area.y0, area.width(), area.height()});
  span_keys(ui, trace);
  draw_head(ui, cut_top(area, kHeadHeight), area);
  const float row_height = cards() ? 44.0f : kRowHeight;
  Scroll& scroll = scroll_of(ui, "tree");
  scroll.view = static_cast<double>(area.height());
  keep_span_in_view(ui, scroll, static_cast<double>(row_height));
  ScrollView view = scroll_begin(ui, scroll, area, static_cast<double>(row_height) * static_cast<double>(rows.size()));
  for (auto i = static_cast<std::size_t>(view.y / static_cast<double>(row_height)); i < rows.size(); ++i) {
    const float y = area.y0 + static_cast<float>(static_cast<double>(i) * static_cast<double>(row_height) - view.y);
    if (y >= area.y1) break;
    draw_row(ui, {area.x0, y, area.x1, y + row_height}, area, trace, rows[i]);
  }
  scroll_end(ui, "tree", scroll, view);
}

}  // namespace spanorama
