#include "spanorama/analysis/sliced.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "spanorama/analysis/cohorts.h"
#include "spanorama/analysis/groups.h"
#include "unit/support/random_store.h"

namespace spanorama {

namespace {

using test::Random;
using test::random_store;

// With a look at the clock that always says that the time is up.
template <class Work>
auto in_slices(Work work, int& slices) {
  for (slices = 1; !work.step([] { return true; }); ++slices) REQUIRE(slices < 1'000'000);
  return work.take();
}

RowSet some_rows(const TraceStore& store, Random& random, std::uint32_t percent) {
  RowSet rows(store.trace_count());
  for (std::uint32_t row = 0; row < store.trace_count(); ++row)
    if (random.chance(percent)) rows.insert(row);
  return rows;
}

}  // namespace

TEST_CASE("Values at ranks are those of the sorted values, whatever they are") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    Random random(seed);
    std::vector<std::int64_t> values;
    for (std::uint32_t i = 0; i < 60'000; ++i) {
      const std::int64_t small = random.below(1000);
      values.push_back(seed % 4 == 0      ? static_cast<std::int64_t>(random.next())  // over the whole range
                       : seed % 4 == 1    ? small                                     // many alike
                       : seed % 4 == 2    ? 7                                         // all alike
                       : random.chance(1) ? INT64_MAX - small
                                          : small * small * small);  // a long tail
    }
    std::vector<std::size_t> ranks = {0, 59'999, 30'000, 59'400, 1, 30'000};
    std::vector<std::int64_t> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    RankSelect select(values, ranks);
    int slices = 1;
    while (!select.step([] { return true; })) ++slices;
    CAPTURE(seed);
    CHECK(slices > 3);
    for (std::size_t i = 0; i < ranks.size(); ++i) CHECK(select.answers()[i] == sorted[ranks[i]]);
  }
  RankSelect none({}, {});
  CHECK(none.step({}));
}

TEST_CASE("Sums, charts and totals in slices are those in one go") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto store = random_store(seed, {.traces = 300, .max_spans = 4});
    Random random(seed);
    const RowSet rows = some_rows(*store, random, seed == 1 ? 0 : seed % 2 == 0 ? 100 : 40);
    CAPTURE(seed);
    int slices = 0;
    const Summary sum = in_slices(SummaryWork(*store, rows), slices), expected = summarize(*store, rows);
    CHECK(sum.traces == expected.traces);
    CHECK(sum.cost_microcents == expected.cost_microcents);
    CHECK(sum.total_tokens == expected.total_tokens);
    CHECK(sum.p50_ns == expected.p50_ns);
    CHECK(sum.p75_ns == expected.p75_ns);
    CHECK(sum.p90_ns == expected.p90_ns);
    CHECK(sum.p95_ns == expected.p95_ns);
    CHECK(sum.p99_ns == expected.p99_ns);
    CHECK(sum.ttft_p50_ns == expected.ttft_p50_ns);
    const ListCharts charts = in_slices(ChartsWork(*store, rows, 40, 14), slices);
    const TimeBuckets buckets = time_buckets(*store, rows, 40);
    CHECK(charts.buckets.begin == buckets.begin);
    CHECK(charts.buckets.width == buckets.width);
    CHECK(charts.buckets.count == buckets.count);
    CHECK(charts.traces == traces_over_time(*store, rows, buckets));
    CHECK(charts.cost == cost_over_time(*store, rows, buckets));
    const Heatmap heat = latency_heatmap(*store, rows, buckets, 14);
    CHECK(charts.latency.low == heat.low);
    CHECK(charts.latency.high == heat.high);
    CHECK(charts.latency.cells == heat.cells);
    CHECK(charts.latency.most == heat.most);
  }
}

TEST_CASE("Totals of many values in slices are those in one go") {
  Random random(3);
  std::vector<std::int64_t> values;
  for (int i = 0; i < 50'000; ++i) values.push_back(static_cast<std::int64_t>(random.next() >> 8));
  int slices = 0;
  const NumberTotals totals = in_slices(TotalsWork(values), slices);
  const NumberTotals expected = totals_of(values);
  CHECK(slices > 3);
  CHECK(totals.known == expected.known);
  CHECK(totals.sum == expected.sum);
  CHECK(totals.mean == expected.mean);
  CHECK(totals.median == expected.median);
  CHECK(totals.least == expected.least);
  CHECK(totals.most == expected.most);
  CHECK(in_slices(TotalsWork({}), slices).known == 0);
}

TEST_CASE("Groups, their order and cohorts in slices are those in one go") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto store = random_store(seed, {.traces = 400, .max_spans = 5});
    const RowSet all(store->trace_count(), true);
    CAPTURE(seed);
    for (const GroupBy by : {GroupBy::session, GroupBy::model, GroupBy::prompt_version, GroupBy::tool}) {
      int slices = 0;
      const GroupTable table = in_slices(GroupWork(*store, all, by), slices), expected = group_by(*store, all, by);
      REQUIRE(table.groups.size() == expected.groups.size());
      CHECK(table.members == expected.members);
      CHECK(table.ungrouped == expected.ungrouped);
      for (std::size_t i = 0; i < table.groups.size(); ++i) {
        CHECK(table.groups[i].name == expected.groups[i].name);
        CHECK(table.groups[i].duration_ns.p95 == expected.groups[i].duration_ns.p95);
        CHECK(table.groups[i].cost.mean == expected.groups[i].cost.mean);
      }
      CHECK(in_slices(GroupOrderWork(*store, table, GroupSort::cost, true), slices) ==
            sorted_groups(*store, expected, GroupSort::cost, true));
    }
    int slices = 0;
    const Cohorts cohorts = in_slices(CohortsWork(*store), slices), expected(*store);
    for (std::uint32_t row = 0; row < store->trace_count(); ++row)
      for (const CohortNumber number : {CohortNumber::duration, CohortNumber::ttft, CohortNumber::cost}) {
        CHECK(cohorts.spread(TraceRow{row}, number).count == expected.spread(TraceRow{row}, number).count);
        CHECK(cohorts.spread(TraceRow{row}, number).p90 == expected.spread(TraceRow{row}, number).p90);
      }
  }
}

}  // namespace spanorama
