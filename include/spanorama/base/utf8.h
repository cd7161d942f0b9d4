// UTF-8: decoding one code point at a time, repair of broken text, cutting without breaking a character.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace spanorama {

// Decodes the code point at `text[at]` and moves `at` past it. A broken byte yields U+FFFD and moves by one.
// `at` must be < text.size().
char32_t next_code_point(std::string_view text, std::size_t& at);

void append_utf8(std::string& out, char32_t code_point);
// Writes at most 4 bytes at `to`; gives what lies behind them. What is no character becomes U+FFFD.
char* write_utf8(char* to, char32_t code_point);

bool is_valid_utf8(std::string_view text);

// Every broken byte becomes U+FFFD. O(size).
std::string repaired_utf8(std::string_view text);

// The longest prefix of at most `max_bytes` that does not end inside a character.
std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes);

// ASCII letters only; other bytes stay. Used for "any case" comparisons together with contains_any_case.
std::string ascii_lower(std::string_view text);
// `lower_needle` must be lower-case already. Empty needle is contained everywhere. O(haystack * needle) worst case.
bool contains_any_case(std::string_view haystack, std::string_view lower_needle);

}  // namespace spanorama
