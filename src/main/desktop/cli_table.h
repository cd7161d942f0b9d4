// Text in aligned columns, and rows of comma-separated values.
//
//   Table table({{"NAME", Align::left, true}, {"DURATION", Align::right}});
//   table.add({"chat", "3.1 s"});
//   table.print(output);
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "main/desktop/cli_output.h"

namespace spanorama {

enum class Align { left, right };
struct TableColumn {
  std::string_view title;
  Align align = Align::left;
  bool flexible = false;  // gives way first when the terminal is too narrow
};

class Table {
 public:
  explicit Table(std::vector<TableColumn> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> cells);
  // Lines no wider than the terminal (columns without any value go first, then long texts are cut); without one as
  // wide as needed. Prints nothing when there is no row.
  void print(Output& output) const;

 private:
  // 0 for a column that is left out.
  std::vector<std::size_t> widths(std::size_t limit) const;
  bool holds_nothing(std::size_t column) const;
  std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const;

  std::vector<TableColumn> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Character cells on a terminal: 2 for wide East Asian letters and emoji, 0 for combining marks. O(size).
std::size_t display_width(std::string_view text);
// Cut to at most `width` cells, with "…" at the end where something is missing.
std::string cut_to_width(std::string_view text, std::size_t width);

}  // namespace spanorama
