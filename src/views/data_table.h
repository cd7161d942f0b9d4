// A virtual table: a head that sorts, rows of one height, cells of text. For groups and calls.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "views/memory.h"
#include "views/ui.h"

namespace spanorama {

struct TableColumn {
  std::string_view title;
  float width = 80;    // the first column takes what is left
  bool figure = true;  // right-aligned, unit dimmer
  bool sorts = true;
};

struct TableRows {
  std::string_view name;  // "groups": rectangles are group-row-0 … and sort heads groups-sort-0 …
  std::size_t count = 0;
  // Cell texts of one row, by column; called for what is on the screen only.
  std::function<std::vector<std::string>(std::size_t row)> cells;
  std::function<std::string(std::size_t row)> detail;  // dim, behind the first cell; may be empty
};

// Columns that do not fit are left out from the right, the first stays. Gives the row that was pressed; a press on the
// head changes `sort`.
std::optional<std::size_t> data_table(Ui& ui, Rect area, std::span<const TableColumn> columns, const TableRows& rows,
                                      Memory::TableSort& sort);

}  // namespace spanorama
