// What models cost, and which price a model id means. Prices are integers, so that the same tokens give the same cost
// everywhere: a picodollar per token is a microdollar per million tokens.
//
//   if (const Price* price = table.find("openai", "gpt-4o-2024-08-06")) cost = cost_of(*price, tokens);
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "spanorama/base/time.h"

namespace spanorama {

// In picodollars per token; kUnknown where there is no price of its own.
struct Price {
  std::int64_t input = kUnknown, output = kUnknown;
  std::int64_t cache_read = kUnknown;      // else as input
  std::int64_t cache_write = kUnknown;     // else as input
  std::int64_t cache_write_1h = kUnknown;  // else as cache_write
  std::int64_t reasoning = kUnknown;       // else as output
  std::int64_t audio_input = kUnknown, audio_output = kUnknown;
  std::int64_t query_microcents = kUnknown;  // per search of a reranker
  // For the whole request once its prompt, cached tokens included, has more tokens than this.
  std::int64_t above_tokens = kUnknown;
  std::int64_t above_input = kUnknown, above_output = kUnknown, above_cache_read = kUnknown;
  friend bool operator==(const Price&, const Price&) = default;
};

// Tokens of one call in parts that do not overlap, but for those named as part of another.
struct PricedTokens {
  std::int64_t input_plain = 0, audio_input = 0;  // audio is part of the plain input
  std::int64_t cache_read = 0;
  std::int64_t cache_write = 0, cache_write_1h = 0;  // the hour's are part of all written
  std::int64_t output_plain = 0, audio_output = 0;   // audio is part of the plain output
  std::int64_t reasoning = 0;
  bool one_request = true;  // false for sums over several: the price for long prompts cannot be told
};

// The price of a request with so many tokens of prompt, without a threshold: what parts of it cost does not hang on their
// own length.
Price price_in_force(Price price, const PricedTokens& tokens);

// In microcents, rounded once, half away from zero; kUnknown when a price is missing or the sum leaves the range.
std::int64_t cost_of(const Price& price, const PricedTokens& tokens);

// The id that PriceTable::find() looks for first: in lower case, without colours, spaces and folders.
std::string asked_id(std::string_view model);

class PriceTable {
 public:
  // Names are compared in lower case. A provider may be added twice; its names and models are joined.
  std::uint32_t add_provider(std::string_view name, const std::vector<std::string>& also);
  // A word that may stand before a slash in front of a model id.
  void add_route(std::string_view word);
  // `also`: dated and other ids with the same price. A price given later takes the place of an earlier one of the same
  // provider and id; under a model's own id it replaces those of its other ids too, unless they are given as well.
  void add(std::uint32_t provider, std::string_view model_id, const Price& price,
           const std::vector<std::string>& also = {});

  // In this order: the id as it is; without what stands in front of it (routes, regions, folders); without a date or
  // other snapshot behind it. Each of these at the span's provider, then at any, if all that have it ask the same.
  // Nothing when no row fits: the cost is unknown then. O(length).
  const Price* find(std::string_view provider, std::string_view model) const;
  std::size_t size() const { return prices_.size(); }

 private:
  struct Row {
    std::uint32_t provider = 0, price = 0;
    bool own_id = false;  // else one of the others
  };
  std::uint32_t provider_of(std::string_view name) const;
  std::vector<std::string> without_prefixes(std::string id, std::uint32_t& provider) const;
  void put(const std::string& id, const Row& row);
  const Price* exactly(std::uint32_t provider, const std::string& id) const;

  std::unordered_map<std::string, std::uint32_t> providers_;
  std::unordered_map<std::string, bool> routes_;
  std::unordered_map<std::string, std::vector<Row>> rows_;  // by id
  std::vector<Price> prices_;
};

}  // namespace spanorama
