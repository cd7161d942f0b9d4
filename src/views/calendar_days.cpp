#include "views/calendar_days.h"

#include <array>
#include <cstdio>

#include "spanorama/base/take.h"
#include "spanorama/base/trimmed.h"

namespace spanorama {

namespace {

constexpr std::int64_t kMinute = 60 * kNanosPerSecond, kDay = 1440 * kMinute;
// What fits into 64 bits of nanoseconds, with a day to spare at both ends.
constexpr std::int64_t kFirstDay = -106'750, kLastDay = 106'750;

std::int64_t floor_of(std::int64_t value, std::int64_t unit) { return value / unit - (value % unit < 0 ? 1 : 0); }

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int length_of(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap(year) ? 1 : 0);
}

std::int64_t days_before(int year) {
  const std::int64_t y = year - 1;
  return y * 365 + floor_of(y, 4) - floor_of(y, 100) + floor_of(y, 400);
}

std::string clock_text(std::int64_t ns, int offset_minutes, bool seconds) {
  const std::int64_t local = ns + offset_minutes * kMinute;
  const std::int64_t day = floor_of(local, kDay), second = (local - day * kDay) / kNanosPerSecond;
  char text[16];
  std::snprintf(text, sizeof text, " %02d:%02d", static_cast<int>(second / 3600), static_cast<int>(second / 60 % 60));
  std::string out = text_from_day(day) + text;
  if (!seconds) return out;
  std::snprintf(text, sizeof text, ":%02d", static_cast<int>(second % 60));
  return out + text;
}

std::string shortest(std::int64_t ns, int offset_minutes, bool end) {
  const std::int64_t border = ns + offset_minutes * kMinute + (end ? 1 : 0);
  if (border % kDay == 0) return text_from_day(floor_of(ns + offset_minutes * kMinute, kDay));
  return clock_text(ns, offset_minutes, border % kMinute != 0);
}

}  // namespace

std::int64_t day_number(CivilDay day) {
  std::int64_t days = days_before(day.year) - days_before(1970) + day.day - 1;
  for (int month = 1; month < day.month; ++month) days += length_of(day.year, month);
  return days;
}

CivilDay civil_day(std::int64_t number) {
  CivilDay out{1970 + static_cast<int>(floor_of(number, 365)), 1, 1};
  while (day_number(out) > number) --out.year;
  while (day_number({out.year + 1, 1, 1}) <= number) ++out.year;
  std::int64_t left = number - day_number(out);
  for (; left >= length_of(out.year, out.month); ++out.month) left -= length_of(out.year, out.month);
  out.day = static_cast<int>(left) + 1;
  return out;
}

std::int64_t day_of(UnixTime time, int offset_minutes) {
  return floor_of(floor_of(time.ns, kMinute) + offset_minutes, 1440);
}

std::int64_t month_begin(std::int64_t day, int moved_by_months) {
  const CivilDay civil = civil_day(day);
  const std::int64_t month = std::int64_t{civil.year} * 12 + civil.month - 1 + moved_by_months;
  const std::int64_t year = floor_of(month, 12);
  return day_number({static_cast<int>(year), static_cast<int>(month - year * 12) + 1, 1});
}

int days_in_month(std::int64_t day) {
  const CivilDay civil = civil_day(day);
  return length_of(civil.year, civil.month);
}

int weekday(std::int64_t day) {
  const std::int64_t since_monday = day + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>(since_monday - floor_of(since_monday, 7) * 7);
}

std::string month_title(std::int64_t day) {
  constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};
  const CivilDay civil = civil_day(day);
  return std::string(kMonths[static_cast<std::size_t>(civil.month - 1)]) + " " + std::to_string(civil.year);
}

std::string text_from_day(std::int64_t day) {
  const CivilDay civil = civil_day(day);
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
  return text;
}

std::optional<std::pair<std::int64_t, std::int64_t>> instants_of(std::string_view text, int offset_minutes) {
  text = trimmed(text);
  CivilDay civil;
  if (!take_digits(text, 4, civil.year) || !take(text, '-') || !take_digits(text, 2, civil.month) || !take(text, '-') ||
      !take_digits(text, 2, civil.day))
    return std::nullopt;
  if (civil.month < 1 || civil.month > 12 || civil.day < 1 || civil.day > length_of(civil.year, civil.month))
    return std::nullopt;
  const std::int64_t day = day_number(civil);
  if (day < kFirstDay || day > kLastDay) return std::nullopt;
  int hour = 0, minute = 0, second = 0;
  std::int64_t length = kDay;
  if (!text.empty()) {
    if (!take(text, ' ') && !take(text, 'T')) return std::nullopt;
    text = trimmed(text);
    if (!take_digits(text, 2, hour) || !take(text, ':') || !take_digits(text, 2, minute)) return std::nullopt;
    length = kMinute;
    if (take(text, ':')) {
      if (!take_digits(text, 2, second)) return std::nullopt;
      length = kNanosPerSecond;
    }
    if (!text.empty() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  }
  const std::int64_t begin =
      day * kDay + (std::int64_t{hour} * 60 + minute - offset_minutes) * kMinute + second * kNanosPerSecond;
  return std::pair(begin, begin + length - 1);
}

std::string text_of_begin(std::int64_t ns, int offset_minutes) { return shortest(ns, offset_minutes, false); }
std::string text_of_end(std::int64_t ns, int offset_minutes) { return shortest(ns, offset_minutes, true); }

}  // namespace spanorama
