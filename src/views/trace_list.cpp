// The traces that pass the filter, virtual: rows are drawn for what is on the screen only. Wide: two lines and
// columns. Beside a trace or on a small screen: three lines.
#include <algorithm>
#include <array>
#include <cmath>

#include "spanorama/base/bidi.h"
#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"
#include "spanorama/query/relevance.h"
#include "views/filter_edit.h"
#include "views/panels.h"
#include "views/search_marks.h"
#include "views/sizes.h"
#include "views/table_head.h"
#include "views/trace_columns.h"
#include "views/trace_marks.h"
#include "views/trace_notes.h"
#include "views/trace_scores.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/menu.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr std::string_view kTable = "traces";

struct ListLayout {
  bool wide = false, one_line = false;
  float row_height = 68;
  double longest = 1;    // ns, what a full mini bar means
  ColumnLayout columns;  // when wide
};

HeadText head_text(Ui& ui) {
  return {kTable, "", [&ui](std::size_t column, ColumnTotal total) { return trace_total_text(ui, column, total); },
          RowSize::large};
}

ListLayout layout_for(Ui& ui, Rect area) {
  ListLayout layout;
  layout.wide = area.width() >= 720;
  const RowSize size = row_size(ui, head_text(ui));
  layout.one_line = layout.wide && size != RowSize::large;
  layout.row_height = cards() ? 84.0f : layout.wide ? row_height(size) : 70.0f;
  // A few outliers do not make all other bars vanish.
  const Summary& sum = ui.frame.derived.summary(ui.state());
  layout.longest = sum.p95_ns == kUnknown ? 1.0 : std::max(1.0, static_cast<double>(sum.p95_ns) * 1.25);
  return layout;
}

void sort_by(Ui& ui, SortKey key) {
  SortOrder order = ui.state().sort;
  order.descending = order.key == key ? !order.descending : key != SortKey::name;
  order.key = key;
  ui.push(SetSort{order});
}

void wide_head(Ui& ui, Rect head, ListLayout& layout) {
  const SortOrder order = ui.state().sort;
  const TableHead drawn =
      table_head(ui, head, trace_list_columns(), head_text(ui), {trace_column_of(order.key), order.descending});
  layout.columns = drawn.layout;
  if (!drawn.sort_by) return;
  if (const auto key = sort_of_trace_column(*drawn.sort_by)) sort_by(ui, *key);
}

void head_cell(Ui& ui, Rect cell, std::string_view title, SortKey key, Align align) {
  const SortOrder order = ui.state().sort;
  const bool active = order.key == key;
  const Press pressed = press(ui, "sort-" + std::string(name_of(key)), cell);
  const Color ink = active || pressed.hovered ? ui.color.text : ui.color.faint;
  const float width = text_width(ui, title, kSmall);
  Rect inner = cell;
  if (active && align == Align::right) inner.x1 -= 13;
  text_in(ui, inner, title, ink, aligned(kSmall, align));
  const float arrow_x = align == Align::right ? cell.x1 - 5 : cell.x0 + width + 10;
  if (active)
    icon(ui, order.descending ? Icon::sort_down : Icon::sort_up, arrow_x, cell.center_y(), 9, ui.color.accent);
  if (pressed.focused) focus_ring(ui, inset(cell, -3, 4));
  if (pressed.clicked) sort_by(ui, key);
}

// Beside a trace there are no columns, only orders.
void narrow_head(Ui& ui, Rect head) {
  fill(ui, head, ui.color.panel);
  hairline_below(ui, head);
  Rect row = inset(head, kTablePad, 0);
  struct Short {
    std::string_view title;
    SortKey key;
  };
  constexpr std::array<Short, 5> kShort = {{{"Newest", SortKey::start},
                                            {"Duration", SortKey::duration},
                                            {"Cost", SortKey::cost},
                                            {"Tokens", SortKey::tokens},
                                            {"Errors", SortKey::errors}}};
  for (const Short& one : kShort) {
    const float width = std::ceil(text_width(ui, one.title, kSmall)) + (ui.state().sort.key == one.key ? 18.0f : 4.0f);
    if (width + 12 > row.width()) break;
    head_cell(ui, cut_left(row, width), one.title, one.key, Align::left);
    row.x0 += 12;
  }
}

