// A virtual table: a head that sorts, rows of one height, cells of text. For groups and calls.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "views/columns.h"
#include "views/memory.h"
#include "views/ui.h"
#include "views/value_changes.h"

namespace spanorama {

struct TableRows {
  std::string_view name;  // "groups": rectangles are groups-row-0 … and heads groups-sort-COLUMN …
  std::size_t count = 0;
  // The text of one cell; asked for what is on the screen only.
  std::function<std::string(std::size_t row, std::size_t column)> cell;
  std::function<std::string(std::size_t row)> detail;    // dim, behind the first cell; may be empty
  std::function<void(std::size_t row, Rect rect)> mark;  // drawn in front of the first cell; may be empty
  // What a filter can ask about a cell, or with column 0 about the whole row; may be empty.
  std::function<std::vector<ShownValue>(std::size_t row, std::size_t column)> values;
  std::function<std::string(std::size_t column, ColumnTotal total)> total;  // below the head; none: not offered
};

// Gives the row that was pressed; a press on the head changes `sort`.
std::optional<std::size_t> data_table(Ui& ui, Rect area, std::span<const TableColumn> columns, const TableRows& rows,
                                      Memory::TableSort& sort);

}  // namespace spanorama
