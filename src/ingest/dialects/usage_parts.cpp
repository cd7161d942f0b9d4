#include "usage_parts.h"

#include <algorithm>

namespace spanorama {

namespace {

constexpr std::int64_t kMaxTokens = std::int64_t{1} << 53;

std::int64_t valid(std::int64_t count) { return count >= 0 && count <= kMaxTokens ? count : kUnknown; }
std::int64_t or_zero(std::int64_t count) { return count == kUnknown ? 0 : count; }

struct Sides {
  Counting input = Counting::unknown, output = Counting::unknown;
};

// The four ways to read the numbers, tried against the total; a side is decided when all that fit agree on it.
Sides sides_by_total(const ReportedUsage& r, std::int64_t cached, std::int64_t reasoning) {
  Sides sides;
  if (r.total == kUnknown || r.input == kUnknown || r.output == kUnknown) return sides;
  bool input_fits[2] = {}, output_fits[2] = {};
  for (const int additive_input : {0, 1}) {
    for (const int additive_output : {0, 1}) {
      const std::int64_t sum = r.input + r.output + additive_input * cached + additive_output * reasoning;
      if (sum != r.total) continue;
      input_fits[additive_input] = output_fits[additive_output] = true;
    }
  }
  if (cached != 0 && input_fits[0] != input_fits[1])
    sides.input = input_fits[1] ? Counting::additive : Counting::inclusive;
  if (reasoning != 0 && output_fits[0] != output_fits[1])
    sides.output = output_fits[1] ? Counting::additive : Counting::inclusive;
  return sides;
}

Counting decided(Counting by_total, Counting by_key, Counting by_provider, std::int64_t whole, std::int64_t part) {
  Counting c = by_total != Counting::unknown ? by_total : by_key != Counting::unknown ? by_key : by_provider;
  if (c != Counting::additive && part > whole) c = Counting::additive;
  return c;
}

}  // namespace

Usage usage_parts(const ReportedUsage& reported) {
  ReportedUsage r = reported;
  for (std::int64_t* count : {&r.input, &r.output, &r.total, &r.cache_read, &r.cache_write, &r.reasoning})
    *count = valid(*count);
  const std::int64_t cached = or_zero(r.cache_read) + or_zero(r.cache_write);
  const std::int64_t reasoning = or_zero(r.reasoning);
  const Sides sides = (cached | reasoning) != 0 ? sides_by_total(r, cached, reasoning) : Sides{};
  if (r.output == kUnknown && r.input != kUnknown && r.total != kUnknown && r.total >= r.input)
    r.output = r.total - r.input;
  if (r.input == kUnknown && r.output != kUnknown && r.total != kUnknown && r.total >= r.output)
    r.input = r.total - r.output;
  Usage usage;
  usage.cache_read = r.cache_read;
  usage.cache_write = r.cache_write;
  usage.reasoning = r.reasoning;
  if (r.input != kUnknown) {
    const Counting c = decided(sides.input, r.input_by_key, r.input_by_provider, r.input, cached);
    usage.input_plain = c == Counting::additive ? r.input : r.input - cached;
  }
  if (r.output != kUnknown) {
    const Counting c = decided(sides.output, r.output_by_key, r.output_by_provider, r.output, reasoning);
    usage.output_plain = c == Counting::additive ? r.output : r.output - reasoning;
  }
  return usage;
}

}  // namespace spanorama
