// What of a span's cost was for its input, what for its output:
//
//   const CostParts parts = reported_parts(store, span, [&](std::uint32_t row) { return text of the attribute; });
//   if (parts.any() && !parts.add_up(facts.cost_microcents)) say(parts.sum());
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "spanorama/app/model_prices.h"

namespace spanorama {

// In microcents, kUnknown where it is not told. They do not overlap, as the parts of Usage.
struct CostParts {
  std::int64_t input = kUnknown, cache_read = kUnknown, cache_write = kUnknown;
  std::int64_t output = kUnknown, reasoning = kUnknown;
  std::int64_t other = kUnknown;  // told beside these: audio, tools, searches

  bool any() const { return sum() != kUnknown; }
  std::int64_t sum() const;                    // of those that are told; kUnknown where none is
  bool add_up(std::int64_t microcents) const;  // but for rounding of each part
  void add(const CostParts& more);
  friend bool operator==(const CostParts&, const CostParts&) = default;
};

// Of a cost that was estimated: by the price of its model in `models`. They add up to that cost exactly; where they would
// not, as the price is another one by now, nothing is told. Each part is that of tokens which the span has.
CostParts estimated_parts(const TraceStore& store, SpanRow span, const std::vector<PricedModel>& models);

// Of a cost that the source reports: what its attributes say beside the total. `text_of` gives the text of a row of
// TraceStore::columns().attribute_rows.
CostParts reported_parts(const TraceStore& store, SpanRow span,
                         const std::function<std::string(std::uint32_t)>& text_of);

// Of either, whatever the span has.
CostParts cost_parts(const TraceStore& store, SpanRow span, const std::vector<PricedModel>& models,
                     const std::function<std::string(std::uint32_t)>& text_of);

// "$0.00038512": every digit, so that parts can be added up by hand; at least two behind the point.
std::string exact_dollars(std::int64_t microcents);

}  // namespace spanorama
