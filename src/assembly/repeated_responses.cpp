#include "assembly/repeated_responses.h"

#include <algorithm>

#include "assembly/counting.h"

namespace spanorama::assembly {
namespace {

constexpr std::string_view kResponseIdKeys[] = {"gen_ai.response.id", "ai.response.id"};

// A cost that the source told is worth more than one from a price table.
int known_numbers(const Facts& facts) {
  const Usage& u = facts.usage;
  int known = facts.cost_microcents == kUnknown ? 0 : facts.cost_source == CostSource::estimated ? 1 : 2;
  for (const std::int64_t part : {u.input_plain, u.cache_read, u.cache_write, u.output_plain, u.reasoning})
    known += part != kUnknown;
  return known;
}

}  // namespace

RepeatedResponses::RepeatedResponses(const Joined& joined) {
  for (const std::string_view key : kResponseIdKeys)
    for (std::uint32_t k = 0; k < joined.columns.keys.size(); ++k)
      if (joined.strings.view(joined.columns.keys[k]) == key) keys_.push_back(k);
}

StringId RepeatedResponses::response_id(const OwnedColumns& columns, std::uint32_t row) const {
  const Range range = columns.attributes[row];
  for (std::uint32_t a = range.begin; a < range.end(); ++a) {
    const Attribute attribute = columns.attribute_rows[a];
    if (attribute.type() != ValueType::string) continue;
    if (std::find(keys_.begin(), keys_.end(), attribute.key().value) != keys_.end()) return StringId{attribute.value};
  }
  return {};
}

void RepeatedResponses::uncount(OwnedColumns& columns, std::uint32_t first, std::uint32_t end) {
  if (keys_.empty()) return;
  const auto counted_call = [&](std::uint32_t row) {
    const FactsRow facts = columns.facts[row];
    return facts.valid() && columns.facts_rows[facts.value].counted && is_call(columns.type[row]);
  };
  std::uint32_t calls = 0;
  for (std::uint32_t row = first; row < end && calls < 2; ++row) calls += counted_call(row);
  if (calls < 2) return;
  answers_.clear();
  for (std::uint32_t row = first; row < end; ++row) {
    if (!counted_call(row)) continue;
    if (const StringId id = response_id(columns, row); id.present()) answers_.emplace_back(id.value, row);
  }
  std::sort(answers_.begin(), answers_.end());
  const auto facts_of = [&](std::uint32_t row) -> Facts& { return columns.facts_rows[columns.facts[row].value]; };
  for (std::size_t i = 1, best = 0; i < answers_.size(); ++i) {
    if (answers_[i].first != answers_[best].first) {
      best = i;
      continue;
    }
    Facts &kept = facts_of(answers_[best].second), &other = facts_of(answers_[i].second);
    const bool richer = known_numbers(other) > known_numbers(kept);
    (richer ? kept : other).counted = false;
    if (richer) best = i;
  }
}

}  // namespace spanorama::assembly
