#include <algorithm>

#include "query/condition_tests.h"
#include "query/note_rows.h"
#include "spanorama/query/filter.h"

namespace spanorama {
namespace {

struct Wanted {
  std::unique_ptr<query::TraceTest> test;
  bool answer = true;
};

std::vector<Wanted> ready_tests(const Filter& filter, const TraceStore& store, PayloadSource* payloads) {
  std::vector<const Condition*> order;
  for (const Condition& condition : filter.conditions)
    if (condition.match == Match::range || !condition.texts.empty()) order.push_back(&condition);
  std::stable_sort(order.begin(), order.end(), [](const Condition* a, const Condition* b) {
    return query::cost_class(a->field) < query::cost_class(b->field);
  });
  std::vector<Wanted> out;
  for (const Condition* condition : order)
    out.push_back({query::make_test(*condition, store, payloads), !condition->negated});
  return out;
}

// One pass over the traces with all conditions: the rows of the trace table are wide, and reading them is the cost.
RowSet evaluate_plain(const Filter& filter, const TraceStore& store, PayloadSource* payloads) {
  const std::vector<Wanted> tests = ready_tests(filter, store, payloads);
  RowSet rows(store.trace_count(), tests.empty());
  if (tests.empty()) return rows;
  const auto traces = store.columns().traces;
  for (std::uint32_t row = 0; row < traces.size(); ++row) {
    const Trace& trace = traces[row];
    const bool passes = std::all_of(tests.begin(), tests.end(),
                                    [&](const Wanted& wanted) { return wanted.test->passes(trace) == wanted.answer; });
    if (passes) rows.insert(row);
  }
  return rows;
}

}  // namespace

RowSet evaluate(const Filter& filter, const TraceStore& store, PayloadSource* payloads, const TraceNotes* notes) {
  Filter plain, relative, noted;
  for (const Condition& condition : filter.conditions)
    (asks_notes(condition.field)        ? noted
     : query::has_percentile(condition) ? relative
                                        : plain)
        .conditions.push_back(condition);
  RowSet rows = evaluate_plain(plain, store, payloads);
  for (const Condition& condition : noted.conditions) {
    if (condition.texts.empty()) continue;
    RowSet passing = query::note_rows(condition, store, notes);
    if (condition.negated) passing.flip();
    rows &= passing;
  }
  if (relative.conditions.empty()) return rows;
  for (Condition& condition : relative.conditions) condition = query::without_percentiles(condition, store, rows);
  rows &= evaluate_plain(relative, store, payloads);
  return rows;
}

}  // namespace spanorama
