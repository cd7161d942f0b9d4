#include "assembly/estimate.h"

#include <algorithm>
#include <unordered_map>

#include "spanorama/assembly/assemble.h"
#include "spanorama/assembly/priced_tokens.h"
#include "spanorama/base/hash.h"

namespace spanorama::assembly {
namespace {

// Prices by provider and model, each pair looked up once. `Text` gives the text of a StringId.
template <class Text>
class KnownPrices {
 public:
  KnownPrices(Text text, const PriceTable& table) : text_(text), table_(table) {}

  const Price* of(const Facts& facts) {
    const Price* price = of(facts.provider, facts.response_model);
    return price ? price : of(facts.provider, facts.model);
  }

 private:
  const Price* of(StringId provider, StringId model) {
    if (!model.present()) return nullptr;
    const std::uint64_t key = std::uint64_t{provider.value} << 32 | model.value;
    const auto known = by_ids_.find(key);
    if (known != by_ids_.end()) return known->second;
    const Price* price = table_.find(text_(provider), text_(model));
    by_ids_.emplace(key, price);
    return price;
  }

  Text text_;
  const PriceTable& table_;
  std::unordered_map<std::uint64_t, const Price*> by_ids_;
};

std::int64_t or_zero(std::int64_t count) { return count == kUnknown ? 0 : count; }

bool is_one_request(ObservationType type) {
  using enum ObservationType;
  return type != agent && type != chain && type != span;
}

// Whether all that a bill needs was told. Embeddings and rerankers have no output.
bool is_told(const Usage& usage, ObservationType type) {
  if (type == ObservationType::embedding || type == ObservationType::reranker)
    return input_tokens(usage) != kUnknown || output_tokens(usage) != kUnknown;
  return input_tokens(usage) != kUnknown && output_tokens(usage) != kUnknown;
}

// What a call that nobody told the cost of would cost; kUnknown where that cannot be told in full.
template <class Text>
std::int64_t estimate(KnownPrices<Text>& known, const Facts& facts, std::span<const RareFact> rare,
                      ObservationType type) {
  if (!is_told(facts.usage, type)) return kUnknown;
  const Price* price = known.of(facts);
  return price == nullptr ? kUnknown : cost_of(*price, priced_tokens(facts, rare, type));
}

}  // namespace

void estimate_costs(Joined& joined, const PriceTable& prices) {
  OwnedColumns& columns = joined.columns;
  KnownPrices known([&](StringId id) { return joined.strings.view(id); }, prices);
  const std::span<const RareFact> rare = columns.rare_facts;
  std::size_t next = 0;
  for (std::uint32_t row = 0; row < columns.span_id.size(); ++row) {
    const std::size_t first = next;
    while (next < rare.size() && rare[next].span.value == row) ++next;
    if (!columns.facts[row].valid()) continue;
    Facts& facts = columns.facts_rows[columns.facts[row].value];
    if (facts.cost_microcents != kUnknown) continue;
    facts.cost_microcents = estimate(known, facts, rare.subspan(first, next - first), columns.type[row]);
    if (facts.cost_microcents != kUnknown) facts.cost_source = CostSource::estimated;
  }
}

}  // namespace spanorama::assembly

namespace spanorama {

PricedTokens priced_tokens(const Facts& facts, std::span<const RareFact> rare, ObservationType type) {
  PricedTokens t;
  t.input_plain = assembly::or_zero(facts.usage.input_plain);
  t.cache_read = assembly::or_zero(facts.usage.cache_read);
  t.cache_write = assembly::or_zero(facts.usage.cache_write);
  t.output_plain = assembly::or_zero(facts.usage.output_plain);
  t.reasoning = assembly::or_zero(facts.usage.reasoning);
  t.one_request = assembly::is_one_request(type);
  for (const RareFact& fact : rare) {
    if (fact.field == RareField::cache_write_1h) t.cache_write_1h = fact.value;
    if (fact.field == RareField::audio_input) t.audio_input = fact.value;
    if (fact.field == RareField::audio_output) t.audio_output = fact.value;
  }
  return t;
}

bool estimated_with(const TraceStore& store, const PriceTable& prices) {
  assembly::KnownPrices known([&](StringId id) { return store.text(id); }, prices);
  for (std::uint32_t i = 0; i < store.span_count(); ++i) {
    const MaybeFacts facts = store.facts({i});
    if (facts == nullptr || facts->cost_source == CostSource::reported) continue;
    const std::int64_t cost = assembly::estimate(known, *facts, store.rare_facts({i}), store.columns().type[i]);
    if (cost != facts->cost_microcents) return false;
  }
  return true;
}

}  // namespace spanorama
