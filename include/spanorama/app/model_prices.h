// What the models of a store cost, and the file that holds prices which a user has typed:
//
//   for (const PricedModel& model : models_seen(*store, built_in, with_files)) ...
//   Result<Price> price = price_with(model.price, {"2.5", "10", "", ""});
//   set_own_price(own, {model.provider, model.model, price.value()});
//   host.open_body(kOwnPricesName, "", own_prices_file(own));  // estimates follow
//
// The file is a price file as of ingest/prices.h.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/app/state.h"
#include "spanorama/base/result.h"
#include "spanorama/model/price_table.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// The source that holds them; it has no link, for it is nothing that a link could ask of somebody else.
inline constexpr std::string_view kOwnPricesName = "own prices.json";
bool is_own_prices(const OpenSource& source);

// More models are not listed, more prices are not kept.
inline constexpr std::size_t kMostPricedModels = 200;

enum class PriceOrigin : std::uint8_t { unknown, built_in, file };

// Calls of one model that tell tokens and count for the sums.
struct PricedModel {
  std::string provider, model;            // as the price is asked for: see asked_id() in price_table.h
  std::uint64_t calls = 0, reported = 0;  // those of which the source told the cost keep it
  PriceOrigin origin = PriceOrigin::unknown;
  Price price;
};
// The most frequent first, then by provider and model; at most kMostPricedModels. `now` is `built_in` with the price files
// that are open. O(facts).
std::vector<PricedModel> models_seen(const TraceStore& store, const PriceTable& built_in, const PriceTable& now);

struct OwnPrice {
  std::string provider, model;
  Price price;
};
// Replaces the price of the same provider and model; one without an input price takes it away.
void set_own_price(std::vector<OwnPrice>& known, OwnPrice price);
// Exact: reading it gives the same prices. Nothing where there are none.
std::string own_prices_file(const std::vector<OwnPrice>& prices);
// What own_prices_file() wrote; what cannot be used is left out.
std::vector<OwnPrice> read_own_prices(std::string_view file);

// What a person edits, in US dollars per million tokens: input, output, cache read, cache write.
inline constexpr std::size_t kPriceFields = 4;
using PriceFields = std::array<std::string, kPriceFields>;
extern const std::array<std::string_view, kPriceFields> kPriceFieldNames;
PriceFields price_fields(const Price& price);  // "2.5"; nothing where there is no price of its own
// `before` with the edited parts; its other parts stay. All fields empty: a price without input. The error is a sentence.
Result<Price> price_with(Price before, const PriceFields& fields);

}  // namespace spanorama
