#include "coerce.h"

#include <algorithm>
#include <cmath>

#include "../formats/numbers.h"
#include "spanorama/base/json_cursor.h"
#include "spanorama/base/json_text.h"
#include "spanorama/base/take.h"
#include "spanorama/base/time.h"
#include "spanorama/base/trimmed.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

// Objects and lists larger than this are not looked into.
constexpr std::size_t kMaxObjectBytes = 16 * 1024;
constexpr std::size_t kMaxTags = 256;

std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
  // Years that begin in March put the leap day last; 400 years are 146,097 days.
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

bool take_char(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::int64_t take_fraction(std::string_view& text) {
  std::int64_t ns = 0, unit = kNanosPerSecond;
  if (!take_char(text, ".,")) return 0;
  while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
    unit /= 10;
    ns += (text[0] - '0') * unit;
    text.remove_prefix(1);
  }
  return ns;
}

// Decodes once more when JSON text holds JSON text.
std::string object_text(const RawValue& value) {
  std::string scratch;
  std::string text(text_of(value, scratch));
  const std::string_view t = trimmed(text);
  if (t.size() >= 2 && t.front() == '"' && t.back() == '"') return unescaped_json(t.substr(1, t.size() - 2));
  return std::string(t);
}

}  // namespace

bool number_of(const RawValue& value, double& out) {
  switch (value.kind) {
    case RawKind::integer: out = static_cast<double>(value.integer); return true;
    case RawKind::real: out = value.real; return true;
    case RawKind::text: return value.raw.size() <= 64 && real_number(trimmed(value.raw), out);
    default: return false;
  }
}

std::int64_t token_count(const RawValue& value) {
  std::int64_t count = 0;
  if (value.kind == RawKind::integer) return value.integer >= 0 ? value.integer : kUnknown;
  if (value.kind == RawKind::text && value.raw.size() <= 64 && whole_number(trimmed(value.raw), count))
    return count >= 0 ? count : kUnknown;
  double real = 0;
  if (!number_of(value, real) || !(real >= 0) || real > 9e15) return kUnknown;
  return std::llround(real);
}

bool flag_of(const RawValue& value) {
  if (value.kind == RawKind::boolean) return value.flag;
  if (value.kind == RawKind::integer) return value.integer != 0;
  if (value.kind != RawKind::text || value.raw.size() > 16) return false;
  const std::string lower = ascii_lower(value.raw);
  return lower == "true" || lower == "1" || lower == "stream" || lower == "yes";
}

std::int64_t microcents_from_usd(double usd) {
  if (!(usd >= 0) || usd > 9e10) return kUnknown;
  const double exact = usd * 1e8;
  // Decimal halves such as 0.000000015 USD lie a hair below the half in binary.
  const double nudge = exact * 1e-12 + 1e-9;
  return static_cast<std::int64_t>(std::floor(exact + 0.5 + nudge));
}

bool instant_from_iso(std::string_view text, std::int64_t& unix_ns) {
  text = trimmed(text);
  while (text.size() >= 2 && (text.front() == '"' || text.front() == '\\')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == '"' || text.back() == '\\')) text.remove_suffix(1);
  std::int64_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!take_digits(text, 4, year) || !take_char(text, "-") || !take_digits(text, 2, month) || !take_char(text, "-") ||
      !take_digits(text, 2, day) || !take_char(text, "T ") || !take_digits(text, 2, hour) || !take_char(text, ":") ||
      !take_digits(text, 2, minute))
    return false;
  if (take_char(text, ":") && !take_digits(text, 2, second)) return false;
  const std::int64_t fraction = take_fraction(text);
  std::int64_t offset_minutes = 0;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    const std::int64_t sign = text[0] == '-' ? -1 : 1;
    std::int64_t hours = 0, minutes = 0;
    text.remove_prefix(1);
    if (!take_digits(text, 2, hours)) return false;
    take_char(text, ":");
    if (!text.empty() && !take_digits(text, 2, minutes)) return false;
    offset_minutes = sign * (hours * 60 + minutes);
  } else {
    take_char(text, "Zz");
  }
  if (!text.empty() || year < 1970 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 ||
      minute > 59 || second > 60)
    return false;
  const std::int64_t seconds =
      days_from_civil(year, month, day) * 86400 + hour * 3600 + (minute - offset_minutes) * 60 + second;
  unix_ns = seconds * kNanosPerSecond + fraction;
  return true;
}

bool is_placeholder(std::string_view text) {
  static constexpr std::string_view kNothing[] = {"N/A", "None", "<not specified>", "null", "undefined", "NaN", "\"\""};
  for (const std::string_view nothing : kNothing)
    if (text == nothing) return true;
  return trimmed(text).empty();
}

bool says_nothing(const RawValue& value) {
  std::string scratch;
  return is_placeholder(text_of(value, scratch));
}

std::vector<std::string> tags_of(const RawValue& value) {
  std::vector<std::string> tags;
  if (value.raw.size() > kMaxObjectBytes || (value.kind != RawKind::text && value.kind != RawKind::structured))
    return tags;
  const std::string text = object_text(value);
  const auto add = [&](std::string tag) {
    if (!is_placeholder(tag) && tags.size() < kMaxTags) tags.push_back(std::move(tag));
  };
  if (text.empty() || text[0] != '[') {
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t comma = std::min(text.find(',', at), text.size());
      add(std::string(trimmed(std::string_view(text).substr(at, comma - at))));
      at = comma + 1;
    }
    return tags;
  }
  JsonCursor json(text);
  json.take('[');
  for (bool first = true; json.next_element(first);) {
    JsonString tag;
    std::string_view bare;
    const char next = json.peek();
    if (next == '"' && json.string(tag)) {
      add(tag.escaped ? unescaped_json(tag.raw) : std::string(tag.raw));
    } else if (next == '{' || next == '[') {
      json.skip_value();
    } else if (json.scalar(bare)) {
      add(std::string(bare));
    }
  }
  return tags;
}

std::vector<NamedNumber> numbers_of_object(const RawValue& value) {
  std::vector<NamedNumber> numbers;
  if (value.raw.size() > kMaxObjectBytes || (value.kind != RawKind::text && value.kind != RawKind::structured))
    return numbers;
  const std::string text = object_text(value);
  JsonCursor json(text);
  // Nested objects ({"input_token_details":{"cache_read":1}}) are walked into; their names stand for themselves.
  int depth = 0;
  if (text.empty() || text[0] != '{') return numbers;
  json.take('{');
  bool first = true;
  JsonString key;
  while (depth >= 0) {
    if (!json.next_member(first, key)) {
      if (json.failed()) break;
      --depth;
      first = false;
      continue;
    }
    const char next = json.peek();
    if (next == '{' && depth < 3) {
      json.take('{');
      ++depth;
      first = true;
      continue;
    }
    std::string_view number;
    JsonString quoted;
    double real = 0;
    if (next == '"' && json.string(quoted)) {
      number = quoted.raw;
    } else if (next == '{' || next == '[') {
      json.skip_value();
    } else {
      json.scalar(number);
    }
    if (!number.empty() && real_number(number, real)) numbers.push_back({std::string(key.raw), real});
  }
  return numbers;
}

}  // namespace spanorama
