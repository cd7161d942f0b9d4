#include "assembly/counting.h"

namespace spanorama::assembly {
namespace {

enum Below : std::uint8_t { kBearing = 1, kCall = 2, kUnderCounted = 4 };

bool is_wrapper(ObservationType type) { return type == ObservationType::agent || type == ObservationType::chain; }

bool bears_numbers(const Facts& facts) {
  return facts.cost_microcents != kUnknown || total_tokens(facts.usage) != kUnknown;
}
bool bears_more_than_zero(const Facts& facts) { return facts.cost_microcents > 0 || total_tokens(facts.usage) > 0; }

}  // namespace

bool is_call(ObservationType type) {
  using enum ObservationType;
  return type == generation || type == embedding || type == reranker || type == evaluator || type == guardrail;
}

void Counting::mark(OwnedColumns& columns, std::uint32_t first, std::uint32_t end) {
  below_.assign(end - first, 0);
  const auto facts_of = [&](std::uint32_t row) -> Facts* {
    const FactsRow facts = columns.facts[row];
    return facts.valid() ? &columns.facts_rows[facts.value] : nullptr;
  };
  for (std::uint32_t row = end; row-- > first;) {
    const SpanRow parent = columns.parent[row];
    if (!parent.valid()) continue;
    int bits = below_[row - first];
    const Facts* facts = facts_of(row);
    if (facts != nullptr && bears_more_than_zero(*facts))
      bits |= is_call(columns.type[row]) ? kBearing | kCall : kBearing;
    std::uint8_t& above = below_[parent.value - first];
    above = static_cast<std::uint8_t>(above | bits);
  }
  for (std::uint32_t row = first; row < end; ++row) {
    std::uint8_t& bits = below_[row - first];
    const SpanRow parent = columns.parent[row];
    if (parent.valid()) bits = static_cast<std::uint8_t>(bits | (below_[parent.value - first] & kUnderCounted));
    Facts* facts = facts_of(row);
    if (facts == nullptr || !bears_numbers(*facts)) continue;
    const ObservationType type = columns.type[row];
    if (is_call(type))
      facts->counted = (bits & kCall) == 0;
    else if (is_wrapper(type))
      facts->counted = (bits & kBearing) == 0;
    else
      facts->counted = (bits & (kBearing | kUnderCounted)) == 0;
    if (facts->counted) bits = static_cast<std::uint8_t>(bits | kUnderCounted);
  }
}

}  // namespace spanorama::assembly
