// The trace list: filters and orders over a million traces.
#include <string>

#include "bench/keystrokes.h"
#include "bench/measure.h"
#include "bench/million_traces.h"
#include "spanorama/query/filter.h"
#include "spanorama/query/sort.h"

namespace spanorama::bench {

void bench_lists(const Options& options, Results& results) {
  const std::string group = "lists of 1,000,000 traces of one span";
  if (!options.wants(group)) return;
  const auto store = million_traces(1);
  for (const char* text : {"status:error", "model:gpt-4o*", "duration:>5s", "tokens:>=1000 -environment:dev",
                           "name:agent-7", "agent-77"}) {
    const Result<Filter> filter = parse_filter(text);
    if (!filter) continue;
    RowSet rows;
    const double seconds = median_seconds(options.runs, [&] { rows = evaluate(filter.value(), *store); });
    results.add(group, std::string("filter ") + text, seconds, 0, kTraces).note =
        std::to_string(rows.count()) + " pass";
  }
  const RowSet all(store->trace_count(), true);
  for (const char* text : {"start:desc", "duration:desc", "name", "cost:desc"}) {
    const double seconds =
        median_seconds(options.runs, [&] { keep(sorted(*store, all, *sort_order_from(text)).size()); });
    results.add(group, std::string("sort ") + text, seconds, 0, kTraces);
  }
  const double seconds = median_seconds(options.runs, [&] { keep(facet(*store, all, FilterField::model).size()); });
  results.add(group, "facet model", seconds, 0, kTraces);
}

void bench_keystrokes(const Options& options, Results& results) {
  if (options.names.empty() || !options.wants(kKeystrokes)) return;  // needs 6 GB: only when asked for
  keystrokes_over(million_traces(10), options.runs, results);
}

}  // namespace spanorama::bench
