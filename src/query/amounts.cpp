#include "query/amounts.h"

#include <algorithm>
#include <array>
#include <span>

#include "spanorama/base/format.h"
#include "spanorama/base/take.h"
#include "spanorama/base/time.h"

namespace spanorama::query {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t size;
};
constexpr Unit kDurationUnits[] = {{"ns", 1},
                                   {"us", 1'000},
                                   {"µs", 1'000},
                                   {"μs", 1'000},
                                   {"ms", 1'000'000},
                                   {"s", 1'000'000'000},
                                   {"m", 60'000'000'000},
                                   {"min", 60'000'000'000},
                                   {"h", 3'600'000'000'000},
                                   {"d", kNanosPerDay},
                                   {"w", 7 * kNanosPerDay}};
constexpr Unit kPrintedUnits[] = {
    {"h", 3'600'000'000'000}, {"m", 60'000'000'000}, {"s", 1'000'000'000}, {"ms", 1'000'000}, {"us", 1'000}};
constexpr Unit kCountUnits[] = {{"k", 1'000}, {"K", 1'000}, {"M", 1'000'000}};
constexpr std::int64_t kMicrocentsPerDollar = 100'000'000;
constexpr std::int64_t kPrintedInDollars = 10'000;  // hundredths of a cent; finer amounts print as microcents

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Digits with at most one point, times `unit`. Exact but for a half of the last place.
Amount scaled(std::string_view digits, std::int64_t unit) {
  Amount bad;
  bad.error = AmountError::not_a_number;
  const bool negative = !digits.empty() && digits[0] == '-';
  if (negative) digits.remove_prefix(1);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::string_view whole = digits.substr(0, point);
  const std::string_view fraction = digits.substr(std::min(point + 1, digits.size()));
  if (whole.empty() || !std::all_of(whole.begin(), whole.end(), is_digit) ||
      !std::all_of(fraction.begin(), fraction.end(), is_digit) || (point < digits.size() && fraction.empty()))
    return bad;
  Amount amount;
  std::int64_t value = 0;
  for (char c : whole) {
    if (__builtin_mul_overflow(value, std::int64_t{10}, &value) || __builtin_add_overflow(value, c - '0', &value))
      amount.error = AmountError::too_large;
  }
  if (__builtin_mul_overflow(value, unit, &value)) amount.error = AmountError::too_large;
  // The fraction from its last digit to its first, each time a tenth of what stands behind.
  std::int64_t rest = 0;
  for (std::size_t i = fraction.size(); i-- > 0;) {
    const std::int64_t sum = (fraction[i] - '0') * unit + rest;
    rest = sum / 10;
    if (i == 0 && sum % 10 >= 5) ++rest;
  }
  if (__builtin_add_overflow(value, rest, &value)) amount.error = AmountError::too_large;
  amount.low = amount.high = negative ? -value : value;
  return amount;
}

Amount with_unit(std::string_view text, std::span<const Unit> units) {
  std::size_t end = 0;
  while (end < text.size() && (is_digit(text[end]) || text[end] == '.' || (text[end] == '-' && end == 0))) ++end;
  const std::string_view unit = text.substr(end);
  if (end == 0) return {0, 0, AmountError::not_a_number};
  if (unit.empty()) return scaled(text, 1);
  for (const Unit& known : units)
    if (known.name == unit) return scaled(text.substr(0, end), known.size);
  return {0, 0, AmountError::unknown_unit};
}

// ---- instants ----

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }
int days_of_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap(year));
}
std::int64_t days_since_1970(int year, int month, int day) {
  std::int64_t days = day - 1;
  for (int m = 1; m < month; ++m) days += days_of_month(year, m);
  const auto leaps_before = [](int y) { return (y - 1) / 4 - (y - 1) / 100 + (y - 1) / 400; };
  return days + std::int64_t{365} * (year - 1970) + leaps_before(year) - leaps_before(1970);
}

bool take_date(std::string_view& text, std::int64_t& days) {
  int year = 0, month = 0, day = 0;
  if (!take_digits(text, 4, year) || !take(text, '-') || !take_digits(text, 2, month) || !take(text, '-') ||
      !take_digits(text, 2, day))
    return false;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month)) return false;
  days = days_since_1970(year, month, day);
  return true;
}

// hh:mm[:ss[.fraction]]
bool take_clock(std::string_view& text, std::int64_t& ns) {
  int hour = 0, minute = 0, second = 0;
  if (!take_digits(text, 2, hour) || !take(text, ':') || !take_digits(text, 2, minute)) return false;
  if (take(text, ':') && !take_digits(text, 2, second)) return false;
  if (hour > 24 || minute > 59 || second > 60) return false;
  std::int64_t fraction = 0, place = kNanosPerSecond;
  if (take(text, '.')) {
    if (text.empty() || !is_digit(text[0])) return false;
    for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1)) fraction += (text[0] - '0') * (place /= 10);
  }
  ns = (std::int64_t{hour} * 3600 + minute * 60 + second) * kNanosPerSecond + fraction;
  return true;
}

// Z, +hh:mm, -hh:mm or nothing; nothing means UTC.
bool take_zone(std::string_view& text, std::int64_t& offset_ns) {
  if (text.empty() || take(text, 'Z') || take(text, 'z')) return true;
  const bool negative = text[0] == '-';
  if (text[0] != '-' && text[0] != '+') return false;
  text.remove_prefix(1);
  int hours = 0, minutes = 0;
  if (!take_digits(text, 2, hours)) return false;
  take(text, ':');
  if (!take_digits(text, 2, minutes)) return false;
  offset_ns = (std::int64_t{hours} * 60 + minutes) * 60 * kNanosPerSecond * (negative ? -1 : 1);
  return true;
}

Amount instant(std::string_view text) {
  std::int64_t number = 0;
  if (parse_int64(text, number)) return {number, number, AmountError::none};
  std::int64_t days = 0, clock_ns = 0, offset_ns = 0, ns = 0;
  if (!take_date(text, days)) return {0, 0, AmountError::not_a_number};
  const bool whole_day = text.empty();
  if (!whole_day) {
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return {0, 0, AmountError::not_a_number};
    if (!take_clock(text, clock_ns) || !take_zone(text, offset_ns) || !text.empty())
      return {0, 0, AmountError::not_a_number};
  }
  if (__builtin_mul_overflow(days, kNanosPerDay, &ns) || __builtin_add_overflow(ns, clock_ns - offset_ns, &ns) ||
      ns > INT64_MAX - kNanosPerDay)
    return {0, 0, AmountError::too_large};
  return {ns, whole_day ? ns + kNanosPerDay - 1 : ns, AmountError::none};
}

std::string dollars(std::int64_t microcents) {
  const std::string fraction = std::to_string(kMicrocentsPerDollar + microcents % kMicrocentsPerDollar).substr(1);
  const std::size_t last = fraction.find_last_not_of('0');
  std::string out = '$' + std::to_string(microcents / kMicrocentsPerDollar);
  return last == std::string::npos ? out : out + '.' + fraction.substr(0, last + 1);
}

}  // namespace

