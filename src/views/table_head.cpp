#include "views/table_head.h"

#include <array>
#include <cmath>

#include "views/sizes.h"
#include "views/text_style.h"
#include "views/widgets/controls.h"
#include "views/widgets/menu.h"

namespace spanorama {

namespace {

constexpr float kHeadRow = 30, kTotalRow = 22, kDragStarts = 5, kGrip = 7;

std::string named(const HeadText& text, std::string_view what) { return std::string(text.prefix) + std::string(what); }

// Widening, dragging and the menu work on one table; what they need travels together.
struct Head {
  Ui& ui;
  Rect row;  // inside the padding, titles only
  std::span<const TableColumn> columns;
  const HeadText& text;
  TableChoice& choice;
  TableHead& out;
};

// Which gap between cells is nearest to x: 0 before the first.
std::size_t place_at(const Head& head, float x) {
  std::size_t place = 0;
  for (const ColumnLayout::Cell& cell : head.out.layout.cells)
    if (x > head.row.x0 + (cell.x0 + cell.x1) * 0.5f) ++place;
  return place;
}

void widen(const Head& head, const ColumnLayout::Cell& cell, Rect rect) {
  Memory::ColumnDrag& drag = head.ui.memory.column_drag;
  const TableColumn& column = head.columns[cell.column];
  const std::string name = named(head.text, "resize-" + std::string(column.id));
  const Rect grip{rect.x0 - kGrip * 0.5f, rect.y0, rect.x0 + kGrip * 0.5f, rect.y1};
  const Press pressed = press(head.ui, name, grip, kPressNoFocus);
  if (pressed.hovered || pressed.held) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    fill(head.ui, {rect.x0, rect.y0 + 6, rect.x0 + 1, rect.y1 - 6}, head.ui.color.accent);
  }
  if (pressed.double_clicked)
    return set_column_width(head.choice, head.columns, head.row.width(), cell.column, column.width);
  if (!pressed.held) return;
  const float x = ImGui::GetIO().MousePos.x;
  if (drag.name != name) drag = {name, x, rect.width()};
  if (x != drag.x0)
    set_column_width(head.choice, head.columns, head.row.width(), cell.column, drag.width - (x - drag.x0));
}

void drag_title(const Head& head, const ColumnLayout::Cell& cell, const std::string& name, const Press& pressed) {
  Memory::ColumnDrag& drag = head.ui.memory.column_drag;
  const float x = ImGui::GetIO().MousePos.x;
  if (pressed.held && drag.name != name) drag = {name, x, 0};
  if (drag.name != name) return;
  drag.moved = drag.moved || std::abs(x - drag.x0) > kDragStarts;
  const std::size_t place = place_at(head, x);
  if (pressed.held && drag.moved) {
    const auto& cells = head.out.layout.cells;
    const float line = head.row.x0 + (place < cells.size() ? cells[place].x0 : cells.back().x1);
    fill(head.ui, {line - 1, head.row.y0 + 3, line + 1, head.row.y1 - 3}, head.ui.color.accent);
    const TableColumn& column = head.columns[cell.column];
    const float width = text_width(head.ui, column.title, kSmall) + 16;
    const Rect ghost{x - width * 0.5f, head.row.y0 + 4, x + width * 0.5f, head.row.y1 - 4};
    fill(head.ui, ghost, head.ui.color.raised, 4);
    text_in(head.ui, ghost, column.title, head.ui.color.text, aligned(kSmall, Align::center));
  }
  if (pressed.held) return;
  if (drag.moved) move_column(head.choice, head.columns, head.row.width(), cell.column, place);
  drag = {};
  head.ui.animating = true;
}

// The title, its arrow and presses on it.
void title(const Head& head, std::size_t index, Rect cell, HeadSort sort, const ColumnLayout::Cell* moves) {
  Ui& ui = head.ui;
  const TableColumn& column = head.columns[index];
  const bool active = sort.column == index;
  const std::string name = named(head.text, "sort-" + std::string(column.id));
  const bool was_dragged = ui.memory.column_drag.name == name && ui.memory.column_drag.moved;
  const Press pressed = press(ui, name, cell);
  const bool right = column.figure && index > 0;
  Rect inner = cell;
  if (active && right) inner.x1 -= 13;
  const Color ink = active || (pressed.hovered && column.sorts) ? ui.color.text : ui.color.faint;
  text_in(ui, inner, column.title, ink, right ? aligned(kSmall, Align::right) : kSmall);
  const float arrow = right ? cell.x1 - 5 : cell.x0 + text_width(ui, column.title, kSmall) + 10;
  if (active) icon(ui, sort.descending ? Icon::sort_down : Icon::sort_up, arrow, cell.center_y(), 9, ui.color.accent);
  if (pressed.focused) focus_ring(ui, inset(cell, -3, 4));
  if (pressed.clicked && column.sorts && !was_dragged) head.out.sort_by = index;
  if (moves != nullptr) drag_title(head, *moves, name, pressed);
}

constexpr std::array<std::string_view, kRowSizeCount> kRowTitles = {"Small", "Medium", "Large, with a preview"};

std::vector<MenuItem> menu_items(const Head& head) {
  std::vector<MenuItem> items = {{"Columns", false, 0, true}};
  for (std::size_t i = 1; i < head.columns.size(); ++i) {
    bool shown = false;
    for (const ColumnLayout::Cell& cell : head.out.layout.cells) shown = shown || cell.column == i;
    items.push_back({std::string(head.columns[i].title), shown});
  }
  items.push_back({"Rows", false, 0, true});
  for (int i = 0; i < kRowSizeCount; ++i)
    items.push_back(
        {std::string(kRowTitles[static_cast<std::size_t>(i)]), static_cast<int>(row_size(head.ui, head.text)) == i});
  items.push_back({"Usual columns", !head.choice.chosen});
  if (!head.text.total) return items;
  items.push_back({"Below the head", false, 0, true});
  constexpr std::array<std::string_view, kColumnTotalCount> kTitles = {"Nothing", "Sum",     "Mean",
                                                                       "Median",  "Minimum", "Maximum"};
  for (int i = 0; i < kColumnTotalCount; ++i)
    items.push_back({std::string(kTitles[static_cast<std::size_t>(i)]), static_cast<int>(head.choice.total) == i});
  return items;
}

void choose(const Head& head, const std::vector<MenuItem>& items, std::size_t item) {
  const std::size_t count = head.columns.size();
  if (item < count) return set_column_shown(head.choice, head.columns, head.row.width(), item, !items[item].checked);
  // Behind the columns: a title, the heights, the usual columns, a title, the figures.
  const std::size_t rows = count + 1, usual = rows + kRowSizeCount, totals = usual + 2;
  if (item >= rows && item < usual) head.choice.rows = static_cast<RowSize>(item - rows);
  if (item == usual) {
    head.choice.chosen = false;
    head.choice.columns.clear();
  }
  if (item >= totals) head.choice.total = static_cast<ColumnTotal>(item - totals);
}

void columns_menu(const Head& head, Rect whole) {
  const Rect button{whole.x1 - 23, head.row.y0, whole.x1 - 1, head.row.y1};
  const std::string name = named(head.text, "columns");
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (mouse_in(whole) && whole.contains(mouse.x, mouse.y) && ImGui::IsMouseClicked(ImGuiMouseButton_Right)) {
    head.ui.memory.open_menu = name;
    head.ui.animating = true;
  }
  const std::vector<MenuItem> items = menu_items(head);
  const auto chosen = menu_button(head.ui, name, centered(button, 22, 22), Icon::columns,
                                  "Choose columns; drag titles to move them, their left edges to widen them", items);
  if (!chosen) return;
  choose(head, items, *chosen);
  head.ui.animating = true;
}

void totals_row(const Head& head, Rect row) {
  constexpr std::array<std::string_view, kColumnTotalCount> kWords = {"",       "sum",     "mean",
                                                                      "median", "minimum", "maximum"};
  Ui& ui = head.ui;
  const Rect first = head.out.layout.first(row);
  text_in(ui, {first.x0, first.y0, first.x1, first.y1}, kWords[static_cast<std::size_t>(head.choice.total)],
          ui.color.faint, kTiny);
  push_clip(ui, head.out.layout.behind_first(row));
  for (const ColumnLayout::Cell& cell : head.out.layout.cells) {
    if (!head.columns[cell.column].figure) continue;
    const std::string figure = head.text.total(cell.column, head.choice.total);
    figure_in(ui, cell_text(head.out.layout.rect(row, cell), true), figure, ui.color.dim,
              aligned(kSmall, Align::right));
  }
  pop_clip(ui);
}

}  // namespace

