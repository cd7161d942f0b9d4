#include "spanorama/app/cost_parts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "spanorama/assembly/priced_tokens.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

using Part = std::int64_t CostParts::*;
constexpr std::array<Part, 6> kParts = {&CostParts::input,  &CostParts::cache_read, &CostParts::cache_write,
                                        &CostParts::output, &CostParts::reasoning,  &CostParts::other};

const Price* price_in(const std::vector<PricedModel>& models, std::string_view provider, std::string_view model) {
  const std::string name = ascii_lower(provider), id = asked_id(model);
  const auto found = std::find_if(models.begin(), models.end(), [&](const PricedModel& m) {
    return m.model == id && m.provider == name && m.origin != PriceOrigin::unknown;
  });
  return found == models.end() ? nullptr : &found->price;
}

struct PartKey {
  std::string_view key;
  Part part;
  Part within = nullptr;  // its amount is told in that part as well
};
constexpr PartKey kPartKeys[] = {
    {"gen_ai.usage.input_cost", &CostParts::input},
    {"llm.cost.prompt", &CostParts::input},
    {"gen_ai.cost.input_cost", &CostParts::input},
    {"gen_ai.usage.output_cost", &CostParts::output},
    {"llm.cost.completion", &CostParts::output},
    {"gen_ai.cost.output_cost", &CostParts::output},
    {"llm.cost.prompt_details.cache_read", &CostParts::cache_read, &CostParts::input},
    {"llm.cost.prompt_details.cache_write", &CostParts::cache_write, &CostParts::input},
    {"llm.cost.completion_details.reasoning", &CostParts::reasoning, &CostParts::output},
};

// Objects of which every number is a cost; in the others only those are that are called so.
struct ObjectKey {
  std::string_view key;
  bool of_costs;
};
constexpr ObjectKey kObjectKeys[] = {
    {"langfuse.observation.cost_details", true}, {"mlflow.llm.cost", true}, {"langsmith.usage_metadata", false}};

std::int64_t microcents_of(double usd) {
  if (!(usd >= 0) || usd > 9e10) return kUnknown;
  return std::llround(usd * 1e8);
}

std::int64_t microcents_of(const std::string& text) {
  char* end = nullptr;
  const double usd = std::strtod(text.c_str(), &end);
  return end == text.c_str() || *end != '\0' ? kUnknown : microcents_of(usd);
}

bool has(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

Part part_named(std::string_view name) {
  if (has(name, "cache"))
    return has(name, "write") || has(name, "creat") ? &CostParts::cache_write : &CostParts::cache_read;
  if (has(name, "reasoning")) return &CostParts::reasoning;
  if (has(name, "audio")) return &CostParts::other;
  if (has(name, "output") || has(name, "completion")) return &CostParts::output;
  if (has(name, "input") || has(name, "prompt")) return &CostParts::input;
  return &CostParts::other;
}

void add(CostParts& parts, Part part, std::int64_t cost) {
  if (cost != kUnknown) parts.*part = parts.*part == kUnknown ? cost : parts.*part + cost;
}

CostParts parts_of_object(const std::string& text, bool of_costs) {
  CostParts parts;
  const auto object = nlohmann::json::parse(text, nullptr, false);
  if (!object.is_object()) return parts;
  for (const auto& [key, value] : object.items()) {
    const std::string name = ascii_lower(key);
    if (!value.is_number() || has(name, "total") || (!of_costs && !has(name, "_cost"))) continue;
    add(parts, part_named(name), microcents_of(value.get<double>()));
  }
  return parts;
}

}  // namespace

std::int64_t CostParts::sum() const {
  std::int64_t total = kUnknown;
  for (const Part part : kParts)
    if (this->*part != kUnknown) total = (total == kUnknown ? 0 : total) + this->*part;
  return total;
}

