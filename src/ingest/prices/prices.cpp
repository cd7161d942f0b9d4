#include "spanorama/ingest/prices.h"

#include <built_in_prices.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <nlohmann/json.hpp>

namespace spanorama {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxFileBytes = 16 * 1024 * 1024;

// Reads the members of one object after another; the first mistake stays.
class PriceFile {
 public:
  PriceFile(PriceTable& table, const Json& file) : table_(table), file_(file) {}

  // A sentence about the first mistake, or nothing.
  std::string read() {
    if (!file_.is_object() || !file_.contains("providers")) fail("the file", "an object with a list \"providers\"");
    for (const std::string& word : texts(file_, "routes", "the file")) table_.add_route(word);
    const Json& providers = list(file_, "providers", "the file");
    for (std::size_t i = 0; i < providers.size() && mistake_.empty(); ++i)
      provider(providers[i], "providers[" + std::to_string(i) + "]");
    return mistake_;
  }

 private:
  void fail(const std::string& place, std::string_view expected) {
    if (mistake_.empty()) mistake_ = place + ": expected " + std::string(expected);
  }

  const Json& list(const Json& object, const char* name, const std::string& place) {
    static const Json kNone = Json::array();
    if (!object.is_object() || !object.contains(name)) return kNone;
    const Json& value = object[name];
    if (value.is_array()) return value;
    fail(place, std::string("a list in \"") + name + "\"");
    return kNone;
  }

  std::vector<std::string> texts(const Json& object, const char* name, const std::string& place) {
    std::vector<std::string> out;
    for (const Json& value : list(object, name, place)) {
      if (value.is_string())
        out.push_back(value.get<std::string>());
      else
        fail(place, std::string("texts in \"") + name + "\"");
    }
    return out;
  }

  std::string text(const Json& object, const char* name, const std::string& place) {
    if (object.is_object() && object.contains(name) && object[name].is_string()) return object[name].get<std::string>();
    fail(place, std::string("a text \"") + name + "\"");
    return {};
  }

  // Microdollars, kUnknown when absent or null.
  std::int64_t dollars(const Json& object, const char* name, double scale, const std::string& place) {
    if (!object.contains(name) || object[name].is_null()) return kUnknown;
    const double value = object[name].is_number() ? object[name].get<double>() : -1;
    if (value >= 0 && value <= 1e5) return std::llround(value * scale);
    fail(place, std::string("\"") + name + "\" as a number of dollars from 0 to 100,000");
    return kUnknown;
  }

  void provider(const Json& value, const std::string& place) {
    const std::string name = text(value, "name", place);
    const std::uint32_t row = table_.add_provider(name, texts(value, "also", place));
    const Json& models = list(value, "models", place);
    for (std::size_t i = 0; i < models.size() && mistake_.empty(); ++i)
      model(models[i], row, place + ".models[" + std::to_string(i) + "]");
  }

  void model(const Json& value, std::uint32_t provider, const std::string& place) {
    const std::string id = text(value, "model", place);
    if (!mistake_.empty()) return;
    const auto per_million = [&](const Json& object, const char* name) { return dollars(object, name, 1e6, place); };
    Price price;
    price.input = per_million(value, "input"), price.output = per_million(value, "output");
    price.cache_read = per_million(value, "cache_read"), price.cache_write = per_million(value, "cache_write");
    price.cache_write_1h = per_million(value, "cache_write_1h"), price.reasoning = per_million(value, "reasoning");
    price.audio_input = per_million(value, "audio_input"), price.audio_output = per_million(value, "audio_output");
    price.query_microcents = dollars(value, "query", 1e8, place);
    if (value.contains("above")) above(value["above"], price, place + ".above");
    if (price.input == kUnknown && price.query_microcents == kUnknown) fail(place, "a price \"input\" or \"query\"");
    if (!mistake_.empty()) return;
    table_.add(provider, id, price, texts(value, "also", place));
  }

  void above(const Json& value, Price& price, const std::string& place) {
    if (!value.is_object() || !value.contains("prompt_tokens") || !value["prompt_tokens"].is_number_unsigned())
      return fail(place, "an object with a number \"prompt_tokens\"");
    price.above_tokens =
        static_cast<std::int64_t>(std::min<std::uint64_t>(value["prompt_tokens"].get<std::uint64_t>(), INT64_MAX / 2));
    price.above_input = dollars(value, "input", 1e6, place), price.above_output = dollars(value, "output", 1e6, place);
    price.above_cache_read = dollars(value, "cache_read", 1e6, place);
  }

  PriceTable& table_;
  const Json& file_;
  std::string mistake_;
};

}  // namespace

Result<PriceTable> prices_with(PriceTable base, std::string_view json) {
  if (json.size() > kMaxFileBytes) return Error{"The price file has more than 16 MB: it was not read"};
  const Json file = Json::parse(json, nullptr, false);
  if (file.is_discarded()) return Error{"The price file is no JSON: no price of it was taken"};
  const std::string mistake = PriceFile(base, file).read();
  if (!mistake.empty()) return Error{"The price file was not taken, " + mistake};
  return base;
}

PriceTable built_in_prices() {
  std::string text;
  for (const std::string_view line : kBuiltInPrices) text.append(line);
  Result<PriceTable> table = prices_with({}, text);
  assert(table);
  return table ? std::move(table).value() : PriceTable{};
}

}  // namespace spanorama
