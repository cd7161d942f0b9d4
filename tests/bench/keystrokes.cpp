#include "bench/keystrokes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "spanorama/analysis/cohorts.h"
#include "spanorama/analysis/groups.h"
#include "spanorama/analysis/sliced.h"
#include "spanorama/query/engine.h"
#include "spanorama/query/filter.h"
#include "spanorama/query/row_order.h"
#include "spanorama/query/sort.h"

namespace spanorama::bench {
namespace {

constexpr FilterField kFacets[] = {FilterField::status, FilterField::name,        FilterField::model,
                                   FilterField::type,   FilterField::provider,    FilterField::service,
                                   FilterField::tool,   FilterField::environment, FilterField::release,
                                   FilterField::tags,   FilterField::user,        FilterField::session};
constexpr std::size_t kShown = 200;

Filter filter_of(const std::string& text) { return parse_filter(text).value(); }

// Rows of the changed filter, twelve facets, each under the other conditions, and the order.
void answer(QueryEngine& engine, const Filter& filter) {
  const RowSet rows = *engine.rows(filter);
  for (const FilterField field : kFacets) {
    Filter others;
    for (const Condition& c : filter.conditions)
      if (c.field != field) others.conditions.push_back(c);
    keep(engine.facet(*engine.rows(others), field, kShown)->distinct);
  }
  keep(engine.sorted(rows, {SortKey::duration, true})->size());
}

// The longest slice of work that is asked to end after 8 ms.
class Slices {
 public:
  // `ask` gives an optional; nothing means that the time was up.
  template <class Ask>
  void ask(Ask&& question) {
    for (bool done = false; !done; ++count_) {
      const double begin = thread_seconds();
      constexpr double kSliceSeconds = 0.008;
      done = question([&] { return thread_seconds() - begin > kSliceSeconds; }).has_value();
      const double took = thread_seconds() - begin;
      longest_ = std::max(longest_, took);
      all_ += took;
    }
  }
  template <class Work>
  void finish(Work work) {
    ask([&](const TimeIsUp& up) { return work.step(up) ? std::optional<bool>(true) : std::nullopt; });
  }
  void tell(Results& results, const std::string& name) {
    results.add(kKeystrokes, name + ", longest slice", longest_, 0, 0).note =
        std::to_string(count_) + " slices, " + std::to_string(static_cast<int>(all_ * 1e3)) + " ms in all";
  }

 private:
  double longest_ = 0, all_ = 0;
  int count_ = 0;
};

template <class Use>
void in_slices(Results& results, const std::string& name, Use&& use) {
  Slices slices;
  use(slices);
  slices.tell(results, name);
}

// Of a filter that nothing is known of yet.
void first_answer(const std::shared_ptr<const TraceStore>& store, Results& results) {
  QueryEngine engine(store);
  const Filter filter = filter_of("model:gpt-4o* -environment:dev duration:>7s");
  in_slices(results, "first rows",
            [&](Slices& slices) { slices.ask([&](const TimeIsUp& up) { return engine.rows(filter, up); }); });
  const RowSet rows = *engine.rows(filter);
  in_slices(results, "first facets, twelve", [&](Slices& slices) {
    for (const FilterField field : kFacets)
      slices.ask([&](const TimeIsUp& up) { return engine.facet(rows, field, kShown, {}, up); });
  });
  in_slices(results, "facets again, in all sessions", [&](Slices& slices) {
    slices.ask([&](const TimeIsUp& up) { return engine.facet(rows, FilterField::session, kShown, "99", up); });
  });
  for (const char* order : {"duration:desc", "name", "session"})
    in_slices(results, std::string("first order by ") + order, [&](Slices& slices) {
      slices.ask([&](const TimeIsUp& up) { return engine.sorted(rows, *sort_order_from(order), up); });
    });
  in_slices(results, "spread of durations and cost", [&](Slices& slices) {
    for (const FilterField field : {FilterField::duration, FilterField::cost})
      slices.ask([&](const TimeIsUp& up) { return engine.distribution(rows, field, 32, up); });
  });
  for (const char* text : {"duration:>=p95", "cost:>=p90 duration:<p50", "session:77", "attr.http.status:404", "zebra"})
    in_slices(results, std::string("filter ") + text, [&](Slices& slices) {
      slices.ask([&](const TimeIsUp& up) { return engine.rows(filter_of(text), up); });
    });
}

std::vector<query::SortEntry> durations(const TraceStore& store) {
  std::vector<query::SortEntry> steps;
  steps.reserve(store.span_count());
  for (std::uint32_t row = 0; row < store.span_count(); ++row)
    steps.push_back({store.columns().duration[row].count, row});
  return steps;
}

// What else the list shows: all of it over everything.
void whole_lists(const TraceStore& store, Results& results) {
  const RowSet all(store.trace_count(), true);
  in_slices(results, "sums", [&](Slices& s) { s.finish(SummaryWork(store, all)); });
  in_slices(results, "charts", [&](Slices& s) { s.finish(ChartsWork(store, all, 90, 14)); });
  in_slices(results, "groups by model", [&](Slices& s) { s.finish(GroupWork(store, all, GroupBy::model)); });
  in_slices(results, "groups by session", [&](Slices& s) { s.finish(GroupWork(store, all, GroupBy::session)); });
  in_slices(results, "cohorts", [&](Slices& s) { s.finish(CohortsWork(store)); });
  in_slices(results, "order of all steps", [&](Slices& s) { s.finish(query::RowSorter(durations(store), {true})); });
}

}  // namespace

void keystrokes_over(std::shared_ptr<const TraceStore> store, int runs, Results& results) {
  const std::uint32_t traces = store->trace_count(), spans = store->span_count();
  first_answer(store, results);
  QueryEngine engine(store);
  int step = 0;  // another bound each time, so that nothing of it is remembered
  const auto text = [&] { return "model:gpt-4o* -environment:dev duration:>" + std::to_string(5000 + ++step) + "ms"; };
  const double first = median_seconds(1, [&] { answer(engine, filter_of(text())); });
  results.add(kKeystrokes, "first answer at once (columns are built)", first, 0, traces);
  const double again = median_seconds(runs, [&] { answer(engine, filter_of(text())); });
  results.add(kKeystrokes, "three conditions, twelve facets, order", again, 0, traces);
  for (const std::string& each : {std::string("attr.http.status:>="), std::string("attr.http.status:")}) {
    const auto ask = [&] { keep(engine.rows(filter_of(each + std::to_string(300 + ++step)))->count()); };
    results.add(kKeystrokes, "filter " + each + "N", median_seconds(runs, ask), 0, spans);
  }
  whole_lists(*store, results);
}

}  // namespace spanorama::bench