TableChoice& table_choice(const Ui& ui, std::string_view table) { return ui.memory.tables[std::string(table)]; }
RowSize row_size(const Ui& ui, const HeadText& text) {
  return table_choice(ui, text.name).rows.value_or(text.usual_rows);
}
float row_height(RowSize size) {
  constexpr std::array<float, kRowSizeCount> kHeights = {28, 36, 56};
  return kHeights[static_cast<std::size_t>(size)];
}

float head_height(const Ui& ui, std::string_view table) {
  const float below = table_choice(ui, table).total == ColumnTotal::none ? 0 : kTotalRow;
  return (cards() ? 44.0f : kHeadRow) + below;
}

TableHead table_head(Ui& ui, Rect whole, std::span<const TableColumn> columns, const HeadText& text, HeadSort sort) {
  fill(ui, whole, ui.color.panel);
  hairline_below(ui, whole);
  TableHead out;
  TableChoice& choice = table_choice(ui, text.name);
  Rect rest = table_cells(whole);
  const bool totals = choice.total != ColumnTotal::none && text.total;
  const Rect total_row = totals ? cut_bottom(rest, kTotalRow) : Rect{};
  float& scrolled = ui.memory.columns_scrolled[std::string(text.name)];
  out.layout = place_columns(columns, choice, rest.width(), scrolled);
  scrolled = std::clamp(scrolled, 0.0f, out.layout.hidden);
  const Head head{ui, rest, columns, text, choice, out};
  columns_menu(head, whole);
  const Rect first = out.layout.first(rest);
  title(head, 0, {first.x0, first.y0, std::min(first.x1, first.x0 + 120), first.y1}, sort, nullptr);
  push_clip(ui, {rest.x0 + out.layout.first_width - kGrip, rest.y0, rest.x1, rest.y1});
  const std::vector<ColumnLayout::Cell> cells = out.layout.cells;
  for (const ColumnLayout::Cell& cell : cells) {
    if (rest.x0 + cell.x1 <= first.x1 || rest.x0 + cell.x0 >= rest.x1) continue;
    const Rect rect = out.layout.rect(rest, cell);
    widen(head, cell, rect);
    title(head, cell.column, cell_text(rect, columns[cell.column].figure), sort, &cell);
  }
  pop_clip(ui);
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) ui.memory.column_drag = {};
  if (totals) totals_row(head, total_row);
  return out;
}

