#include "spanorama/model/price_table.h"

#include <doctest/doctest.h>

using namespace spanorama;

namespace {

// Dollars per million tokens to picodollars per token.
constexpr std::int64_t usd(double dollars) { return static_cast<std::int64_t>(dollars * 1e6 + 0.5); }

Price flat(double input, double output) {
  Price price;
  price.input = usd(input), price.output = usd(output);
  return price;
}

PriceTable small_table() {
  PriceTable table;
  const std::uint32_t openai = table.add_provider("openai", {"azure.ai.openai"});
  const std::uint32_t anthropic = table.add_provider("anthropic", {});
  const std::uint32_t groq = table.add_provider("groq", {});
  const std::uint32_t other = table.add_provider("other", {});
  for (const char* route : {"openai", "azure", "bedrock", "groq", "openrouter"}) table.add_route(route);
  table.add(openai, "gpt-4o", flat(2.5, 10));
  table.add(openai, "gpt-4o-2024-05-13", flat(5, 15));
  table.add(openai, "gpt-4o-mini", flat(0.15, 0.6));
  table.add(anthropic, "claude-sonnet-4-5", flat(3, 15));
  table.add(groq, "llama-3.3-70b", flat(0.59, 0.79));
  table.add(other, "llama-3.3-70b", flat(0.88, 0.88));
  table.add(groq, "same", flat(1, 1));
  table.add(other, "same", flat(1, 1));
  return table;
}

// The input price in microdollars, -1 when nothing fits.
std::int64_t input_price(const PriceTable& table, std::string_view provider, std::string_view model) {
  const Price* price = table.find(provider, model);
  return price ? price->input : -1;
}

}  // namespace

TEST_CASE("a dated id has its own price where one is listed, else that of the undated one") {
  const PriceTable table = small_table();
  CHECK(input_price(table, "openai", "gpt-4o") == usd(2.5));
  CHECK(input_price(table, "openai", "gpt-4o-2024-05-13") == usd(5));
  CHECK(input_price(table, "openai", "gpt-4o-2024-08-06") == usd(2.5));
  CHECK(input_price(table, "openai", "GPT-4o-latest ") == usd(2.5));
  CHECK(input_price(table, "openai", "gpt-4o-mini-2024-07-18") == usd(0.15));
  CHECK(input_price(table, "anthropic", "claude-sonnet-4-5-20250929") == usd(3));
  CHECK(input_price(table, "openai", "gpt-4o-preview-05-20") == usd(2.5));
}

TEST_CASE("routes, regions and what clouds put around an id are taken off one by one") {
  const PriceTable table = small_table();
  CHECK(input_price(table, "", "openrouter/openai/gpt-4o-mini") == usd(0.15));
  CHECK(input_price(table, "azure.ai.openai", "azure/gpt-4o") == usd(2.5));
  CHECK(input_price(table, "aws.bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0") == usd(3));
  CHECK(input_price(table, "aws.bedrock", "bedrock/anthropic.claude-sonnet-4-5-v2:0") == usd(3));
  CHECK(input_price(table, "gcp.vertex_ai", "publishers/anthropic/models/claude-sonnet-4-5@20250929") == usd(3));
  CHECK(input_price(table, "", "models/gpt-4o") == usd(2.5));
  CHECK(input_price(table, "anthropic", "\x1b[1mclaude-sonnet-4-5\x1b[22m[1m]") == usd(3));
  // A word that is no route may be somebody's own model.
  CHECK(input_price(table, "", "someone/gpt-4o") == -1);
}

TEST_CASE("without the provider's own row the price must be the same everywhere") {
  const PriceTable table = small_table();
  CHECK(input_price(table, "groq", "llama-3.3-70b") == usd(0.59));
  CHECK(input_price(table, "", "groq/llama-3.3-70b") == usd(0.59));  // the route names the provider
  CHECK(input_price(table, "", "llama-3.3-70b") == -1);
  CHECK(input_price(table, "openai", "same") == usd(1));
  CHECK(input_price(table, "openai", "no-such-model") == -1);
  CHECK(input_price(table, "openai", "") == -1);
}

TEST_CASE("a later row takes the place of an earlier one") {
  PriceTable table = small_table();
  table.add(table.add_provider("OpenAI", {}), "GPT-4o", flat(9, 9));
  CHECK(input_price(table, "azure.ai.openai", "gpt-4o") == usd(9));
  const std::uint32_t openai = table.add_provider("openai", {});
  table.add(openai, "base", flat(1, 1), {"base-2025-01-01", "base-2025-02-02"});
  table.add(openai, "base-2025-02-02", flat(2, 2));
  CHECK(input_price(table, "openai", "base") == usd(1));
  table.add(openai, "base", flat(3, 3));
  CHECK(input_price(table, "openai", "base-2025-01-01") == usd(3));
  CHECK(input_price(table, "openai", "base-2025-02-02") == usd(2));
}

