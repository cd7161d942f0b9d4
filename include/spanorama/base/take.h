// Taking a text apart from its front: "2026-11-21T09:30", "name&value;".
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace spanorama {

// Exactly so many digits; false, and `text` as it was, when there are fewer.
template <class Number>
bool take_digits(std::string_view& text, std::size_t digits, Number& out) {
  if (text.size() < digits) return false;
  out = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return true;
}

// The text before the first `at`, or all of it; `at` is taken off as well.
inline std::string_view take_until(std::string_view& text, char at) {
  const std::size_t end = std::min(text.find(at), text.size());
  const std::string_view piece = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return piece;
}

inline bool take(std::string_view& text, char wanted) {
  if (text.empty() || text[0] != wanted) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace spanorama
