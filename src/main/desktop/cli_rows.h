// Prints rows in the format asked for: JSON objects as they are, the same objects as CSV, or cells of a table.
//
//   RowPrinter rows(output, format, {{"NAME"}, {"COUNT", Align::right}}, limit);
//   while (rows.more() && ...) rows.wants_cells() ? rows.cells({...}) : rows.json(text);
//   rows.finish();
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "main/desktop/cli_args.h"
#include "main/desktop/cli_output.h"
#include "main/desktop/cli_table.h"
#include "spanorama/app/list_rows.h"

namespace spanorama {

class RowPrinter {
 public:
  // `automatic` becomes a table on a terminal and JSON Lines elsewhere.
  RowPrinter(Output& output, OutputFormat format, std::vector<TableColumn> columns, std::uint64_t limit);

  // False when the limit is reached or nobody reads any more.
  bool more() const { return left_ != 0 && output_.open(); }
  bool wants_cells() const { return format_ == OutputFormat::table; }
  void cells(std::vector<std::string> cells);
  void json(const std::string& object);
  void finish();

 private:
  void csv(const std::string& object);

  Output& output_;
  OutputFormat format_;
  Table table_;
  std::uint64_t left_;
  CsvLines csv_;
};

OutputFormat chosen_format(OutputFormat asked, const Output& output);

// The same JSON text with line breaks and two blanks a level, for reading. No recursion. O(size).
std::string indented_json(std::string_view json);

}  // namespace spanorama
