#include "spanorama/app/cost_parts.h"

#include <doctest/doctest.h>

#include "spanorama/assembly/assemble.h"
#include "spanorama/ingest/prices.h"
#include "unit/support/trace_text.h"

namespace spanorama {

namespace {

std::string text_of(const CostParts& parts) {
  std::string out;
  const auto say = [&](const char* name, std::int64_t value) {
    if (value != kUnknown) out += (out.empty() ? "" : " ") + std::string(name) + "=" + std::to_string(value);
  };
  say("input", parts.input), say("read", parts.cache_read), say("write", parts.cache_write);
  say("output", parts.output), say("reasoning", parts.reasoning), say("other", parts.other);
  return out;
}

PriceTable table_of(const Price& price) {
  PriceTable table;
  table.add(table.add_provider("house", {}), "m", price);
  return table;
}

std::shared_ptr<const TraceStore> priced(std::string_view picture, const PriceTable& table) {
  const SpanBatch batch = test::batch_from_text(picture);
  const SpanBatch* batches[] = {&batch};
  return assemble(batches, &table);
}

std::string estimated(std::string_view picture, const Price& price) {
  const PriceTable table = table_of(price);
  const auto store = priced(picture, table);
  const CostParts parts = estimated_parts(*store, {0}, models_seen(*store, table, table));
  if (parts.any()) CHECK(parts.sum() == store->facts({0})->cost_microcents);
  return text_of(parts);
}

std::string reported(std::string_view attributes) {
  const auto store = test::trace_from_text("call 0..1s type=generation cost=300 cost_source=reported " +
                                           std::string(attributes) + "\n");
  return text_of(reported_parts(
      *store, {0}, [&](std::uint32_t row) { return short_text(*store, store->columns().attribute_rows[row]); }));
}

}  // namespace

TEST_CASE("An estimated cost has the parts of the price that it was made with") {
  constexpr std::string_view kCall = "call 0..1s type=generation provider=house model=m ";
  const std::string call(kCall);
  const Price price{.input = 2'000'000, .output = 8'000'000, .cache_read = 500'000};
  CHECK(estimated(call + "tokens=100/10\n", price) == "input=20000 output=8000");
  CHECK(estimated(call + "tokens=100/10 cache=40/20 reasoning=5\n", price) ==
        "input=20000 read=2000 write=4000 output=8000 reasoning=4000");
  CHECK(estimated(call + "tokens=100/0\n", price) == "input=20000");
  // Each of three parts is half a microcent: rounded by themselves they would be three.
  const Price tiny{.input = 5'000, .output = 5'000, .cache_read = 5'000};
  CHECK(estimated(call + "tokens=1/1 cache=1/0\n", tiny) == "input=1 read=0 output=1");
}

TEST_CASE("Parts of a long prompt have the price of long prompts") {
  const Price price{.input = 1'000'000,
                    .output = 2'000'000,
                    .above_tokens = 100,
                    .above_input = 3'000'000,
                    .above_output = 4'000'000,
                    .above_cache_read = 1'500'000};
  const std::string call = "call 0..1s type=generation provider=house model=m ";
  CHECK(estimated(call + "tokens=90/10 cache=10/0\n", price) == "input=9000 read=1000 output=2000");
  CHECK(estimated(call + "tokens=90/10 cache=11/0\n", price) == "input=27000 read=1650 output=4000");
}

TEST_CASE("Nothing is told of parts where the price is not known, is another one by now, or is one a search") {
  const std::string call = "call 0..1s type=generation provider=house model=m tokens=100/10\n";
  const PriceTable table = table_of({.input = 2'000'000, .output = 8'000'000});
  const auto store = priced(call, table);
  CHECK_FALSE(estimated_parts(*store, {0}, {}).any());
  const PriceTable other = table_of({.input = 3'000'000, .output = 8'000'000});
  CHECK_FALSE(estimated_parts(*store, {0}, models_seen(*store, other, other)).any());
  CHECK(estimated("rank 0..1s type=reranker provider=house model=m tokens=100/0\n",
                  {.input = 1'000'000, .output = 1, .query_microcents = 200'000}) == "");
}

TEST_CASE("A reported cost has the parts that the source tells") {
  CHECK(reported("") == "");
  CHECK(reported("attr.gen_ai.usage.input_cost=0.000001 attr.gen_ai.usage.output_cost=0.000002") ==
        "input=100 output=200");
  CHECK(reported("attr.gen_ai.cost.output_cost=0.000002") == "output=200");
  CHECK(reported("attr.llm.cost.prompt=0.000003 attr.llm.cost.prompt_details.cache_read=0.000001 "
                 "attr.llm.cost.completion=\"0.000002\"") == "input=200 read=100 output=200");
  CHECK(reported("attr.llm.cost.prompt_details.cache_read=0.000001") == "");
  CHECK(reported("attr.langfuse.observation.cost_details={\"input\":0.000001,\"input_cached_tokens\":0.0000005,"
                 "\"output\":0.000002,\"output_reasoning_tokens\":0.000001,\"web_search\":0.00001,\"total\":0.1}") ==
        "input=100 read=50 output=200 reasoning=100 other=1000");
  CHECK(reported("attr.langsmith.usage_metadata={\"input_tokens\":12,\"input_cost\":0.000001,\"output_cost\":0.000002,"
                 "\"total_cost\":0.000003}") == "input=100 output=200");
  CHECK(reported("attr.gen_ai.usage.input_cost=oops attr.mlflow.llm.cost=[1]") == "");
}

TEST_CASE("Parts add up but for their rounding") {
  CHECK(CostParts{.input = 100, .output = 200}.add_up(301));
  CHECK_FALSE(CostParts{.input = 100, .output = 200}.add_up(400));
  CHECK_FALSE(CostParts{}.add_up(0));
}

TEST_CASE("Parts of several steps are added up; what none of them tells stays unknown") {
  CostParts sum{.input = 100};
  sum.add({.input = 1, .output = 20});
  sum.add({});
  CHECK(text_of(sum) == "input=101 output=20");
}

TEST_CASE("Costs are said to the last digit") {
  CHECK(exact_dollars(0) == "$0.00");
  CHECK(exact_dollars(1) == "$0.00000001");
  CHECK(exact_dollars(38'500) == "$0.000385");
  CHECK(exact_dollars(150'000'000) == "$1.50");
  CHECK(exact_dollars(12'300'000'000) == "$123.00");
}

}  // namespace spanorama
