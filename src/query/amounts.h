// Numbers with units as the filter language writes them: "1.5s", "$0.01", "10k", "2026-08-01T14:03:22Z". All exact,
// in integers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "query/fields.h"

namespace spanorama::query {

enum class AmountError : std::uint8_t { none, not_a_number, unknown_unit, too_large };

// One end of a range. `low` and `high` differ for a date, which means the whole day.
struct Amount {
  std::int64_t low = 0, high = 0;
  AmountError error = AmountError::none;
};

// `kind` is one of count, duration, cost, time, keyed. Digits that the unit cannot hold are rounded half up.
Amount parse_amount(std::string_view text, FieldKind kind);
// parse_amount gives the number back. Prefers a unit that leaves a whole number.
std::string print_amount(std::int64_t value, FieldKind kind);
// What would be right: "a duration such as 400ms, 1.5s or 5000000000 (nanoseconds)".
std::string_view amount_help(FieldKind kind);

// The first nanosecond of the day, when `ns` is that.
bool is_midnight(std::int64_t ns);
std::string print_day(std::int64_t midnight_ns);
inline constexpr std::int64_t kNanosPerDay = 86'400'000'000'000;

}  // namespace spanorama::query
