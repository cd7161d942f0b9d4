// The questions that tests/bench/databases.py asks DuckDB and SQLite, asked here of the same traces.
#include <array>
#include <cstdio>
#include <fstream>

#include "bench/measure.h"
#include "bench/million_traces.h"
#include "spanorama/analysis/groups.h"
#include "spanorama/query/engine.h"

namespace spanorama::bench {
namespace {

// The columns that the questions are about, as text: traces.csv and spans.csv.
bool write_tables(const TraceStore& store, const std::string& folder) {
  std::ofstream traces(folder + "/traces.csv"), spans(folder + "/spans.csv");
  traces << "id,name,status,model,environment,tag,user_id,duration,cost,tokens\n";
  spans << "trace,http_status\n";
  const KeyId key = store.find_key("http.status");
  for (std::uint32_t row = 0; row < store.trace_count(); ++row) {
    const Trace& trace = store.trace(TraceRow{row});
    const TraceLists& lists = store.lists(trace);
    const StringId model = store.items(lists.models)[0], tag = store.items(lists.tags)[0];
    traces << row << ',' << store.text(trace.name) << ',' << name_of(trace.status) << ',' << store.text(model) << ','
           << store.text(trace.environment) << ',' << store.text(tag) << ',' << store.text(trace.user_id) << ','
           << trace.duration.count << ',' << trace.cost_microcents << ',' << total_tokens(trace.usage) << '\n';
    for (std::uint32_t i = 0; i < trace.span_count; ++i) {
      std::int64_t status = 0;
      for (const Attribute attribute : store.attributes_of(SpanRow{trace.first_span.value + i}))
        if (attribute.key() == key) status = int_of(store, attribute);
      spans << row << ',' << status << '\n';
    }
  }
  return traces.good() && spans.good();
}

}  // namespace

void bench_databases(const Options& options, Results& results) {
  const std::string group = "databases: 1,000,000 traces, 10,000,000 spans, one thread";
  if (options.tables_folder.empty()) return;
  const auto store = million_traces(10);
  if (!write_tables(*store, options.tables_folder)) return std::perror("writing the tables"), void();
  QueryEngine engine(store);
  int step = 0;  // another bound each time, so that no answer is remembered
  const auto bound = [&](int from) { return std::to_string(from + step++); };
  const auto run = [&](std::string name, auto&& ask) {
    step = 0;
    ask();  // columns are built once
    const std::uint64_t answer = ask();
    const double seconds = median_seconds(options.runs, [&] { keep(ask()); });
    results.add(group, std::move(name), seconds, 0, 0).note = "answer " + std::to_string(answer);
  };
  const auto rows_of = [&](const std::string& text) { return *engine.rows(parse_filter(text).value()); };
  run("list: three conditions, in order of duration", [&]() -> std::uint64_t {
    const RowSet rows = rows_of("model:gpt-4o* -environment:dev duration:>" + bound(5000) + "ms");
    keep(engine.sorted(rows, {SortKey::duration, true})->size());
    return rows.count();
  });
  run("facets: six fields under one condition", [&]() -> std::uint64_t {
    constexpr std::array<FilterField, 6> kFields = {FilterField::status,      FilterField::name, FilterField::model,
                                                    FilterField::environment, FilterField::tags, FilterField::user};
    const RowSet rows = rows_of("duration:>" + bound(7000) + "ms");
    std::uint64_t counted = 0;
    for (const FilterField field : kFields) {
      const std::optional<FacetList> values = engine.facet(rows, field, 200);
      for (const FacetValue& value : values->values) counted += value.count;
    }
    return counted;
  });
  run("groups: 20,000 users with sums and percentiles", [&]() -> std::uint64_t {
    const GroupTable table = group_by(*store, rows_of("duration:>" + bound(3000) + "ms"), GroupBy::user);
    const auto order = sorted_groups(*store, table, GroupSort::cost, true);
    return static_cast<std::uint64_t>(table.groups[order[0]].cost_microcents);
  });
  run("attribute of any of 10,000,000 spans",
      [&]() -> std::uint64_t { return rows_of("attr.http.status:>=" + bound(399)).count(); });
}

}  // namespace spanorama::bench
