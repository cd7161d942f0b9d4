#include "spanorama/query/field_values.h"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "../support/random_store.h"
#include "../support/trace_text.h"

namespace spanorama {

namespace {

using test::trace_from_text;

std::map<std::string, std::set<std::uint32_t>> values_of(const TraceStore& store, std::string_view field) {
  const auto ref = field_ref_from(field);
  REQUIRE(ref.has_value());
  const TraceValues values = field_values(store, RowSet(store.trace_count(), true), *ref);
  std::map<std::string, std::set<std::uint32_t>> out;
  for (const auto& [trace, text] : values.pairs) CHECK(out[values.texts[text]].insert(trace).second);
  CHECK(out.size() == values.texts.size());
  return out;
}

}  // namespace

TEST_CASE("Fields to group by are told from words; those without distinct values are none") {
  for (const char* word :
       {"status", "name", "model", "tags", "type", "attr.http.route", "resource.host.name", "metadata.plan.tier"}) {
    const auto ref = field_ref_from(word);
    REQUIRE(ref.has_value());
    CHECK(print(*ref) == word);
  }
  CHECK(print(*field_ref_from("http.route")) == "attr.http.route");
  for (const char* word :
       {"", "duration", "cost", "time", "has", "trace", "nonsense", "score.x", "attr.", "two words.x"})
    CHECK(!field_ref_from(word).has_value());
}

TEST_CASE("Attributes, resources and metadata give every distinct value once a trace") {
  const auto store = trace_from_text(R"(
  a  0..9ms attr.plan="pro" resource.zone="eu" attr.n=3
    b 1..2ms attr.plan="pro" attr.n=3
    c 2..3ms attr.plan="free" attr.langfuse.trace.metadata.region="north"
  trace 2 at=5s
  d  0..1ms attr.plan="free" resource.zone="us" attr.metadata={"region":"south","deep":{"x":1}}
  trace 3 at=6s
  e  0..1ms
)");
  using Values = std::map<std::string, std::set<std::uint32_t>>;
  CHECK(values_of(*store, "attr.plan") == Values{{"free", {0, 1}}, {"pro", {0}}});
  CHECK(values_of(*store, "attr.n") == Values{{"3", {0}}});
  CHECK(values_of(*store, "resource.zone") == Values{{"eu", {0}}, {"us", {1}}});
  CHECK(values_of(*store, "metadata.region") == Values{{"north", {0}}, {"south", {1}}});
  CHECK(values_of(*store, "metadata.deep.x") == Values{{"1", {1}}});
  CHECK(values_of(*store, "attr.gone").empty());
}

TEST_CASE("The traces of a value are those that the filter with this value shows") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const auto store = test::random_store(seed);
    for (const char* word : {"status", "name", "service", "environment", "release", "tags", "user", "session", "type",
                             "operation", "model", "provider", "prompt", "version", "tool"}) {
      for (const auto& [value, traces] : values_of(*store, word)) {
        if (value.empty()) continue;  // cannot be asked for
        Condition condition;
        condition.field = field_ref_from(word)->field;
        condition.match = Match::equals;
        condition.texts = {value};
        std::set<std::uint32_t> shown;
        evaluate(Filter{{condition}}, *store).for_each([&](std::uint32_t row) { shown.insert(row); });
        CHECK_MESSAGE(shown == traces, word, " ", value, " seed ", seed);
      }
    }
  }
}

}  // namespace spanorama
