#include "spanorama/app/model_prices.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "app/json_writer.h"
#include "spanorama/base/format.h"
#include "spanorama/base/hash.h"
#include "spanorama/base/trimmed.h"
#include "spanorama/base/utf8.h"
#include "spanorama/ingest/prices.h"

namespace spanorama {

namespace {

constexpr double kHighestDollars = 1e5;  // as a price file may say
constexpr std::size_t kMostFileBytes = 1 << 20;

// A number of `digits` decimal places, as short as it can be said: 1250000 with 6 is "1.25".
std::string decimal(std::int64_t value, int digits) {
  std::string text = std::to_string(value);
  const auto places = static_cast<std::size_t>(digits);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  text.insert(text.size() - places, 1, '.');
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

struct ModelIds {
  StringId provider, response, asked;
  friend bool operator==(const ModelIds&, const ModelIds&) = default;
};
struct HashIds {
  std::size_t operator()(const ModelIds& ids) const {
    const std::uint64_t models = std::uint64_t{ids.response.value} << 32 | ids.asked.value;
    return static_cast<std::size_t>(mix64(mix64(models ^ table_seed()) ^ ids.provider.value));
  }
};
struct Count {
  std::uint64_t calls = 0, reported = 0;
};

// As estimates ask: the model of the response first.
const Price* price_of(const TraceStore& store, const PriceTable& table, const ModelIds& ids) {
  const std::string_view provider = store.text(ids.provider);
  const Price* price = ids.response.present() ? table.find(provider, store.text(ids.response)) : nullptr;
  return price != nullptr || !ids.asked.present() ? price : table.find(provider, store.text(ids.asked));
}

std::unordered_map<ModelIds, Count, HashIds> counted_calls(const TraceStore& store) {
  std::unordered_map<ModelIds, Count, HashIds> out;
  for (const Facts& facts : store.columns().facts_rows) {
    if (!facts.counted || total_tokens(facts.usage) == kUnknown) continue;
    if (!facts.model.present() && !facts.response_model.present()) continue;
    Count& count = out[{facts.provider, facts.response_model, facts.model}];
    ++count.calls;
    if (facts.cost_source == CostSource::reported) ++count.reported;
  }
  return out;
}

void write_price(JsonWriter& json, const Price& price) {
  const auto per_million = [&](std::string_view name, std::int64_t value) {
    if (value != kUnknown) json.key(name), json.literal(decimal(value, 6));
  };
  per_million("input", price.input), per_million("output", price.output);
  per_million("cache_read", price.cache_read), per_million("cache_write", price.cache_write);
  per_million("cache_write_1h", price.cache_write_1h), per_million("reasoning", price.reasoning);
  per_million("audio_input", price.audio_input), per_million("audio_output", price.audio_output);
  if (price.query_microcents != kUnknown) json.key("query"), json.literal(decimal(price.query_microcents, 8));
  if (price.above_tokens == kUnknown) return;
  json.key("above");
  json.open('{');
  json.number_field("prompt_tokens", price.above_tokens);
  per_million("input", price.above_input), per_million("output", price.above_output);
  per_million("cache_read", price.above_cache_read);
  json.close('}');
}

std::string_view without_dollar(std::string_view text) {
  if (!text.empty() && text.front() == '$') text.remove_prefix(1);
  return text;
}

std::string text_member(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

const std::array<std::string_view, kPriceFields> kPriceFieldNames = {"Input", "Output", "Cache read", "Cache write"};

bool is_own_prices(const OpenSource& source) { return source.name == kOwnPricesName && source.link.empty(); }

std::vector<PricedModel> models_seen(const TraceStore& store, const PriceTable& built_in, const PriceTable& now) {
  std::map<std::pair<std::string, std::string>, PricedModel> by_name;
  for (const auto& [ids, count] : counted_calls(store)) {
    const std::string provider = ascii_lower(store.text(ids.provider));
    const std::string model = asked_id(store.text(ids.response.present() ? ids.response : ids.asked));
    if (model.empty()) continue;
    PricedModel& row = by_name[{provider, model}];
    row.provider = provider, row.model = model;
    row.calls += count.calls, row.reported += count.reported;
    const Price* price = price_of(store, now, ids);
    if (price == nullptr) continue;
    const Price* usual = price_of(store, built_in, ids);
    row.origin = usual != nullptr && *usual == *price ? PriceOrigin::built_in : PriceOrigin::file;
    row.price = *price;
  }
  std::vector<PricedModel> rows;
  for (auto& [name, row] : by_name) rows.push_back(std::move(row));
  std::stable_sort(rows.begin(), rows.end(),
                   [](const PricedModel& a, const PricedModel& b) { return a.calls > b.calls; });
  if (rows.size() > kMostPricedModels) rows.resize(kMostPricedModels);
  return rows;
}

void set_own_price(std::vector<OwnPrice>& known, OwnPrice price) {
  const auto same = [&](const OwnPrice& k) { return k.provider == price.provider && k.model == price.model; };
  known.erase(std::remove_if(known.begin(), known.end(), same), known.end());
  if (price.price.input != kUnknown && known.size() < kMostPricedModels) known.push_back(std::move(price));
}

std::string own_prices_file(const std::vector<OwnPrice>& prices) {
  if (prices.empty()) return {};
  std::string out = "{\"format\": \"spanorama-prices\", \"version\": 1, \"providers\": [";
  for (std::size_t i = 0; i < prices.size(); ++i) {
    JsonWriter one;
    one.open('{');
    one.key("name"), one.text(prices[i].provider);
    one.key("models");
    one.open('[');
    one.open('{');
    one.key("model"), one.text(prices[i].model);
    write_price(one, prices[i].price);
    one.close('}');
    one.close(']');
    one.close('}');
    out += (i == 0 ? "\n" : ",\n") + one.take();
  }
  return out + "\n]}\n";
}

std::vector<OwnPrice> read_own_prices(std::string_view file) {
  std::vector<OwnPrice> out;
  if (file.size() > kMostFileBytes) return out;
  const Result<PriceTable> table = prices_with({}, file);
  if (!table) return out;
  // The table says what each price is; the names are read here.
  const nlohmann::json document = nlohmann::json::parse(file, nullptr, false);
  for (const nlohmann::json& provider : document["providers"]) {
    const auto models = provider.find("models");
    if (models == provider.end()) continue;
    for (const nlohmann::json& model : *models) {
      OwnPrice own{text_member(provider, "name"), text_member(model, "model"), {}};
      const Price* price = table.value().find(own.provider, own.model);
      if (price == nullptr) continue;
      own.price = *price;
      set_own_price(out, std::move(own));
    }
  }
  return out;
}

PriceFields price_fields(const Price& price) {
  const std::array<std::int64_t, kPriceFields> values = {price.input, price.output, price.cache_read,
                                                         price.cache_write};
  PriceFields out;
  for (std::size_t i = 0; i < kPriceFields; ++i)
    if (values[i] != kUnknown) out[i] = decimal(values[i], 6);
  return out;
}

Result<Price> price_with(Price before, const PriceFields& fields) {
  const std::array<std::int64_t*, kPriceFields> values = {&before.input, &before.output, &before.cache_read,
                                                          &before.cache_write};
  bool any = false;
  for (std::size_t i = 0; i < kPriceFields; ++i) {
    *values[i] = kUnknown;
    const std::string_view text = without_dollar(trimmed(fields[i]));
    if (text.empty()) continue;
    any = true;
    double dollars = 0;
    if (!parse_double(text, dollars) || !(dollars >= 0 && dollars <= kHighestDollars))
      return Error{std::string(kPriceFieldNames[i]) + ": a number of dollars from 0 to 100,000 was expected, not \"" +
                   std::string(utf8_prefix(text, 24)) + "\"."};
    *values[i] = std::llround(dollars * 1e6);
  }
  if (any) before.query_microcents = kUnknown;  // a price per search goes before all others
  if (any && before.input == kUnknown) return Error{"Input: a price is needed where another one is given."};
  return before;
}

}  // namespace spanorama
