#include "views/cost_lines.h"

#include "spanorama/base/format.h"

namespace spanorama {

namespace {

struct Line {
  std::string_view label;
  std::int64_t CostParts::*cost;
  std::int64_t Usage::*tokens;
};
constexpr Line kLines[] = {{"Input", &CostParts::input, &Usage::input_plain},
                           {"Cache read", &CostParts::cache_read, &Usage::cache_read},
                           {"Cache write", &CostParts::cache_write, &Usage::cache_write},
                           {"Output", &CostParts::output, &Usage::output_plain},
                           {"Reasoning", &CostParts::reasoning, &Usage::reasoning},
                           {"Other", &CostParts::other, nullptr}};

}  // namespace

std::string exact_cost(std::int64_t microcents, CostSource source) {
  if (microcents == kUnknown) return {};
  return exact_dollars(microcents) + (source == CostSource::reported ? "" : "*");
}

void add_cost_lines(std::vector<TipLine>& lines, const CostParts& parts, const Usage* usage, std::int64_t microcents,
                    CostSource source) {
  for (const Line& line : kLines) {
    const std::int64_t cost = parts.*line.cost;
    const std::int64_t tokens = usage != nullptr && line.tokens != nullptr ? usage->*line.tokens : kUnknown;
    if (cost == kUnknown && (tokens == kUnknown || tokens == 0)) continue;
    std::string value = tokens == kUnknown ? "" : grouped(tokens) + " tok";
    if (cost != kUnknown) value += (value.empty() ? "" : "  ") + exact_cost(cost, source);
    lines.push_back({line.label, std::move(value)});
  }
  if (!parts.any() || microcents == kUnknown || parts.add_up(microcents)) return;
  if (const std::int64_t rest = microcents - parts.sum(); rest > 0)
    lines.push_back({"Not split", exact_cost(rest, source)});
  else
    lines.push_back({"Its parts", "add up to " + exact_cost(parts.sum(), source)});
}

}  // namespace spanorama
