#include "views/data_table.h"

#include <cmath>

#include "views/search_marks.h"
#include "views/sizes.h"
#include "views/table_head.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr float kMarkWidth = 26;

// The detail stands in a second line of large rows.
void two_lines(Ui& ui, Rect first, const std::string& text, const std::string& detail) {
  first = inset(first, 0, 8);
  const Rect name = detail.empty() ? first : cut_top(first, 20);
  mark_line(ui, name, text, kStrong);
  text_in(ui, name, text, ui.color.text, kStrong);
  if (detail.empty()) return;
  mark_line(ui, first, detail, kSmall);
  text_in(ui, first, detail, ui.color.faint, kSmall);
}

void first_cell(Ui& ui, Rect first, const std::string& text, const std::string& detail) {
  if (first.height() >= row_height(RowSize::large)) return two_lines(ui, first, text, detail);
  Rect name = first;
  name.x1 = std::min(first.x1, first.x0 + std::ceil(text_width(ui, text, kStrong)) + 2);
  if (!detail.empty()) name.x1 = std::min(name.x1, std::max(first.x0 + first.width() * 0.6f, first.x0 + 180));
  mark_line(ui, name, text, kStrong);
  text_in(ui, name, text, ui.color.text, kStrong);
  first.x0 = name.x1 + 10;
  if (detail.empty() || first.width() <= 30) return;
  mark_line(ui, first, detail, kSmall);
  text_in(ui, first, detail, ui.color.faint, kSmall);
}

bool draw_row(Ui& ui, Rect row, std::span<const TableColumn> columns, const ColumnLayout& layout, const TableRows& rows,
              std::size_t index) {
  const Press pressed = press(ui, std::string(rows.name) + "-row-" + std::to_string(index), row, kPressNoFocus);
  if (pressed.hovered) fill(ui, row, with_alpha(ui.color.raised, 0.75f));
  fill(ui, {row.x0 + kTablePad, row.y1 - 1, row.x1, row.y1}, with_alpha(ui.color.hairline, 0.75f));
  const Rect inner = table_cells(row);
  push_clip(ui, layout.behind_first(inner));
  for (const ColumnLayout::Cell& cell : layout.cells) {
    const std::string text = rows.cell(index, cell.column);
    const Rect rect = cell_text(layout.rect(inner, cell), columns[cell.column].figure);
    if (rows.values) offer_values(ui, rect, false, [&] { return rows.values(index, cell.column); });
    if (columns[cell.column].figure)
      figure_in(ui, rect, text, ui.color.text, aligned(kSmall, Align::right));
    else
      text_in(ui, rect, text, ui.color.dim, kSmall);
  }
  pop_clip(ui);
  Rect first = layout.first(inner);
  first.x1 -= 8;
  if (rows.values) offer_values(ui, row, false, [&] { return rows.values(index, 0); });
  if (rows.mark) rows.mark(index, cut_left(first, kMarkWidth));
  first_cell(ui, first, rows.cell(index, 0), rows.detail ? rows.detail(index) : std::string());
  return pressed.clicked;
}

}  // namespace

std::optional<std::size_t> data_table(Ui& ui, Rect area, std::span<const TableColumn> columns, const TableRows& rows,
                                      Memory::TableSort& sort) {
  fill(ui, area, ui.color.panel);
  const std::string prefix = std::string(rows.name) + "-";
  const HeadText text{rows.name, prefix, rows.total};
  HeadSort sorted{std::nullopt, sort.descending};
  if (sort.column >= 0) sorted.column = static_cast<std::size_t>(sort.column);
  const TableHead head = table_head(ui, cut_top(area, head_height(ui, rows.name)), columns, text, sorted);
  if (head.sort_by) {
    const bool again = sorted.column == head.sort_by;
    sort = {static_cast<int>(*head.sort_by), again ? !sort.descending : columns[*head.sort_by].figure};
  }
  const float height = cards() ? 48.0f : row_height(row_size(ui, text));
  Scroll& scroll = scroll_of(ui, rows.name);
  scroll.view = static_cast<double>(area.height());
  ScrollView view = scroll_begin(ui, scroll, area, static_cast<double>(height) * static_cast<double>(rows.count));
  std::optional<std::size_t> chosen;
  for (auto i = static_cast<std::size_t>(view.y / static_cast<double>(height)); i < rows.count; ++i) {
    const float y = area.y0 + static_cast<float>(static_cast<double>(i) * static_cast<double>(height) - view.y);
    if (y >= area.y1) break;
    if (draw_row(ui, {area.x0, y, area.x1, y + height}, columns, head.layout, rows, i)) chosen = i;
  }
  scroll_end(ui, rows.name, scroll, view);
  columns_bar(ui, text, area, head.layout);
  return chosen;
}

}  // namespace spanorama
