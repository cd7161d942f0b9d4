// Which columns of a table are shown, in which order and how wide. Pure: what is drawn with it is table_head.h.
//
//   const ColumnLayout layout = place_columns(columns, choice, row_width, scrolled);
//   draw columns[0] in layout.first(row), columns[cell.column] in layout.rect(row, cell)
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/analysis/charts.h"
#include "views/rect.h"

namespace spanorama {

struct TableColumn {
  std::string_view id;     // in remembered choices and names of rectangles
  std::string_view title;  // in the head
  float width = 80;        // the first column takes what is left
  bool figure = true;      // right-aligned, unit dimmer
  bool sorts = true;
  bool usual = true;  // shown until somebody chooses
  float needs = 0;    // until somebody chooses: only where rows are at least that wide
};

// Figures below the head, over everything that is listed.
enum class ColumnTotal : std::uint8_t { none, sum, mean, median, least, most };
inline constexpr int kColumnTotalCount = 6;
std::string_view name_of(ColumnTotal total);
std::int64_t total_of(const NumberTotals& totals, ColumnTotal total);

// How tall rows are: one line, one line with more room, two lines with a preview in the second.
enum class RowSize : std::uint8_t { small, medium, large };
inline constexpr int kRowSizeCount = 3;

// What somebody chose for one table; remembered.
struct TableChoice {
  struct Column {
    std::string id;
    float width = 0;
  };
  bool chosen = false;          // else the usual columns, and `columns` is empty
  std::vector<Column> columns;  // without the first, from left to right
  std::optional<RowSize> rows;  // else the table's usual height
  ColumnTotal total = ColumnTotal::none;
};

struct ColumnLayout {
  struct Cell {
    std::size_t column = 0;  // in the table's columns
    float x0 = 0, x1 = 0;    // from the row's left edge, scrolled
  };
  float first_width = 0;
  std::vector<Cell> cells;  // from left to right
  float hidden = 0;         // how far the cells can be scrolled

  Rect first(Rect row) const { return {row.x0, row.y0, row.x0 + first_width, row.y1}; }
  Rect rect(Rect row, const Cell& cell) const { return {row.x0 + cell.x0, row.y0, row.x0 + cell.x1, row.y1}; }
  // Where cells may be drawn: right of the first column.
  Rect behind_first(Rect row) const { return {row.x0 + first_width, row.y0, row.x1, row.y1}; }
};

inline constexpr float kFirstColumnLeast = 150, kFirstBesideChosen = 240, kColumnLeast = 44, kColumnMost = 800;

// Usual columns that have no room are left out from the right; chosen ones stay and are scrolled by `scrolled`, which is
// limited to what is hidden. O(columns).
ColumnLayout place_columns(std::span<const TableColumn> columns, const TableChoice& choice, float width,
                           float scrolled = 0);

// Each makes the choice explicit first: what place_columns shows at `width` becomes the chosen columns. `column` is an
// index into `columns`, never the first.
void set_column_shown(TableChoice& choice, std::span<const TableColumn> columns, float width, std::size_t column,
                      bool shown);
void set_column_width(TableChoice& choice, std::span<const TableColumn> columns, float width, std::size_t column,
                      float column_width);
// To before the cell that is now at `place` from the left; past the last when `place` is their number.
void move_column(TableChoice& choice, std::span<const TableColumn> columns, float width, std::size_t column,
                 std::size_t place);

}  // namespace spanorama
