#include <doctest/doctest.h>

#include "../support/random_store.h"
#include "../support/trace_text.h"
#include "spanorama/query/sort.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kTraces = R"(
  trace 1 at=1s
  beta 0..5ms status=ok model=m1 cost=7 type=generation
  trace 2 at=2s
  Alpha 0..9ms status=error tags=x model=m2 tool=t
    second 0..1ms tags=y model=m1 type=tool tool=t
  trace 3 at=2s
  alpha 0..5ms cost=9 type=generation tags=x
  trace 4 at=3s
  ωmega 0..1ms
)";

std::string ids(const TraceStore& store, std::string_view order, const RowSet& rows) {
  std::string out;
  for (TraceRow row : sorted(store, rows, sort_order_from(order).value()))
    out += std::to_string(store.trace(row).id.lo);
  return out;
}

std::string facet_text(const TraceStore& store, const RowSet& rows, FilterField field) {
  std::string out;
  for (const FacetValue& value : facet(store, rows, field))
    out += (out.empty() ? "" : " ") + value.value + '=' + std::to_string(value.count);
  return out;
}

}  // namespace

TEST_CASE("orders have a text form") {
  CHECK(sort_order_from("duration:desc") == SortOrder{SortKey::duration, true});
  CHECK(sort_order_from("name") == SortOrder{SortKey::name, false});
  CHECK(sort_order_from("cost:asc") == SortOrder{SortKey::cost, false});
  CHECK_FALSE(sort_order_from("size"));
  CHECK_FALSE(sort_order_from("cost:up"));
  CHECK_FALSE(sort_order_from(""));
  for (int key = 0; key <= static_cast<int>(SortKey::errors); ++key)
    for (bool descending : {false, true}) {
      const SortOrder order{static_cast<SortKey>(key), descending};
      CHECK(sort_order_from(print(order)) == order);
    }
}

TEST_CASE("rows are ordered by the key, unknown last both ways, ties by start and id") {
  const auto store = trace_from_text(kTraces);
  const RowSet all(store->trace_count(), true);
  CHECK(ids(*store, "start", all) == "1234");
  CHECK(ids(*store, "start:desc", all) == "4231");
  CHECK(ids(*store, "name", all) == "2314");  // any case; capitals first among equals
  CHECK(ids(*store, "duration", all) == "4132");
  CHECK(ids(*store, "duration:desc", all) == "2134");
  CHECK(ids(*store, "cost", all) == "1324");
  CHECK(ids(*store, "cost:desc", all) == "3124");
  CHECK(ids(*store, "status:desc", all) == "2134");
  CHECK(ids(*store, "spans:desc", all) == "2134");
  RowSet some(store->trace_count());
  some.insert(0);
  some.insert(3);
  CHECK(ids(*store, "start:desc", some) == "41");
}

TEST_CASE("facets count traces, the most frequent first") {
  const auto store = trace_from_text(kTraces);
  const RowSet all(store->trace_count(), true);
  CHECK(facet_text(*store, all, FilterField::status) == "unset=2 error=1 ok=1");
  CHECK(facet_text(*store, all, FilterField::model) == "m1=2 m2=1");
  CHECK(facet_text(*store, all, FilterField::tags) == "x=2 y=1");
  CHECK(facet_text(*store, all, FilterField::type) == "generation=2 span=2 tool=1");
  CHECK(facet_text(*store, all, FilterField::tool) == "t=1");
  CHECK(facet_text(*store, all, FilterField::name) == "Alpha=1 alpha=1 beta=1 ωmega=1");
  CHECK(facet_text(*store, all, FilterField::session) == "");
  CHECK(facet_text(*store, all, FilterField::duration) == "");
  RowSet some(store->trace_count());
  some.insert(1);
  CHECK(facet_text(*store, some, FilterField::model) == "m1=1 m2=1");
}

TEST_CASE("a facet counts what a filter for its value passes") {
  using F = FilterField;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    const auto store = random_store(seed);
    const RowSet all(store->trace_count(), true);
    for (F field : {F::status, F::name, F::type, F::model, F::provider, F::service, F::tool, F::prompt, F::version,
                    F::session, F::user, F::environment, F::release, F::tags})
      for (const FacetValue& value : facet(*store, all, field)) {
        Condition condition;
        condition.field = field;
        condition.match = Match::equals;
        condition.texts = {value.value};
        CHECK(evaluate(Filter{{condition}}, *store).count() == value.count);
      }
  }
}