void columns_bar(Ui& ui, const HeadText& text, Rect area, const ColumnLayout& layout) {
  if (layout.hidden <= 0) return;
  float& scrolled = ui.memory.columns_scrolled[std::string(text.name)];
  const ImGuiIO& io = ImGui::GetIO();
  const float wheel = io.MouseWheelH != 0 ? -io.MouseWheelH : io.KeyShift ? -io.MouseWheel : 0;
  if (mouse_in(area) && wheel != 0) scrolled += wheel * 56;
  const Rect cells = table_cells(area);
  const Rect track{cells.x0 + layout.first_width, area.y1 - 9, cells.x1, area.y1 - 3};
  const float share = track.width() / (track.width() + layout.hidden), thumb = std::max(28.0f, track.width() * share);
  const Press pressed = press(ui, named(text, "columns-scrollbar"), inset(track, 0, -3), kPressNoFocus);
  if (pressed.held) scrolled += io.MouseDelta.x * layout.hidden / std::max(1.0f, track.width() - thumb);
  scrolled = std::clamp(scrolled, 0.0f, layout.hidden);
  const float x = track.x0 + (track.width() - thumb) * scrolled / layout.hidden;
  fill(ui, {x, track.y0, x + thumb, track.y1}, with_alpha(ui.color.faint, pressed.held ? 0.75f : 0.38f), 3);
}

}  // namespace spanorama