bool CostParts::add_up(std::int64_t microcents) const {
  return sum() != kUnknown && std::abs(sum() - microcents) <= static_cast<std::int64_t>(kParts.size());
}

void CostParts::add(const CostParts& more) {
  for (const Part part : kParts) spanorama::add(*this, part, more.*part);
}

CostParts cost_parts(const TraceStore& store, SpanRow span, const std::vector<PricedModel>& models,
                     const std::function<std::string(std::uint32_t)>& text_of) {
  const MaybeFacts facts = store.facts(span);
  if (facts == nullptr) return {};
  return facts->cost_source == CostSource::reported ? reported_parts(store, span, text_of)
                                                    : estimated_parts(store, span, models);
}

CostParts estimated_parts(const TraceStore& store, SpanRow span, const std::vector<PricedModel>& models) {
  const MaybeFacts facts = store.facts(span);
  if (facts == nullptr || facts->cost_source != CostSource::estimated) return {};
  const StringId model = facts->response_model.present() ? facts->response_model : facts->model;
  const Price* found = price_in(models, store.text(facts->provider), store.text(model));
  if (found == nullptr) return {};
  const PricedTokens whole = priced_tokens(*facts, store.rare_facts(span), store.columns().type[span.value]);
  if (whole.one_request && found->query_microcents != kUnknown) return {};
  const Price price = price_in_force(*found, whole);
  CostParts parts;
  PricedTokens some;
  std::int64_t before = 0;
  // Differences of rounded sums: they add up to the rounded whole.
  const auto more = [&](Part part, std::int64_t tokens) {
    const std::int64_t now = cost_of(price, some);
    if (tokens > 0) parts.*part = now - before;
    before = now;
  };
  some.input_plain = whole.input_plain, some.audio_input = whole.audio_input;
  more(&CostParts::input, whole.input_plain);
  some.cache_read = whole.cache_read;
  more(&CostParts::cache_read, whole.cache_read);
  some.cache_write = whole.cache_write, some.cache_write_1h = whole.cache_write_1h;
  more(&CostParts::cache_write, whole.cache_write);
  some.output_plain = whole.output_plain, some.audio_output = whole.audio_output;
  more(&CostParts::output, whole.output_plain);
  some.reasoning = whole.reasoning;
  more(&CostParts::reasoning, whole.reasoning);
  return before == facts->cost_microcents ? parts : CostParts{};
}

CostParts reported_parts(const TraceStore& store, SpanRow span,
                         const std::function<std::string(std::uint32_t)>& text_of) {
  CostParts parts, details;
  const Range range = store.columns().attributes[span.value];
  for (std::uint32_t row = range.begin; row < range.end(); ++row) {
    const std::string_view key = store.key_text(store.columns().attribute_rows[row].key());
    for (const ObjectKey& object : kObjectKeys) {
      if (key != object.key) continue;
      const CostParts told = parts_of_object(text_of(row), object.of_costs);
      if (told.any()) return told;
    }
    for (const PartKey& known : kPartKeys) {
      CostParts& into = known.within != nullptr ? details : parts;
      if (key == known.key && into.*known.part == kUnknown) into.*known.part = microcents_of(text_of(row));
    }
  }
  for (const PartKey& known : kPartKeys) {
    const std::int64_t detail = details.*known.part;
    if (known.within == nullptr || detail == kUnknown || parts.*known.within < detail) continue;
    parts.*known.part = detail;
    parts.*known.within -= detail;
  }
  return parts;
}

std::string exact_dollars(std::int64_t microcents) {
  constexpr std::size_t kDigits = 8, kLeast = 2;  // behind the point
  std::string text = std::to_string(microcents);
  if (text.size() <= kDigits) text.insert(0, kDigits + 1 - text.size(), '0');
  const std::size_t point = text.size() - kDigits;
  while (text.back() == '0' && text.size() > point + kLeast) text.pop_back();
  return "$" + text.insert(point, 1, '.');
}

}  // namespace spanorama
