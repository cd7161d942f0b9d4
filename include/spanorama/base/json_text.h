// Writing JSON text piece by piece, and turning the inside of a JSON string back into UTF-8. For small
// documents to be read into a tree there is nlohmann_json; this is for output and for payloads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace spanorama {

// Appends `text` quoted and escaped; broken UTF-8 is repaired. O(size).
void append_json_string(std::string& out, std::string_view text);

// Appends the shortest decimal that reads back to the same double; NaN and infinities as the strings OTLP/JSON uses.
void append_json_double(std::string& out, double value);

// The character that a letter behind a backslash stands for; 0 for `u` and for what is no escape.
constexpr char plain_json_escape(char letter) {
  switch (letter) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'b': return '\b';
    case 'f': return '\f';
    case '"':
    case '\\':
    case '/': return letter;
    default: return 0;
  }
}

// Takes the \uXXXX that stands at `p` with so many backslashes, one a layer of JSON strings, and the other half behind it where
// it is one of a pair. A half alone is given as it is: no character, see write_utf8. False, and `p` stays, where none
// stands wholly there.
bool take_unicode_escape(const char*& p, const char* end, std::ptrdiff_t backslashes, char32_t& code);

// The inside of a JSON string literal (between the quotes) as UTF-8: escapes and surrogate pairs resolved,
// a broken escape kept as it stands, lone surrogates and broken bytes become U+FFFD. O(size).
std::string unescaped_json(std::string_view inside_quotes);

// Standard or URL-safe alphabet, padding optional; false on any other character. Appends to `out`.
bool append_base64_decoded(std::string& out, std::string_view text);
std::string base64_from(std::string_view bytes);

}  // namespace spanorama
