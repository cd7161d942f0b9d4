#include "spanorama/ingest/prices.h"

#include <doctest/doctest.h>

#include "span_json.h"
#include "spanorama/assembly/assemble.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

std::string mistake_of(std::string_view json) {
  const auto table = prices_with({}, json);
  return table ? "" : table.error().message;
}

struct Cost {
  std::int64_t microcents = kUnknown;
  CostSource source = CostSource::none;
};

Cost cost_of_trace(TestAttributes attributes, const PriceTable& prices) {
  const auto read = read_whole(Format::otlp_json, span_json({attributes}));
  const SpanBatch* batches[] = {&read->batch};
  const auto store = assemble(batches, &prices);
  const Trace& trace = store->trace(TraceRow{0});
  return {trace.cost_microcents, trace.cost_source};
}

}  // namespace

TEST_CASE("the built-in table knows the usual models by their dated ids") {
  const PriceTable table = built_in_prices();
  CHECK(table.size() > 300);
  const Price* price = table.find("openai", "gpt-4o-2024-08-06");
  REQUIRE(price != nullptr);
  CHECK(price->input == 2'500'000);
  CHECK(price->output == 10'000'000);
  CHECK(price->cache_read == 1'250'000);
  CHECK(*table.find("openai", "gpt-4o") == *price);
  CHECK(table.find("mistral_ai", "mistral-large-latest") != nullptr);
  CHECK(table.find("gcp.gemini", "models/gemini-2.5-flash") != nullptr);
  CHECK(table.find("aws.bedrock", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0") != nullptr);
  CHECK(table.find("openai", "my-deployment") == nullptr);
}

TEST_CASE("a user's file goes over the built-in table, and a mistake in it names its place") {
  const auto table = prices_with(built_in_prices(), R"({"providers":[{"name":"openai","models":[
    {"model":"gpt-4o","input":1,"output":2},{"model":"mine","input":0.5,"output":0.5}]}]})");
  REQUIRE(table);
  CHECK(table.value().find("openai", "gpt-4o")->input == 1'000'000);
  CHECK(table.value().find("openai", "mine")->output == 500'000);
  CHECK(table.value().find("openai", "gpt-4o-mini") != nullptr);
  CHECK(mistake_of("[1").find("no JSON") != std::string::npos);
  CHECK(mistake_of("{}").find("providers") != std::string::npos);
  CHECK(mistake_of(R"({"providers":[{"name":"x","models":[{"model":"a","input":-1}]}]})")
            .find("providers[0].models[0]") != std::string::npos);
  CHECK(mistake_of(R"({"providers":[{"name":"x","models":[{"model":"a","input":"1"}]}]})").find("input") !=
        std::string::npos);
  CHECK(mistake_of(R"({"providers":[{"name":1}]})").find("name") != std::string::npos);
  CHECK(mistake_of(R"({"providers":[{"name":"x","models":[{"model":"a"}]}]})").find("query") != std::string::npos);
}

TEST_CASE("a cost that is not reported is estimated by the dated model of the response") {
  const PriceTable table = built_in_prices();
  // 1000 of input, 600 of them cached: 400*250 + 600*125 + 50*1000 microcents.
  const Cost estimated = cost_of_trace({{"gen_ai.operation.name", "chat"},
                                        {"gen_ai.provider.name", "openai"},
                                        {"gen_ai.request.model", "my-alias"},
                                        {"gen_ai.response.model", "gpt-4o-2024-08-06"},
                                        {"gen_ai.usage.input_tokens", 1000},
                                        {"gen_ai.usage.cache_read.input_tokens", 600},
                                        {"gen_ai.usage.output_tokens", 50}},
                                       table);
  CHECK(estimated.microcents == 100'000 + 75'000 + 50'000);
  CHECK(estimated.source == CostSource::estimated);
  const Cost reported = cost_of_trace({{"gen_ai.operation.name", "chat"},
                                       {"gen_ai.response.model", "gpt-4o"},
                                       {"gen_ai.usage.input_tokens", 1000},
                                       {"gen_ai.usage.output_tokens", 50},
                                       {"gen_ai.usage.cost", 0.5}},
                                      table);
  CHECK(reported.microcents == 50'000'000);
  CHECK(reported.source == CostSource::reported);
  // Zero beside tokens means that the writer did not know.
  const Cost zero = cost_of_trace({{"gen_ai.operation.name", "chat"},
                                   {"gen_ai.response.model", "gpt-4o"},
                                   {"gen_ai.usage.input_tokens", 1000},
                                   {"gen_ai.usage.output_tokens", 50},
                                   {"gen_ai.usage.cost", 0.0}},
                                  table);
  CHECK(zero.microcents == 300'000);
  CHECK(zero.source == CostSource::estimated);
}

TEST_CASE("no price, no model or no output tokens: the cost stays unknown and is never zero") {
  const PriceTable table = built_in_prices();
  const auto is_unknown = [&](TestAttributes attributes) {
    const Cost cost = cost_of_trace(attributes, table);
    return cost.microcents == kUnknown && cost.source == CostSource::none;
  };
  CHECK(is_unknown(
      {{"gen_ai.request.model", "unheard-of"}, {"gen_ai.usage.input_tokens", 10}, {"gen_ai.usage.output_tokens", 10}}));
  CHECK(is_unknown(
      {{"gen_ai.operation.name", "chat"}, {"gen_ai.usage.input_tokens", 10}, {"gen_ai.usage.output_tokens", 10}}));
  CHECK(is_unknown({{"gen_ai.request.model", "gpt-4o"}, {"gen_ai.usage.input_tokens", 10}}));
}
