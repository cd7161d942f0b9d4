#include "spanorama/base/format.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace spanorama {
namespace {

template <class... Args>
std::string printed(const char* pattern, Args... args) {
  char buffer[96];
  const int size = std::snprintf(buffer, sizeof buffer, pattern, args...);
  return {buffer, static_cast<std::size_t>(size < 0 ? 0 : size)};
}

// Three significant figures without trailing zeros: 3.14, 31.4, 314.
std::string three_figures(double value) {
  const double size = std::fabs(value);
  std::string text = printed(size < 9.995 ? "%.2f" : size < 99.95 ? "%.1f" : "%.0f", value);
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string long_duration(std::int64_t seconds) {
  if (seconds < 3600)
    return printed("%lld m %02lld s", static_cast<long long>(seconds / 60), static_cast<long long>(seconds % 60));
  const std::int64_t minutes = seconds / 60;
  if (minutes < 1440)
    return printed("%lld h %02lld m", static_cast<long long>(minutes / 60), static_cast<long long>(minutes % 60));
  const std::int64_t hours = minutes / 60;
  return printed("%lld d %02lld h", static_cast<long long>(hours / 24), static_cast<long long>(hours % 24));
}

struct Scale {
  double from, divisor;
  const char* unit;
};

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  const std::int64_t q = a / b;
  return (a % b != 0 && (a < 0) != (b < 0)) ? q - 1 : q;
}

struct CivilTime {
  std::int64_t year;
  int month, day, hour, minute, second;
  std::int64_t nano;
};

// Days since 1970 to a Gregorian date, by eras of 400 years counted from 1 March of year 0.
CivilTime civil_from(std::int64_t ns, int utc_offset_minutes) {
  const std::int64_t whole = floor_div(ns, kNanosPerSecond);
  const std::int64_t seconds = whole + utc_offset_minutes * 60;
  const std::int64_t days = floor_div(seconds, 86400);
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = floor_div(shifted, 146097);
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t march_month = (5 * day_of_year + 2) / 153;
  CivilTime t{};
  t.day = static_cast<int>(day_of_year - (153 * march_month + 2) / 5 + 1);
  t.month = static_cast<int>(march_month < 10 ? march_month + 3 : march_month - 9);
  t.year = year_of_era + era * 400 + (t.month <= 2 ? 1 : 0);
  const std::int64_t of_day = seconds - days * 86400;
  t.hour = static_cast<int>(of_day / 3600);
  t.minute = static_cast<int>(of_day / 60 % 60);
  t.second = static_cast<int>(of_day % 60);
  t.nano = ns - whole * kNanosPerSecond;
  return t;
}

std::string date_and_time(const CivilTime& t, char between, int fraction_digits) {
  std::string out = printed("%04lld-%02d-%02d%c%02d:%02d:%02d", static_cast<long long>(t.year), t.month, t.day, between,
                            t.hour, t.minute, t.second);
  if (fraction_digits > 0)
    out += "." + printed("%09lld", static_cast<long long>(t.nano)).substr(0, static_cast<std::size_t>(fraction_digits));
  return out;
}

std::string length_in_words(std::int64_t seconds) {
  if (seconds < 60) return printed("%lld s", static_cast<long long>(seconds));
  if (seconds < 3600) return printed("%lld min", static_cast<long long>(seconds / 60));
  if (seconds < 86400) return printed("%lld h", static_cast<long long>(seconds / 3600));
  const std::int64_t days = seconds / 86400;
  if (days < 60) return printed("%lld d", static_cast<long long>(days));
  if (days < 730) return printed("%lld months", static_cast<long long>(days / 30));
  return printed("%lld years", static_cast<long long>(days / 365));
}

}  // namespace

