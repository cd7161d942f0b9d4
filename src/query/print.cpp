#include <cmath>
#include <cstdio>

#include "query/amounts.h"
#include "query/fields.h"
#include "query/pattern.h"
#include "spanorama/base/format.h"
#include "spanorama/query/filter.h"

namespace spanorama {
namespace query {
namespace {

std::string in_quotes(std::string_view text, char mark = '"') {
  std::string out(1, mark);
  for (char c : text) {
    if (c == mark || c == '\\') out += '\\';
    out += c;
  }
  return out + mark;
}

// Whether a value can stand without quotes after a colon or inside parentheses.
bool plain(std::string_view text) {
  if (text.empty() || text == "OR" || text == "AND") return false;
  if (text.find_first_of(" \t\n\r\"()\\`") != std::string_view::npos || text.find("..") != std::string_view::npos)
    return false;
  return std::string_view("=~<>/").find(text[0]) == std::string_view::npos || (text[0] == '/' && text.back() != '/');
}

bool plain_word(std::string_view text) {
  return plain(text) && text[0] != '-' && text.find(':') == std::string_view::npos;
}

// "=" or "~" where the field would otherwise compare in another way.
std::string_view operator_of(const Condition& condition) {
  const FieldKind kind = info_of(condition.field).kind;
  if (kind == FieldKind::word || condition.match == Match::glob || condition.match == Match::pattern) return "";
  if (condition.match == Match::equals) return "=";
  if (kind != FieldKind::contains) return "~";
  for (const std::string& text : condition.texts)
    if (text.find('*') != std::string::npos) return "~";
  return "";
}

std::string one_text(const Condition& condition, std::string_view op, const std::string& text) {
  if (condition.match == Match::pattern) return '/' + literal_from_pattern(text) + '/';
  if (condition.match == Match::phrase) return in_quotes(text, '`');
  if (condition.field != FilterField::text) return std::string(op) + (plain(text) ? text : in_quotes(text));
  if (condition.match == Match::equals) return in_quotes(text);
  return plain_word(text) ? text : '~' + in_quotes(text);
}

std::string texts(const Condition& condition) {
  const std::string_view op = operator_of(condition);
  if (condition.texts.size() == 1 && !condition.all_of) return one_text(condition, op, condition.texts[0]);
  std::string out = "(";
  for (const std::string& text : condition.texts) {
    if (out.size() > 1) out += condition.all_of ? " AND " : " OR ";
    out += one_text(condition, op, text);
  }
  return out + ')';
}

// The shorter of the ways to write an open bound: ">5s" rather than ">=5000000001".
std::string open_range(const char* exclusive, std::int64_t excluded, const char* inclusive, std::int64_t included,
                       FieldKind kind) {
  const std::string b = inclusive + print_amount(included, kind);
  const bool has_units = kind == FieldKind::duration || kind == FieldKind::cost;
  if (!has_units || excluded == INT64_MIN) return b;
  const std::string a = exclusive + print_amount(excluded, kind);
  return a.size() < b.size() ? a : b;
}

std::string real_text(double value) {
  char text[40];
  for (const int digits : {15, 17}) {
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    double back = 0;
    if (parse_double(text, back) && back == value) break;
  }
  std::string out = text;  // with a point or an exponent, so that it reads back as a real number
  return out.find_first_of(".eE") == std::string::npos ? out + ".0" : out;
}

std::string percentile_text(std::int32_t hundredths) {
  std::string out = "p" + std::to_string(hundredths / 100);
  if (hundredths % 100 == 0) return out;
  out += '.' + std::to_string(hundredths % 100 / 10);
  return hundredths % 10 == 0 ? out : out + std::to_string(hundredths % 10);
}

// Ranges with a bound that is a percentile or a real number.
std::string fine_range(const Condition& c) {
  const FieldKind kind = info_of(c.field).kind;
  const FineBounds& f = c.fine;
  std::string low, high;
  if (f.low_percentile >= 0) low = percentile_text(f.low_percentile);
  if (f.high_percentile >= 0) high = percentile_text(f.high_percentile);
  if (f.real && std::isfinite(f.low_real)) low = real_text(f.low_real);
  if (f.real && std::isfinite(f.high_real)) high = real_text(f.high_real);
  if (c.low != INT64_MIN) low = print_amount(c.low, kind);
  if (c.high != INT64_MAX) high = print_amount(c.high, kind);
  if (!low.empty() && !high.empty()) return low + ".." + high;
  if (low.empty()) return (f.high_open ? "<" : "<=") + high;
  return (f.low_open ? ">" : ">=") + low;
}

std::string range(const Condition& condition) {
  if (!(condition.fine == FineBounds())) return fine_range(condition);
  const FieldKind kind = info_of(condition.field).kind;
  const std::int64_t low = condition.low, high = condition.high;
  if (low == INT64_MIN && high == INT64_MAX) return "..";
  if (high == INT64_MAX) return open_range(">", low - 1, ">=", low, kind);
  if (low == INT64_MIN) return open_range("<", high + 1, "<=", high, kind);
  if (kind == FieldKind::time && is_midnight(low) && is_midnight(high - kNanosPerDay + 1) &&
      high < INT64_MAX - 2 * kNanosPerDay)
    return high - low == kNanosPerDay - 1 ? print_day(low) : print_day(low) + ".." + print_day(high - kNanosPerDay + 1);
  if (low == high && kind != FieldKind::keyed) return print_amount(low, kind);
  return print_amount(low, kind) + ".." + print_amount(high, kind);
}

std::string field_word(const Condition& condition) {
  std::string out(name_of(condition.field));
  if (info_of(condition.field).kind == FieldKind::keyed) {
    const bool bare = plain(condition.key) && condition.key.find(':') == std::string::npos;
    out += '.' + (bare ? condition.key : in_quotes(condition.key));
  }
  return out.empty() ? out : out + ':';
}

}  // namespace
}  // namespace query

std::string print(const Filter& filter) {
  std::string out;
  for (const Condition& condition : filter.conditions) {
    if (condition.match != Match::range && condition.texts.empty()) continue;  // passes everything
    if (!out.empty()) out += ' ';
    if (condition.negated) out += '-';
    out += query::field_word(condition);
    out += condition.match == Match::range ? query::range(condition) : query::texts(condition);
  }
  return out;
}

}  // namespace spanorama
