#include "views/data_table.h"

#include <algorithm>
#include <cmath>

#include "views/sizes.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr float kHeadHeight = 30, kFirstLeast = 150;

// How many columns behind the first have room.
std::size_t columns_that_fit(std::span<const TableColumn> columns, float width) {
  std::size_t count = 1;
  float used = kFirstLeast;
  while (count < columns.size() && used + columns[count].width <= width) used += columns[count++].width;
  return count;
}

// The rectangle of each column inside a row.
std::vector<Rect> cells_in(Rect row, std::span<const TableColumn> columns) {
  std::vector<Rect> out(columns.size());
  for (std::size_t i = columns.size(); i-- > 1;) out[i] = inset(cut_right(row, columns[i].width), 4, 0);
  out[0] = row;
  return out;
}

TextStyle style_of(const TableColumn& column) { return column.figure ? aligned(kSmall, Align::right) : kSmall; }

void draw_head(Ui& ui, Rect head, std::span<const TableColumn> columns, const TableRows& rows,
               Memory::TableSort& sort) {
  fill(ui, head, ui.color.panel);
  hairline_below(ui, head);
  const std::vector<Rect> cells = cells_in(inset(head, 16, 0), columns);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool active = sort.column == static_cast<int>(i);
    const Press pressed = press(ui, std::string(rows.name) + "-sort-" + std::to_string(i), cells[i]);
    Rect inner = cells[i];
    if (active && columns[i].figure) inner.x1 -= 13;
    text_in(ui, inner, columns[i].title,
            active || (pressed.hovered && columns[i].sorts) ? ui.color.text : ui.color.faint, style_of(columns[i]));
    const float arrow =
        columns[i].figure ? cells[i].x1 - 5 : cells[i].x0 + text_width(ui, columns[i].title, kSmall) + 10;
    if (active) icon(ui, sort.descending ? Icon::sort_down : Icon::sort_up, arrow, head.center_y(), 9, ui.color.accent);
    if (pressed.focused) focus_ring(ui, inset(cells[i], -3, 4));
    if (pressed.clicked && columns[i].sorts)
      sort = {static_cast<int>(i), active ? !sort.descending : columns[i].figure};
  }
}

bool draw_row(Ui& ui, Rect row, std::span<const TableColumn> columns, const TableRows& rows, std::size_t index) {
  const Press pressed = press(ui, std::string(rows.name) + "-row-" + std::to_string(index), row, kPressNoFocus);
  if (pressed.hovered) fill(ui, row, with_alpha(ui.color.raised, 0.75f));
  fill(ui, {row.x0 + 16, row.y1 - 1, row.x1, row.y1}, with_alpha(ui.color.hairline, 0.75f));
  const std::vector<std::string> texts = rows.cells(index);
  const std::vector<Rect> cells = cells_in(inset(row, 16, 0), columns);
  for (std::size_t i = 1; i < columns.size() && i < texts.size(); ++i) {
    if (columns[i].figure)
      figure_in(ui, cells[i], texts[i], ui.color.text, style_of(columns[i]));
    else
      text_in(ui, cells[i], texts[i], ui.color.dim, kSmall);
  }
  Rect first = cells[0];
  first.x1 -= 8;
  const std::string detail = rows.detail ? rows.detail(index) : std::string();
  Rect name = first;
  name.x1 = std::min(first.x1, first.x0 + std::ceil(text_width(ui, texts[0], kStrong)) + 2);
  if (!detail.empty()) name.x1 = std::min(name.x1, std::max(first.x0 + first.width() * 0.6f, first.x0 + 120));
  text_in(ui, name, texts[0], ui.color.text, kStrong);
  first.x0 = name.x1 + 10;
  if (!detail.empty() && first.width() > 30) text_in(ui, first, detail, ui.color.faint, kSmall);
  return pressed.clicked;
}

}  // namespace

std::optional<std::size_t> data_table(Ui& ui, Rect area, std::span<const TableColumn> columns, const TableRows& rows,
                                      Memory::TableSort& sort) {
  fill(ui, area, ui.color.panel);
  columns = columns.first(columns_that_fit(columns, area.width() - 32));
  draw_head(ui, cut_top(area, cards() ? 44.0f : kHeadHeight), columns, rows, sort);
  const float height = cards() ? 48.0f : 34.0f;
  Scroll& scroll = scroll_of(ui, rows.name);
  scroll.view = static_cast<double>(area.height());
  ScrollView view = scroll_begin(ui, scroll, area, static_cast<double>(height) * static_cast<double>(rows.count));
  std::optional<std::size_t> chosen;
  for (auto i = static_cast<std::size_t>(view.y / static_cast<double>(height)); i < rows.count; ++i) {
    const float y = area.y0 + static_cast<float>(static_cast<double>(i) * static_cast<double>(height) - view.y);
    if (y >= area.y1) break;
    if (draw_row(ui, {area.x0, y, area.x1, y + height}, columns, rows, i)) chosen = i;
  }
  scroll_end(ui, rows.name, scroll, view);
  return chosen;
}

}  // namespace spanorama
