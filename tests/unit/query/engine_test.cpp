#include <doctest/doctest.h>

#include <algorithm>

#include "../support/random_store.h"
#include "../support/trace_text.h"
#include "spanorama/query/engine.h"
#include "spanorama/query/row_order.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kConditions[] = {
    "status:error",    "model:gpt*",  "-environment:prod", "duration:>1ms",      "duration:>=p50", "tags:(a AND b)",
    "tags:(a OR b)",   "tool:search", "-has:cost",         "cost:<p90",          "name:/a/",       "ann",
    "type:generation", "spans:2..9",  "session:*1",        "user:(ann AND bob)", "-tokens:>100",   "error_type:*"};
constexpr FilterField kFacets[] = {FilterField::status,  FilterField::name,      FilterField::model,
                                   FilterField::type,    FilterField::tool,      FilterField::tags,
                                   FilterField::version, FilterField::operation, FilterField::user,
                                   FilterField::prompt,  FilterField::service,   FilterField::error_type};

Filter random_filter(Random& random) {
  std::string text;
  for (std::uint32_t n = random.below(4); n > 0; --n) text += std::string(random.pick(kConditions)) + ' ';
  return parse_filter(text, kBaseTime).value();
}

// Ends every slice at once, so that each call does as little as it may.
template <class Ask>
auto in_slices(Ask&& ask) {
  for (int calls = 1;; ++calls) {
    REQUIRE(calls < 10000);
    if (auto answer = ask([] { return true; })) return *answer;
  }
}

}  // namespace

TEST_CASE("the engine's rows are those of the plain evaluation, also cut into slices and asked again") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto store = random_store(seed);
    QueryEngine engine(store), sliced(store);
    Random random(seed);
    for (int round = 0; round < 40; ++round) {
      const Filter filter = random_filter(random);
      CAPTURE(seed);
      CAPTURE(print(filter));
      const RowSet expected = evaluate(filter, *store);
      REQUIRE(*engine.rows(filter) == expected);
      REQUIRE(in_slices([&](const TimeIsUp& up) { return sliced.rows(filter, up); }) == expected);
    }
  }
}

TEST_CASE("the engine's facets and orders are those of the plain functions") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto store = random_store(seed);
    QueryEngine engine(store);
    Random random(seed + 50);
    for (int round = 0; round < 20; ++round) {
      const RowSet rows = evaluate(random_filter(random), *store);
      for (const FilterField field : kFacets) {
        const std::vector<FacetValue> expected = facet(*store, rows, field);
        const auto got = engine.facet(rows, field, 1000);
        REQUIRE(got->values.size() == expected.size());
        CHECK(got->distinct == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
          CHECK(got->values[i].value == expected[i].value);
          CHECK(got->values[i].count == expected[i].count);
        }
      }
      for (int key = 0; key < kSortKeyCount; ++key) {
        const SortOrder order{static_cast<SortKey>(key), random.chance(50)};
        CAPTURE(print(order));
        CHECK(in_slices([&](const TimeIsUp& up) { return engine.sorted(rows, order, up); }) ==
              sorted(*store, rows, order));
      }
    }
  }
}

TEST_CASE("many rows are sorted in runs that are merged") {
  const auto store = random_store(3, {.traces = 2000, .max_spans = 2});
  QueryEngine engine(store);
  const RowSet all(store->trace_count(), true);
  for (const char* text : {"duration:desc", "name", "cost"}) {
    const SortOrder order = *sort_order_from(text);
    CHECK(*engine.sorted(all, order) == sorted(*store, all, order));
  }
}

TEST_CASE("a facet can be cut short and searched in") {
  const auto store = trace_from_text(R"(
    trace 1 at=1s
    a 0..1s user=ann
    trace 2 at=2s
    a 0..1s user=ann
    trace 3 at=3s
    a 0..1s user=Joanna
    trace 4 at=4s
    a 0..1s user=bob
  )");
  QueryEngine engine(store);
  const RowSet all(4, true);
  const auto first = engine.facet(all, FilterField::user, 1);
  CHECK(first->distinct == 3);
  CHECK(first->values.size() == 1);
  CHECK(first->values[0].value == "ann");
  const auto found = engine.facet(all, FilterField::user, 10, "ANN");
  CHECK(found->distinct == 2);
  CHECK(found->values[1].value == "Joanna");
}

TEST_CASE("runs of a long order are merged in slices") {
  Random random(9);
  std::vector<query::SortEntry> entries;
  for (std::uint32_t row = 0; row < 150'000; ++row)
    entries.push_back({random.chance(5) ? kUnknown : static_cast<std::int64_t>(random.below(5000)), row});
  for (const bool descending : {false, true}) {
    query::RowSorter sorter(entries, {descending});
    int slices = 1;
    while (!sorter.step([] { return true; })) ++slices;
    CHECK(slices > 5);
    std::vector<query::SortEntry> expected = entries;
    std::sort(expected.begin(), expected.end(), query::StandsBefore{descending});
    const auto& order = sorter.items();
    REQUIRE(order.size() == expected.size());
    for (std::size_t i = 0; i < order.size(); ++i) REQUIRE(order[i].row == expected[i].row);
  }
}
