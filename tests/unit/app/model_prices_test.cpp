#include "spanorama/app/model_prices.h"

#include <doctest/doctest.h>

#include "spanorama/app/application.h"
#include "spanorama/ingest/prices.h"
#include "unit/app/fake_host.h"
#include "unit/support/trace_text.h"

namespace spanorama {

namespace {

constexpr std::string_view kCalls = R"(
  one    0..1s type=generation provider=openai model=gpt-4o tokens=10/5
  trace 2
  two    0..1s type=generation provider=openai model=GPT-4o tokens=10/5 cost=300 cost_source=reported
  trace 3
  three  0..1s type=generation model=house-model tokens=10/5
  trace 4
  four   0..1s type=generation provider=openai model=gpt-4o response_model=gpt-4o-2024-08-06 tokens=10/5
  trace 5
  mute   0..1s type=generation provider=openai model=gpt-5
)";

std::string text_of(const std::vector<PricedModel>& models) {
  std::string out;
  for (const PricedModel& m : models) {
    const char* origins[] = {"unknown", "built in", "file"};
    out += m.provider + "/" + m.model + " " + std::to_string(m.calls) + "/" + std::to_string(m.reported) + " " +
           origins[static_cast<int>(m.origin)] + " " + price_fields(m.price)[0] + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("The models of a store are listed with what they cost and where the price is from") {
  const auto store = test::trace_from_text(kCalls);
  const PriceTable built_in = built_in_prices();
  CHECK(text_of(models_seen(*store, built_in, built_in)) ==
        "openai/gpt-4o 2/1 built in 2.5\n"
        "/house-model 1/0 unknown \n"
        "openai/gpt-4o-2024-08-06 1/0 built in 2.5\n");
  const std::string own = own_prices_file({{"openai", "gpt-4o-2024-08-06", {.input = 7'000'000, .output = 1}},
                                           {"", "house-model", {.input = 500'000, .output = 0}}});
  const Result<PriceTable> now = prices_with(built_in, own);
  REQUIRE(now);
  CHECK(text_of(models_seen(*store, built_in, now.value())) ==
        "openai/gpt-4o 2/1 built in 2.5\n"
        "/house-model 1/0 file 0.5\n"
        "openai/gpt-4o-2024-08-06 1/0 file 7\n");
}

TEST_CASE("A file of own prices gives back every part of a price") {
  Price price;
  price.input = 1'250'000, price.output = 10'000'001, price.cache_read = 0, price.cache_write = 3;
  price.cache_write_1h = 4, price.reasoning = 5, price.audio_input = 6, price.audio_output = 7;
  price.above_tokens = 200'000, price.above_input = 8, price.above_output = 9, price.above_cache_read = 10;
  const std::string file = own_prices_file({{"a \"b\"", "m\\1", price}, {"", "other", {.input = 100'000'000'000}}});
  const std::vector<OwnPrice> read = read_own_prices(file);
  REQUIRE(read.size() == 2);
  CHECK(read[0].provider == "a \"b\"");
  CHECK(read[0].price == price);
  CHECK(read[1].price.input == 100'000'000'000);
  CHECK(own_prices_file(read) == file);
  CHECK(own_prices_file({}) == "");
}

TEST_CASE("What is no file of own prices gives none") {
  CHECK(read_own_prices("junk").empty());
  CHECK(read_own_prices("{\"providers\": 7}").empty());
  CHECK(
      read_own_prices("{\"providers\": [{\"name\": \"a\", \"models\": [{\"model\": \"m\", \"input\": -1}]}]}").empty());
  CHECK(read_own_prices(
            "{\"providers\": [{\"name\": \"a\"}, {\"name\": \"b\", \"models\": [{\"model\": \"\", \"input\": 1}]}]}")
            .empty());
}

TEST_CASE("Fields of a price are read as dollars, and refused with a sentence where they are none") {
  const Price before{.input = 1, .output = 2, .reasoning = 3};
  const Result<Price> read = price_with(before, {" $2.5", "10", "", "0.000001"});
  REQUIRE(read);
  CHECK(read.value() == Price{.input = 2'500'000, .output = 10'000'000, .cache_write = 1, .reasoning = 3});
  for (const char* bad : {"-1", "nan", "inf", "1e300", "2,5", "1 2", "100000.1", "0x10"}) {
    CAPTURE(bad);
    const Result<Price> refused = price_with(before, {"1", bad, "", ""});
    REQUIRE(!refused);
    CHECK(refused.error().message ==
          "Output: a number of dollars from 0 to 100,000 was expected, not \"" + std::string(bad) + "\".");
  }
  CHECK(price_with(before, {"", "1", "", ""}).error().message ==
        "Input: a price is needed where another one is given.");
  REQUIRE(price_with(before, {"", " ", "", ""}));
  CHECK(price_with(before, {"", " ", "", ""}).value().input == kUnknown);
}

TEST_CASE("An own price replaces the one before, and one without input takes it away") {
  std::vector<OwnPrice> own;
  set_own_price(own, {"a", "m", {.input = 1}});
  set_own_price(own, {"b", "m", {.input = 2}});
  set_own_price(own, {"a", "m", {.input = 3}});
  REQUIRE(own.size() == 2);
  CHECK(own[1].price.input == 3);
  set_own_price(own, {"b", "m", {}});
  REQUIRE(own.size() == 1);
  CHECK(own[0].provider == "a");
}

TEST_CASE("Own prices take the place of those that were open") {
  test::FakeHost host;
  Application app{host};
  OpenSource file;
  file.id = 3, file.name = "own prices.json", file.link = "file:0:own prices.json";
  OpenSource own;
  own.id = 4, own.name = "own prices.json";
  app.commands().push(SourceProgress{file});
  app.commands().push(SourceProgress{own});
  app.commands().push(UsePrices{"{}"});
  app.update();
  CHECK(host.closed == std::vector<std::uint32_t>{4});
  REQUIRE(host.opened_bodies.size() == 1);
  CHECK(host.opened_bodies[0] == std::pair<std::string, std::string>{"", "{}"});
  app.commands().push(UsePrices{});
  app.update();
  CHECK(host.opened_bodies.size() == 1);
}

}  // namespace spanorama
