#include "numbers.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "spanorama/base/format.h"
#include "spanorama/base/json_text.h"

namespace spanorama {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Eight digits, the first in the lowest byte, to their number: neighbours are joined to twos, fours and the whole. False
// when any is no digit: then the upper half of its byte is not 3, or becomes 4 when 6 is added.
bool eight_digits(const char* p, std::uint64_t& out) {
  constexpr std::uint64_t kUpper = 0xF0F0F0F0F0F0F0F0ULL, kThrees = 0x3030303030303030ULL;
  std::uint64_t digits = 0;
  std::memcpy(&digits, p, sizeof digits);
  if ((digits & kUpper) != kThrees || ((digits + 0x0606060606060606ULL) & kUpper) != kThrees) return false;
  digits -= kThrees;
  digits = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FFULL;
  digits = (digits * 100 + (digits >> 16)) & 0x0000FFFF0000FFFFULL;
  out = (digits * 10'000 + (digits >> 32)) & 0xFFFFFFFF;
  return true;
}

bool plain_digits(std::string_view text, std::uint64_t& out) {
  if (text.empty() || text.size() > 20) return false;
  std::uint64_t value = 0, part = 0;
  for (; text.size() >= 8 && text.size() < 20; text.remove_prefix(8)) {
    if (!eight_digits(text.data(), part)) return false;
    value = value * 100'000'000 + part;
  }
  for (const char c : text) {
    if (!is_digit(c)) return false;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    // Nineteen digits fit in any case.
    if (text.size() == 20 && value > (std::numeric_limits<std::uint64_t>::max() - digit) / 10) return false;
    value = value * 10 + digit;
  }
  out = value;
  return true;
}

// "1.7e18", "12.0": digits with the point moved, as text again.
bool shifted_digits(std::string_view text, std::uint64_t& out) {
  const std::size_t e = text.find_first_of("eE");
  std::int64_t shift = 0;
  if (e != std::string_view::npos) {
    std::string_view exponent = text.substr(e + 1);
    if (!exponent.empty() && exponent[0] == '+') exponent.remove_prefix(1);
    if (exponent.size() > 5 || !parse_int64(exponent, shift)) return false;
    text = text.substr(0, e);
  }
  if (text.size() > 64 || shift > 40 || shift < -80) return false;
  std::string digits;
  const std::size_t point = text.find('.');
  digits = text.substr(0, point);
  if (digits.empty()) return false;
  if (point != std::string_view::npos) {
    digits += text.substr(point + 1);
    shift -= static_cast<std::int64_t>(text.size() - point - 1);
  }
  for (; shift > 0; --shift) digits += '0';
  for (; shift < 0 && digits.size() > 1; ++shift) {
    if (digits.back() != '0') return false;
    digits.pop_back();
  }
  while (digits.size() > 1 && digits.front() == '0') digits.erase(0, 1);
  return plain_digits(digits, out) && (shift == 0 || out == 0);
}

// Exact for up to 15 digits and small powers of ten, which is nearly every number in such files.
bool short_real(std::string_view text, double& out) {
  static constexpr double kPowers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  std::uint64_t mantissa = 0;
  std::size_t digits = 0, fraction = 0;
  bool point = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '.' && !point && digits != 0) {
      point = true;
    } else if (is_digit(text[at])) {
      mantissa = mantissa * 10 + static_cast<std::uint64_t>(text[at] - '0');
      if (++digits > 15) return false;
      fraction += point ? 1 : 0;
    } else {
      return false;
    }
  }
  if (digits == 0 || (point && fraction == 0)) return false;
  const double value = static_cast<double>(mantissa) / kPowers[fraction];
  out = text[0] == '-' ? -value : value;
  return true;
}

bool base64_id(std::string_view text, std::size_t byte_count, std::string& bytes) {
  bytes.clear();
  return append_base64_decoded(bytes, text) && bytes.size() == byte_count;
}

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix ? text.substr(prefix.size()) : text;
}

}  // namespace

bool unsigned_number(std::string_view text, std::uint64_t& out) {
  return plain_digits(text, out) || shifted_digits(text, out);
}

bool whole_number(std::string_view text, std::int64_t& out) {
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (negative || text[0] == '+')) text.remove_prefix(1);
  std::uint64_t value = 0;
  if (!unsigned_number(text, value)) return false;
  const std::uint64_t limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) + (negative ? 1 : 0);
  if (value > limit) return false;
  out = static_cast<std::int64_t>(negative ? 0 - value : value);
  return true;
}

bool real_number(std::string_view text, double& out) {
  if (short_real(text, out)) return true;
  if (text == "NaN") return out = std::numeric_limits<double>::quiet_NaN(), true;
  if (text == "Infinity") return out = std::numeric_limits<double>::infinity(), true;
  if (text == "-Infinity") return out = -std::numeric_limits<double>::infinity(), true;
  return parse_double(text, out);
}

IdState trace_id_from_text(std::string_view text, TraceId& out) {
  if (text.empty()) return IdState::absent;
  if (trace_id_from_hex(text, out)) return IdState::ok;
  std::string bytes;
  if (text.size() < 22 || text.size() > 24 || !base64_id(text, 16, bytes)) return IdState::wrong;
  out = trace_id_from_bytes(bytes.data());
  return IdState::ok;
}

IdState span_id_from_text(std::string_view text, SpanId& out) {
  if (text.empty()) return IdState::absent;
  if (span_id_from_hex(text, out)) return IdState::ok;
  std::string bytes;
  if (text.size() < 11 || text.size() > 12 || !base64_id(text, 8, bytes)) return IdState::wrong;
  out = span_id_from_bytes(bytes.data());
  return IdState::ok;
}

bool span_kind_from_text(std::string_view text, SpanKind& out) {
  static constexpr std::string_view kNames[] = {"UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"};
  text = without_prefix(text, "SPAN_KIND_");
  std::int64_t number = -1;
  for (std::int64_t i = 0; i < 6; ++i)
    if (text == kNames[i]) number = i;
  if (number < 0 && (!whole_number(text, number) || number < 0 || number > 5)) return false;
  out = static_cast<SpanKind>(number);
  return true;
}

bool status_from_text(std::string_view text, Status& out) {
  static constexpr std::string_view kNames[] = {"UNSET", "OK", "ERROR"};
  text = without_prefix(text, "STATUS_CODE_");
  std::int64_t number = -1;
  for (std::int64_t i = 0; i < 3; ++i)
    if (text == kNames[i]) number = i;
  if (number < 0 && (!whole_number(text, number) || number < 0 || number > 2)) return false;
  out = static_cast<Status>(number);
  return true;
}

}  // namespace spanorama