std::string preview_of(const TraceStore& store, const Trace& trace) {
  const std::string_view in = utf8_prefix(store.text(trace.input_preview), 200),
                         out = utf8_prefix(store.text(trace.output_preview), 200);
  if (in.empty() && out.empty()) return {};
  const std::string from(in.empty() ? "\u2026" : in);
  if (out.empty()) return from;
  // The arrow points from left to right, whatever way the two are read.
  if (may_read_right_to_left(in) || may_read_right_to_left(out))
    return "\u2068" + from + "\u2069  \u2192  \u2068" + std::string(out) + "\u2069";
  return from + "  \u2192  " + std::string(out);
}

void preview_line(Ui& ui, Rect line, const std::string& preview) {
  mark_line(ui, line, preview, kSmall);
  text_in(ui, line, preview, ui.color.faint, kSmall);
}

void name_line(Ui& ui, Rect line, const Trace& trace) {
  status_mark(ui, trace.status, line.x0 + 6, line.center_y(), 10);
  line.x0 += 20;
  const std::string steps = composition_text(trace);
  const float steps_width = text_width(ui, steps, kSmall);
  const float name_width = text_width(ui, ui.store().text(trace.name), kStrong);
  Rect name = line;
  name.x1 = std::min(line.x1, line.x0 + name_width + 2);
  name.x1 = std::min(name.x1, std::max(line.x1 - steps_width - 12, line.x0 + line.width() * 0.45f));
  mark_line(ui, name, ui.store().text(trace.name), kStrong);
  text_in(ui, name, ui.store().text(trace.name), ui.color.text, kStrong);
  line.x0 = name.x1 + 10;
  text_left(ui, line, steps, ui.color.dim, kSmall, 10);
  score_mark(ui, line, trace);
  const std::string tags = local_tags_text(ui, trace);
  if (!tags.empty() && line.width() > 40) text_in(ui, line, tags, ui.color.accent, kSmall);
}

// Below the mark of the status; in a table, where a row without a preview has that in its middle, at the right end of the
// first column.
Rect star_room(Rect row, const ListLayout& layout) {
  if (cards()) return {row.x0 + 2, row.y1 - 44, row.x0 + 34, row.y1};
  if (!layout.wide) return {row.x0 + 18, row.y1 - 46, row.x0 + 38, row.y1 - 24};
  const Rect first = layout.columns.first(table_cells(row));
  return {first.x1 - 24, row.y0, first.x1 - 4, row.y1};
}

void wide_row(Ui& ui, Rect row, TraceRow trace_row, const ListLayout& layout) {
  const Trace& trace = ui.store().trace(trace_row);
  const Rect cells = table_cells(row);
  push_clip(ui, layout.columns.behind_first(cells));
  for (const ColumnLayout::Cell& cell : layout.columns.cells) {
    const Rect rect = layout.columns.rect(cells, cell);
    if (rect.x1 > cells.x0 && rect.x0 < cells.x1)
      draw_trace_cell(ui, inset(cell_text(rect, trace_list_columns()[cell.column].figure), 0, 6), cell.column,
                      trace_row, layout.longest);
  }
  pop_clip(ui);
  Rect inner = inset(layout.columns.first(cells), 0, layout.one_line ? 2.0f : 8.0f);
  inner.x1 -= 28;  // the star
  const std::string preview = layout.one_line ? std::string() : preview_of(ui.store(), trace);
  Rect first = preview.empty() ? inner : cut_top(inner, 20);
  const std::string models = joined_items(ui.store(), ui.store().lists(trace).models, 1);
  if (!models.empty() && first.width() > 380) {
    const float right = first.x1;
    text_right(ui, first, models, ui.color.faint, kSmall, 10);
    offer_values(ui, {first.x1, first.y0, right, first.y1}, false,
                 [&] { return values_of(ui.store(), trace, FilterField::model); });
  }
  name_line(ui, first, trace);
  inner.x0 += 20;
  if (!preview.empty()) preview_line(ui, inner, preview);
}

