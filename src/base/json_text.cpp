#include "spanorama/base/json_text.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "spanorama/base/simd_bytes.h"
#include "spanorama/base/utf8.h"

namespace spanorama {
namespace {

void append_escape(std::string& out, unsigned char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  char buffer[8];
  std::snprintf(buffer, sizeof buffer, "\\u%04x", c);
  out += buffer;
}

constexpr std::array<signed char, 256> make_hex_digits() {
  std::array<signed char, 256> digits{};
  for (auto& d : digits) d = -1;
  for (int i = 0; i < 10; ++i) digits[static_cast<std::size_t>('0' + i)] = static_cast<signed char>(i);
  for (int i = 0; i < 6; ++i) {
    digits[static_cast<std::size_t>('a' + i)] = static_cast<signed char>(10 + i);
    digits[static_cast<std::size_t>('A' + i)] = static_cast<signed char>(10 + i);
  }
  return digits;
}
constexpr auto kHexDigits = make_hex_digits();

// The UTF-16 unit of such an escape; negative where none stands wholly there.
std::int32_t unit_at(const char* p, const char* end, std::ptrdiff_t backslashes) {
  if (end - p < backslashes + 5 || p[0] != '\\' || p[backslashes - 1] != '\\' || p[backslashes] != 'u') return -1;
  const auto digit = [&](int i) { return std::int32_t{kHexDigits[static_cast<unsigned char>(p[backslashes + i])]}; };
  return digit(1) * 0x1000 | digit(2) * 0x100 | digit(3) * 0x10 | digit(4);
}

// The escape after the backslash at `at`; a broken one is kept as it stands.
void append_unescaped(std::string& out, std::string_view text, std::size_t& at) {
  const std::size_t letter = at + 1;
  if (letter < text.size()) {
    if (const char plain = plain_json_escape(text[letter])) {
      out += plain;
      at = letter + 1;
      return;
    }
    const char* p = text.data() + at;
    char32_t code = 0;
    if (take_unicode_escape(p, text.data() + text.size(), 1, code)) {
      append_utf8(out, code);
      at = static_cast<std::size_t>(p - text.data());
      return;
    }
  }
  out += '\\';
  ++at;
}

constexpr std::array<signed char, 256> make_base64_values() {
  std::array<signed char, 256> values{};
  for (auto& v : values) v = -1;
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (int i = 0; i < 64; ++i) values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<signed char>(i);
  values['-'] = 62;
  values['_'] = 63;
  return values;
}
constexpr auto kBase64Values = make_base64_values();

// Bytes that are copied as they are; runs of them are appended at once.
using ByteSet = std::array<bool, 256>;
constexpr ByteSet make_plain_bytes(unsigned char first, bool quote) {
  ByteSet plain{};
  for (unsigned c = first; c < 0x80; ++c) plain[c] = c != '\\' && (quote || c != '"') && (quote || c != 0x7F);
  return plain;
}
// Of a JSON string literal.
struct PlainInside {
  static constexpr ByteSet kBytes = make_plain_bytes(0, true);
  static std::uint32_t others(const ByteGroup& group) { return group.not_ascii() | group.equal_to('\\'); }
};
// That needs no escape.
struct PlainText {
  static constexpr ByteSet kBytes = make_plain_bytes(0x20, false);
  static std::uint32_t others(const ByteGroup& group) {
    return group.not_ascii() | group.below_or(0x20, '"', '\\') | group.equal_to(0x7F);
  }
};

template <class Plain>
std::size_t append_plain_run(std::string& out, std::string_view text, std::size_t at) {
  constexpr const ByteSet& plain = Plain::kBytes;
  std::size_t end = at;
  while (end + 16 <= text.size() && Plain::others(ByteGroup(text.data() + end)) == 0) end += 16;
  while (end < text.size() && plain[static_cast<unsigned char>(text[end])]) ++end;
  out.append(text.data() + at, end - at);
  return end;
}

}  // namespace

bool take_unicode_escape(const char*& p, const char* end, std::ptrdiff_t backslashes, char32_t& code) {
  const std::int32_t unit = unit_at(p, end, backslashes);
  if (unit < 0) return false;
  p += backslashes + 5;
  code = static_cast<char32_t>(unit);
  if (unit < 0xD800 || unit >= 0xDC00) return true;
  const std::int32_t low = unit_at(p, end, backslashes);
  if (low < 0xDC00 || low >= 0xE000) return true;
  p += backslashes + 5;
  code = static_cast<char32_t>(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
  return true;
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; (at = append_plain_run<PlainText>(out, text, at)) < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x80) {
      append_utf8(out, next_code_point(text, at));
    } else {
      append_escape(out, c);
      ++at;
    }
  }
  out += '"';
}

void append_json_double(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "\"NaN\"";
    return;
  }
  if (std::isinf(value)) {
    out += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    return;
  }
  char buffer[40];
  for (int digits = 15; digits <= 17; ++digits) {
    std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
    if (std::strtod(buffer, nullptr) == value) break;
  }
  out += buffer;
}

std::string unescaped_json(std::string_view inside) {
  std::string out;
  out.reserve(inside.size());
  for (std::size_t at = 0; (at = append_plain_run<PlainInside>(out, inside, at)) < inside.size();) {
    if (inside[at] == '\\') {
      append_unescaped(out, inside, at);
    } else {
      append_utf8(out, next_code_point(inside, at));
    }
  }
  return out;
}

bool append_base64_decoded(std::string& out, std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  if (text.size() % 4 == 1) return false;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = kBase64Values[static_cast<unsigned char>(c)];
    if (value < 0) return false;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>((bits >> count) & 0xFF);
  }
  return true;
}

std::string base64_from(std::string_view bytes) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    std::uint32_t bits = static_cast<unsigned char>(bytes[i]) * 65536u;
    if (left > 1) bits += static_cast<unsigned char>(bytes[i + 1]) * 256u;
    if (left > 2) bits += static_cast<unsigned char>(bytes[i + 2]);
    out += kAlphabet[bits >> 18];
    out += kAlphabet[(bits >> 12) & 63];
    out += left > 1 ? kAlphabet[(bits >> 6) & 63] : '=';
    out += left > 2 ? kAlphabet[bits & 63] : '=';
  }
  return out;
}

}  // namespace spanorama