TEST_CASE("a bill in microcents, worked out by hand") {
  Price price = flat(3, 15);
  price.cache_read = usd(0.3), price.cache_write = usd(3.75), price.cache_write_1h = usd(6);
  PricedTokens t;
  t.input_plain = 1000, t.cache_read = 20'000, t.cache_write = 5000, t.cache_write_1h = 2000, t.output_plain = 400;
  // 1000*300 + 20000*30 + 3000*375 + 2000*600 + 400*1500 microcents.
  CHECK(cost_of(price, t) == 300'000 + 600'000 + 1'125'000 + 1'200'000 + 600'000);
  // Without prices of their own: read and written as input, reasoning as output, the hour as any write.
  price.cache_read = price.cache_write = price.cache_write_1h = kUnknown;
  t.reasoning = 100;
  CHECK(cost_of(price, t) == 300'000 + 20'000 * 300 + 5000 * 300 + 400 * 1500 + 100 * 1500);
}

TEST_CASE("a bill is rounded once, half away from zero") {
  // 7.5 microcents a token: 3 tokens are 22.5, 1 token and 1 of 2.5 are 10.
  PricedTokens t;
  t.input_plain = 3;
  CHECK(cost_of(flat(0.075, 0.025), t) == 23);
  t.input_plain = 1, t.output_plain = 1;
  CHECK(cost_of(flat(0.075, 0.025), t) == 10);
  t.input_plain = 0, t.output_plain = 0;
  CHECK(cost_of(flat(0.075, 0.025), t) == 0);
}

TEST_CASE("audio is a part of the plain tokens and has its own price") {
  Price price = flat(2.5, 10);
  price.audio_input = usd(40), price.audio_output = usd(80);
  PricedTokens t;
  t.input_plain = 100, t.audio_input = 40, t.output_plain = 50, t.audio_output = 50;
  CHECK(cost_of(price, t) == 60 * 250 + 40 * 4000 + 50 * 8000);
}

TEST_CASE("a long prompt changes the prices of the whole request, cached tokens included") {
  Price price = flat(1.25, 10);
  price.cache_read = usd(0.125);
  price.above_tokens = 200'000, price.above_input = usd(2.5), price.above_output = usd(15);
  price.above_cache_read = usd(0.25);
  PricedTokens t;
  t.input_plain = 150'000, t.cache_read = 50'000, t.output_plain = 1000;
  CHECK(cost_of(price, t) == 150'000 * 125 + 50'000 * 125 / 10 + 1000 * 1000);
  t.cache_read = 50'001;
  CHECK(cost_of(price, t) == 150'000 * 250 + 50'001 * 25 + 1000 * 1500);
  // A sum over several requests says nothing about any of them.
  t.one_request = false;
  CHECK(cost_of(price, t) == 150'000 * 125 + (50'001 * 125 + 5) / 10 + 1000 * 1000);
}

TEST_CASE("what cannot be told stays unknown") {
  Price price = flat(1, 1);
  PricedTokens t;
  t.input_plain = std::int64_t{1} << 50;
  CHECK(cost_of(price, t) == kUnknown);
  price.output = kUnknown;
  t.input_plain = 5, t.output_plain = 1;
  CHECK(cost_of(price, t) == kUnknown);
  t.output_plain = 0;
  CHECK(cost_of(price, t) == 500);
  price.query_microcents = 200'000;
  CHECK(cost_of(price, t) == 200'000);
}

TEST_CASE("a price of no provider holds where no provider is told, and a route tells one") {
  PriceTable table = small_table();
  const std::uint32_t none = table.add_provider("", {});
  table.add(none, "house", flat(7, 7));
  table.add(none, "gpt-4o", flat(8, 8));
  table.add(none, "openrouter/x", flat(9, 9));
  CHECK(table.find("", "House")->input == usd(7));
  CHECK(table.find("", "gpt-4o")->input == usd(8));
  CHECK(table.find("openai", "gpt-4o")->input == usd(2.5));
  CHECK(table.find("", "openai/gpt-4o")->input == usd(2.5));
  CHECK(table.find("", "openrouter/x")->input == usd(9));
  CHECK(asked_id("\x1b[1mmodels/Gemini\x1b[22m ") == "gemini");
}