void tall_row(Ui& ui, Rect row, const Trace& trace, const ListLayout& layout) {
  Rect inner = inset(row, cards() ? 12.0f : 16.0f, cards() ? 10.0f : 6.0f);
  if (!cards()) inner.x0 = row.x0 + 22;  // behind the box that marks
  name_line(ui, cut_top(inner, 20), trace);
  inner.x0 += 20;
  Rect second = cut_top(inner, 19);
  figure_in(ui, cut_left(second, 56), text_from(trace.duration), ui.color.text, kSmall);
  duration_bar(ui, cut_left(second, inner.width() < 290 ? 28.0f : 64.0f), trace, layout.longest);
  second.x0 += 12;
  text_right(ui, second, relative_text(trace.start, ui.frame.host.now()), ui.color.dim, kSmall, 10);
  const std::string cost = cost_text(trace.cost_microcents, trace.cost_source);
  if (text_width(ui, cost, kSmall) <= second.width()) figure_in(ui, cut_left(second, 72), cost, ui.color.text, kSmall);
  const std::int64_t tokens = total_tokens(trace.usage);
  std::string figure = text_from_count(tokens) + " tok";
  if (text_width(ui, figure, kSmall) > second.width()) figure = text_from_count(tokens);
  if (tokens != kUnknown && text_width(ui, figure, kSmall) <= second.width())
    figure_in(ui, second, figure, ui.color.text, kSmall);
  preview_line(ui, {inner.x0, inner.y0, inner.x1, inner.y0 + 19}, preview_of(ui.store(), trace));
}

void row_tip(Ui& ui, Rect row, const Trace& trace) {
  // Only over the time and the cost, where the list shows less than it knows.
  const float x = ImGui::GetIO().MousePos.x;
  if (x < row.x1 - 120) return;
  const TipLine lines[] = {{"started", time_text(ui, trace.start)},
                           {"duration", exact_milliseconds(trace.duration)},
                           {"tokens", grouped(total_tokens(trace.usage))},
                           {"cost", cost_text(trace.cost_microcents, trace.cost_source) + "  " +
                                        std::string(cost_source_text(trace.cost_source))}};
  tooltip(ui, lines);
}

void draw_row(Ui& ui, Rect row, const std::vector<TraceRow>& list, std::size_t index, const ListLayout& layout) {
  const Trace& trace = ui.store().trace(list[index]);
  const std::string id = hex_from(trace.id);
  ui.rects.add("trace-row-" + std::to_string(index), {row.x0, row.y0, row.width(), row.height()});
  const Press pressed = press(ui, "trace-row:" + id, row, kPressNoFocus | kPressOverlap);
  const bool selected = ui.state().trace == trace.id;
  if (selected) {
    fill(ui, row, with_alpha(ui.color.accent, ui.color.dark ? 0.13f : 0.09f));
    fill(ui, {row.x0, row.y0, row.x0 + 3, row.y1 - 1}, ui.color.accent);
  } else if (pressed.hovered) {
    fill(ui, row, with_alpha(ui.color.raised, 0.75f));
  }
  fill(ui, {row.x0 + (cards() ? 0.0f : kTablePad), row.y1 - 1, row.x1, row.y1}, with_alpha(ui.color.hairline, 0.75f));
  if (layout.wide)
    wide_row(ui, row, list[index], layout);
  else
    tall_row(ui, row, trace, layout);
  offer_values(ui, row, false, [&] { return values_of(ui.store(), trace); });
  if (pressed.hovered) row_tip(ui, row, trace);
  bookmark_star(ui, star_room(row, layout), trace, pressed.hovered && !cards());
  if (!cards()) mark_box(ui, row, list, index, pressed.hovered);
  if (pressed.clicked && !mark_by_press(ui, list, index)) ui.push(SelectTrace{trace.id});
}

std::size_t selected_index(Ui& ui, const std::vector<TraceRow>& list) {
  const TraceRow row = ui.frame.derived.trace_row(ui.state());
  return static_cast<std::size_t>(std::find(list.begin(), list.end(), row) - list.begin());
}

