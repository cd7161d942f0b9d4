// Letters without their case, for comparisons in "any case": Latin, Greek, Cyrillic and Armenian letters that have
// one lower-case partner. Other text stays as it is.
#pragma once

#include <string>
#include <string_view>

namespace spanorama::query {

char32_t folded(char32_t code_point);
// Broken bytes become U+FFFD. O(size).
std::string folded(std::string_view text);
bool is_ascii(std::string_view text);

}  // namespace spanorama::query