Amount parse_amount(std::string_view text, FieldKind kind) {
  switch (kind) {
    case FieldKind::duration: return with_unit(text, kDurationUnits);
    case FieldKind::count: return with_unit(text, kCountUnits);
    case FieldKind::time: return instant(text);
    case FieldKind::cost:
      if (!text.empty() && text[0] == '$') return scaled(text.substr(1), kMicrocentsPerDollar);
      return with_unit(text, {});
    default: {
      Amount amount;
      if (!parse_int64(text, amount.low)) amount.error = AmountError::not_a_number;
      amount.high = amount.low;
      return amount;
    }
  }
}

std::string print_amount(std::int64_t value, FieldKind kind) {
  if (kind == FieldKind::time)
    return value > INT64_MAX - 2 * kNanosPerDay || value < 0 ? std::to_string(value) : iso8601_from(UnixTime{value});
  if (kind == FieldKind::cost && value >= kPrintedInDollars && value % kPrintedInDollars == 0) return dollars(value);
  if (kind == FieldKind::duration && value > 0)
    for (const Unit& unit : kPrintedUnits)
      if (value % unit.size == 0) return std::to_string(value / unit.size) + std::string(unit.name);
  return std::to_string(value);
}

std::string_view amount_help(FieldKind kind) {
  switch (kind) {
    case FieldKind::duration: return "a duration such as 400ms, 1.5s, 2m or 5000000000 (nanoseconds)";
    case FieldKind::cost: return "a cost such as $0.01 or 1000000 (microcents, 100000000 to the dollar)";
    case FieldKind::time: return "a time such as 2026-08-01, 2026-08-01T14:03:22Z or last 6h";
    case FieldKind::count: return "a number such as 1000 or 10k";
    default: return "a whole number";
  }
}

bool is_midnight(std::int64_t ns) { return ns >= 0 && ns % kNanosPerDay == 0; }

std::string print_day(std::int64_t midnight_ns) { return iso8601_from(UnixTime{midnight_ns}).substr(0, 10); }

}  // namespace spanorama::query
