// The trace list: filters and orders over a million traces.
#include <string>

#include "bench/measure.h"
#include "bench/million_traces.h"
#include "spanorama/analysis/cohorts.h"
#include "spanorama/analysis/groups.h"
#include "spanorama/analysis/sliced.h"
#include "spanorama/query/engine.h"
#include "spanorama/query/filter.h"
#include "spanorama/query/row_order.h"
#include "spanorama/query/sort.h"

namespace spanorama::bench {
namespace {

Filter filter_of(const std::string& text) { return parse_filter(text).value(); }

}  // namespace

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

// What a keystroke asks for: rows of the changed filter, twelve facets, each under the other conditions, and the order.
void bench_keystrokes(const Options& options, Results& results) {
  const std::string group = "keystrokes over 1,000,000 traces, 10,000,000 spans";
  if (options.names.empty() || !options.wants(group)) return;  // needs 6 GB: only when asked for
  const auto store = million_traces(10);
  constexpr FilterField kFacets[] = {FilterField::status, FilterField::name,        FilterField::model,
                                     FilterField::type,   FilterField::provider,    FilterField::service,
                                     FilterField::tool,   FilterField::environment, FilterField::release,
                                     FilterField::tags,   FilterField::user,        FilterField::session};
  constexpr std::size_t kShown = 200;
  QueryEngine engine(store);
  const auto ask = [&](const std::string& text, const TimeIsUp& up) {
    const Filter filter = filter_of(text);
    const auto rows = engine.rows(filter, up);
    if (!rows) return false;
    for (const FilterField field : kFacets) {
      Filter others;
      for (const Condition& c : filter.conditions)
        if (c.field != field) others.conditions.push_back(c);
      const auto under = engine.rows(others, up);
      if (!under || !engine.facet(*under, field, kShown, {}, up)) return false;
    }
    return engine.sorted(*rows, {SortKey::duration, true}, up).has_value();
  };
  int step = 0;  // another bound each time, so that nothing of it is remembered
  const auto text = [&] { return "model:gpt-4o* -environment:dev duration:>" + std::to_string(5000 + ++step) + "ms"; };
  results.add(group, "first answer (columns are built)", median_seconds(1, [&] { keep(ask(text(), {})); }), 0, kTraces);
  results.add(group, "three conditions, twelve facets, order",
              median_seconds(options.runs, [&] { keep(ask(text(), {})); }), 0, kTraces);
  // As the program does it: question by question, each in slices until it is answered.
  double longest = 0;
  int slices = 0;
  const auto in_slices = [&](auto&& question) {
    for (bool done = false; !done; ++slices) {
      const double begin = thread_seconds();
      constexpr double kSliceSeconds = 0.008;
      done = question([&] { return thread_seconds() - begin > kSliceSeconds; }).has_value();
      longest = std::max(longest, thread_seconds() - begin);
    }
  };
  engine = QueryEngine(store);
  const Filter filter = filter_of("model:gpt-4o* -environment:dev duration:>7s");
  in_slices([&](const TimeIsUp& up) { return engine.rows(filter, up); });
  const RowSet rows = *engine.rows(filter);
  for (const FilterField field : kFacets)
    in_slices([&](const TimeIsUp& up) { return engine.facet(rows, field, kShown, {}, up); });
  in_slices([&](const TimeIsUp& up) { return engine.sorted(rows, {SortKey::duration, true}, up); });
  results.add(group, "longest slice of the first answer", longest, 0, 0).note = std::to_string(slices) + " slices";
  // What else the list shows: all of it over everything.
  const RowSet all(store->trace_count(), true);
  const auto work_in_slices = [&](const std::string& name, auto work) {
    longest = 0;
    slices = 0;
    const double begin = thread_seconds();
    in_slices([&](const TimeIsUp& up) { return work.step(up) ? std::optional<bool>(true) : std::nullopt; });
    const double seconds = thread_seconds() - begin;
    results.add(group, name + ", longest slice", longest, 0, 0).note =
        std::to_string(slices) + " slices, " + std::to_string(static_cast<int>(seconds * 1e3)) + " ms in all";
  };
  work_in_slices("sums", SummaryWork(*store, all));
  work_in_slices("charts", ChartsWork(*store, all, 90, 14));
  work_in_slices("groups by model", GroupWork(*store, all, GroupBy::model));
  work_in_slices("groups by session", GroupWork(*store, all, GroupBy::session));
  work_in_slices("cohorts", CohortsWork(*store));
  std::vector<query::SortEntry> steps;
  for (std::uint32_t row = 0; row < store->span_count(); ++row)
    steps.push_back({store->columns().duration[row].count, row});
  work_in_slices("order of 10,000,000 steps", query::RowSorter(std::move(steps), {true}));
  for (const std::string& each : {std::string("attr.http.status:>="), std::string("attr.http.status:")})
    results.add(group, "filter " + each + "N",
                median_seconds(options.runs,
                               [&] { keep(engine.rows(filter_of(each + std::to_string(300 + ++step)))->count()); }),
                0, 10 * kTraces);
}

}  // namespace spanorama::bench
