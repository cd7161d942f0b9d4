// The head of a table: titles that sort, can be dragged to another place and made wider at their left edge; a menu of
// columns; figures over all rows below it. And the bar that scrolls columns which have no room.
//
//   TableHead head = table_head(ui, "calls", cut_top(area, head_height(ui, "calls")), columns, {sort, descending});
//   … rows, by head.layout …
//   columns_bar(ui, "calls", area, head.layout);
//   if (head.sort_by) …
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "views/columns.h"
#include "views/memory.h"
#include "views/ui.h"

namespace spanorama {

struct HeadSort {
  std::optional<std::size_t> column;
  bool descending = true;
};

struct HeadText {
  std::string_view name;    // of the table: its choice is remembered under it
  std::string_view prefix;  // of the rectangles' names: PREFIX + "sort-" + column id, "resize-", "columns"
  // The figure below a column's title; empty: there is none. Asked only where figures are wanted.
  std::function<std::string(std::size_t column, ColumnTotal total)> total;
  RowSize usual_rows = RowSize::medium;
};

struct TableHead {
  ColumnLayout layout;
  std::optional<std::size_t> sort_by;  // the title that was pressed
};

float head_height(const Ui& ui, std::string_view table);
// How far cells stay away from both edges; the menu's button and the scroll bar are at the right one.
inline constexpr float kTablePad = 24, kTablePadRight = 26;
inline Rect table_cells(Rect row) { return {row.x0 + kTablePad, row.y0, row.x1 - kTablePadRight, row.y1}; }
// Where a cell's text stands; a text keeps away from the figure to its left.
inline Rect cell_text(Rect cell, bool figure) {
  return {cell.x0 + (figure ? 4.0f : 14.0f), cell.y0, cell.x1 - 4, cell.y1};
}
TableHead table_head(Ui& ui, Rect head, std::span<const TableColumn> columns, const HeadText& text, HeadSort sort);
// Wheel and bar for columns that lie outside, at the bottom of `area`; draw it behind the rows.
void columns_bar(Ui& ui, const HeadText& text, Rect area, const ColumnLayout& layout);

TableChoice& table_choice(const Ui& ui, std::string_view table);
RowSize row_size(const Ui& ui, const HeadText& text);
// With a mouse; small screens have rows of their own.
float row_height(RowSize size);

}  // namespace spanorama
