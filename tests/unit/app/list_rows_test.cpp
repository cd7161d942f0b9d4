#include "spanorama/app/list_rows.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "spanorama/app/json_rows.h"
#include "unit/support/trace_text.h"

namespace spanorama {
namespace {

using test::trace_from_text;

std::string written(ListRows rows, RowsForm form, std::size_t bytes = 1) {
  ListRowsWriter writer(std::make_shared<const ListRows>(std::move(rows)), form);
  std::string out, piece;
  for (bool done = false; !done; out += piece) {
    piece.clear();
    done = writer.write(piece, bytes);
  }
  return out;
}

ListRows steps_of(const std::shared_ptr<const TraceStore>& store) {
  ListRows rows;
  rows.kind = RowKind::steps;
  rows.store = store;
  for (std::uint32_t i = 0; i < store->trace(TraceRow{0}).span_count; ++i) rows.steps.push_back({i});
  return rows;
}

}  // namespace

TEST_CASE("CSV has the names once, quotes what needs it, and joins lists of texts") {
  CsvLines lines;
  std::string out;
  lines.add(out, R"({"name":"a, \"b\"","tags":["x","y"],"cost":null,"more":{"k":[1]},"n":5})");
  lines.add(out, R"({"name":"two\nlines","tags":[],"cost":"7","more":{},"n":0})");
  CHECK(out ==
        "name,tags,cost,more,n\n"
        "\"a, \"\"b\"\"\",x; y,,\"{\"\"k\"\":[1]}\",5\n"
        "\"two\nlines\",,7,{},0\n");
}

TEST_CASE("rows are written in the order of the list, the same in pieces of any size") {
  const auto store = trace_from_text(R"(
  agent     0..90ms type=agent
    chat   10..50ms type=generation
)");
  const std::string lines = written(steps_of(store), RowsForm::json_lines);
  CHECK(lines == span_json(*store, {0}) + "\n" + span_json(*store, {1}) + "\n");
  CHECK(written(steps_of(store), RowsForm::json_lines, 1 << 20) == lines);
  const std::string csv = written(steps_of(store), RowsForm::csv);
  CHECK(csv == written(steps_of(store), RowsForm::csv, 1 << 20));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 3);
  CHECK(csv.substr(0, 9) == "trace_id,");
  ListRows traces;
  traces.store = store;
  traces.traces = {{0}};
  CHECK(written(traces, RowsForm::json_lines) == trace_json(*store, {0}) + "\n");
  ListRows groups;
  groups.kind = RowKind::groups;
  groups.store = store;
  CHECK(written(groups, RowsForm::csv) == "");
}

}  // namespace spanorama
