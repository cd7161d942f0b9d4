// Rows of a list for other programs: JSON Lines, or CSV with a line of names above. Names and values are those of
// json_rows.h, so that the command line and the window write the same.
//
//   ListRowsWriter writer(rows, RowsForm::csv);
//   while (!writer.write(out, 1 << 18)) take(out);
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/analysis/groups.h"
#include "spanorama/base/time.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

enum class RowsForm : std::uint8_t { csv, json_lines };

// JSON objects with the same members each as lines of CSV (RFC 4180, lines end with LF). Lists of texts become "a; b", other
// structures stay JSON, null is an empty cell.
class CsvLines {
 public:
  // The first one brings the line of names. O(size).
  void add(std::string& out, std::string_view object);

 private:
  bool named_ = false;
};

enum class RowKind : std::uint8_t { traces, steps, groups };

// What a list shows at one moment. Of the three kinds of rows only those of `kind` are used.
struct ListRows {
  RowKind kind = RowKind::traces;
  std::shared_ptr<const TraceStore> store;
  std::vector<TraceRow> traces;
  std::vector<SpanRow> steps;
  GroupTable groups;
  std::vector<std::uint32_t> group_order;
  std::string name;  // of the file, without ending
  UnixTime now;      // decides which traces are complete

  std::size_t count() const;
};

class ListRowsWriter {
 public:
  ListRowsWriter(std::shared_ptr<const ListRows> rows, RowsForm form);
  // Appends lines until `out` has at least so many bytes. True when all rows are written. O(what the rows hold).
  bool write(std::string& out, std::size_t bytes);
  std::size_t written() const { return next_; }

 private:
  std::string object(std::size_t row) const;

  std::shared_ptr<const ListRows> rows_;
  RowsForm form_;
  CsvLines csv_;
  std::size_t next_ = 0;
};

}  // namespace spanorama