void keep_selection_in_view(Ui& ui, const std::vector<TraceRow>& list, Scroll& scroll, const ListLayout& layout) {
  if (ui.memory.list_shown_trace == ui.state().trace) return;
  ui.memory.list_shown_trace = ui.state().trace;
  const std::size_t index = selected_index(ui, list);
  if (index >= list.size()) return;
  const double top = static_cast<double>(index) * static_cast<double>(layout.row_height);
  scroll_to(scroll, top, top + static_cast<double>(layout.row_height));
}

void no_match(Ui& ui, Rect area) {
  Rect box = centered(area, std::min(420.0f, area.width() - 32), 220);
  text_in(ui, cut_top(box, 28), "No trace passes the filter", ui.color.text, aligned(kTitle, Align::center));
  text_in(ui, cut_top(box, 28), "Take a condition away to see more:", ui.color.dim, aligned(kBody, Align::center));
  const Filter& filter = ui.state().filter;
  for (std::size_t i = 0; i < filter.conditions.size() && box.height() > 36; ++i) {
    Filter one;
    one.conditions = {filter.conditions[i]};
    const std::string label = print(one);
    const float width = std::min(box.width(), button_width(ui, label, true));
    Rect button = centered(cut_top(box, 36), width, 30);
    if (text_button(ui, "relax-" + std::to_string(i), button, label, ButtonKind::outlined, Icon::close))
      ui.push(SetFilterText{print(without_condition(filter, i))});
  }
}

// Above the list while words are searched for: whether what says most about them comes first.
void words_row(Ui& ui, Rect& area) {
  if (ranked_words(ui.state().filter).empty()) return;
  Rect row = cut_top(area, cards() ? 44.0f : 32.0f);
  hairline_below(ui, row);
  row = inset(row, cards() ? 12.0f : kTablePad, 0);
  const bool ranks = ui.state().sort.key == SortKey::relevance;
  const Chip chip{"order-relevance", "Most relevant first", {}, ranks};
  const float width = chip_width(ui, chip, false);
  const Rect rect = centered(cut_left(row, width), width, cards() ? 34.0f : 22.0f);
  if (toggle_chip(ui, rect, chip, "Rare words count for more, and so does saying them often in a short trace"))
    ui.push(SetSort{ranks ? SortOrder{} : SortOrder{SortKey::relevance, true}});
  row.x0 += 10;
  const SearchProgress progress = ui.frame.derived.search_progress();
  const std::string_view what = !ranks               ? ""
                                : progress.searching ? "as soon as the search has ended"
                                : progress.counting  ? "counting words"
                                                     : "";
  text_in(ui, row, what, ui.color.faint, kSmall);
}

}  // namespace

void draw_trace_list(Ui& ui, Rect area) {
  fill(ui, area, ui.color.panel);
  ui.rects.add("trace-list", {area.x0, area.y0, area.width(), area.height()});
  const std::vector<TraceRow>& list = ui.frame.derived.list(ui.state());
  words_row(ui, area);
  ListLayout layout = layout_for(ui, area);
  const Rect head = cut_top(area, layout.wide ? head_height(ui, kTable) : cards() ? 44.0f : 30.0f);
  if (layout.wide)
    wide_head(ui, head, layout);
  else
    narrow_head(ui, head);
  if (!cards()) mark_all_box(ui, {head.x0, head.y0, head.x1, head.y0 + 30});
  if (ui.state().marked.any()) draw_mark_bar(ui, cut_bottom(area, 40));
  if (list.empty()) {
    if (ui.store().trace_count() > 0) no_match(ui, area);
    return;
  }
  Scroll& scroll = scroll_of(ui, "trace-list");
  scroll.view = static_cast<double>(area.height());
  keep_selection_in_view(ui, list, scroll, layout);
  const double height = static_cast<double>(layout.row_height);
  ScrollView view = scroll_begin(ui, scroll, area, height * static_cast<double>(list.size()));
  for (auto i = static_cast<std::size_t>(view.y / height); i < list.size(); ++i) {
    const float y = area.y0 + static_cast<float>(static_cast<double>(i) * height - view.y);
    if (y >= area.y1) break;
    draw_row(ui, {area.x0, y, area.x1, y + layout.row_height}, list, i, layout);
  }
  scroll_end(ui, "trace-list", scroll, view);
  if (layout.wide) columns_bar(ui, head_text(ui), area, layout.columns);
}

}  // namespace spanorama
