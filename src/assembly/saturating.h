// Arithmetic on numbers that a hostile file chose: stops at the ends of the range instead of overflowing.
#pragma once

#include <cstdint>

#include "spanorama/base/time.h"

namespace spanorama::assembly {

constexpr std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
  if (b > 0 && a > INT64_MAX - b) return INT64_MAX;
  if (b < 0 && a < INT64_MIN + 1 - b) return INT64_MIN + 1;  // INT64_MIN means unknown
  return a + b;
}

// `end - start`, and 0 where the end is before the start.
constexpr Nanos span_duration(UnixTime start, UnixTime end) {
  if (end <= start) return {0};
  const std::uint64_t length = static_cast<std::uint64_t>(end.ns) - static_cast<std::uint64_t>(start.ns);
  return {length > static_cast<std::uint64_t>(INT64_MAX) ? INT64_MAX : static_cast<std::int64_t>(length)};
}

// Adds a known number to a sum that may still be unknown.
constexpr void add_known(std::int64_t& sum, std::int64_t more) {
  if (more == kUnknown) return;
  sum = sum == kUnknown ? more : saturating_add(sum, more);
}

}  // namespace spanorama::assembly