std::string text_from(Nanos duration) {
  if (duration.count < 0) return "-" + text_from(Nanos{duration.count == INT64_MIN ? INT64_MAX : -duration.count});
  const auto ns = static_cast<double>(duration.count);
  if (duration.count < 1'000) return printed("%lld ns", static_cast<long long>(duration.count));
  if (ns < 999.5e3) return three_figures(ns / 1e3) + " µs";
  if (ns < 999.5e6) return three_figures(ns / 1e6) + " ms";
  if (ns < 59.95e9) return three_figures(ns / 1e9) + " s";
  return long_duration(static_cast<std::int64_t>(std::llround(ns / 1e9)));
}

std::string exact_milliseconds(Nanos duration) {
  const bool negative = duration.count < 0;
  const auto magnitude =
      negative ? 0 - static_cast<std::uint64_t>(duration.count) : static_cast<std::uint64_t>(duration.count);
  std::string text = printed("%s%llu", negative ? "-" : "", static_cast<unsigned long long>(magnitude / 1'000'000));
  std::string fraction = printed("%06llu", static_cast<unsigned long long>(magnitude % 1'000'000));
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  if (!fraction.empty()) text += "." + fraction;
  return text + " ms";
}

std::string text_from_count(std::int64_t count) {
  if (count == kUnknown) return "–";
  const auto value = static_cast<double>(count);
  const double size = std::fabs(value);
  if (size < 1'000) return printed("%lld", static_cast<long long>(count));
  if (size < 99'950) return printed("%.1fk", value / 1e3);
  if (size < 999'500) return printed("%.0fk", value / 1e3);
  if (size < 999.5e6) return three_figures(value / 1e6) + "M";
  return three_figures(value / 1e9) + "B";
}

std::string grouped(std::int64_t count) {
  std::string digits = std::to_string(count);
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string text_from_microcents(std::int64_t microcents) {
  if (microcents == kUnknown) return "–";
  if (microcents == 0) return "$0";
  const double dollars = static_cast<double>(microcents) / 1e8;
  const char* sign = dollars < 0 ? "-" : "";
  const double size = std::fabs(dollars);
  if (size < 0.0001) return std::string(sign) + "<$0.0001";
  return printed(size < 0.9995 ? "%s$%.4f" : "%s$%.2f", sign, size);
}

std::string text_from_bytes(std::uint64_t bytes) {
  const auto value = static_cast<double>(bytes);
  if (bytes < 1'000) return printed("%llu B", static_cast<unsigned long long>(bytes));
  if (value < 999.5e3) return three_figures(value / 1e3) + " kB";
  if (value < 999.5e6) return three_figures(value / 1e6) + " MB";
  return three_figures(value / 1e9) + " GB";
}

std::string text_from(UnixTime time, int fraction_digits, int utc_offset_minutes) {
  const CivilTime t = civil_from(time.ns, utc_offset_minutes);
  const std::string zone = utc_offset_minutes == 0
                               ? " UTC"
                               : printed(" %c%02d:%02d", utc_offset_minutes < 0 ? '-' : '+',
                                         std::abs(utc_offset_minutes) / 60, std::abs(utc_offset_minutes) % 60);
  return date_and_time(t, ' ', fraction_digits) + zone;
}

std::string iso8601_from(UnixTime time) { return date_and_time(civil_from(time.ns, 0), 'T', 9) + "Z"; }

std::string relative_text(UnixTime time, UnixTime now) {
  const std::int64_t seconds = (now.ns / kNanosPerSecond) - (time.ns / kNanosPerSecond);
  if (seconds >= 0 && seconds < 2) return "just now";
  return seconds > 0 ? length_in_words(seconds) + " ago" : "in " + length_in_words(-seconds);
}

bool parse_int64(std::string_view text, std::int64_t& out) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || text.empty()) return false;
  out = value;
  return true;
}

bool parse_double(std::string_view text, double& out) {
  // strtod wants a terminated string and takes spaces, hex and "inf" that we do not.
  if (text.empty() || text.size() > 63) return false;
  for (const char c : text)
    if (!((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E')) return false;
  const std::string copy(text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (end != copy.c_str() + copy.size()) return false;
  out = value;
  return true;
}

}  // namespace spanorama
