// Regular expressions (RE2: linear in the text, whatever the expression) and phrases, as the filter language has them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace spanorama::query {

// Between /…/ in a query: \/ is a slash, \x20 \x09 \x0a \x0d are white space. pattern_from_literal gives the expression
// itself, literal_from_pattern the way to write it, without the outer slashes.
std::string pattern_from_literal(std::string_view literal);
std::string literal_from_pattern(std::string_view pattern);

// What is wrong with an expression, or nothing.
std::string pattern_mistake(std::string_view pattern);

// A compiled expression. One that RE2 refuses matches nothing.
class Pattern {
 public:
  explicit Pattern(std::string_view pattern);
  bool found_in(std::string_view text) const;
  // The first match at or after `from`: its place and length; false for none. Empty matches are no matches.
  bool find(std::string_view text, std::size_t from, std::size_t& at, std::size_t& length) const;

 private:
  std::shared_ptr<const re2::RE2> re_;
};

// The words of a text without case and punctuation, each with one space before it, and one at the end: " where is it ".
// Letters and digits of ASCII, and everything beyond ASCII, make words. Empty for a text without words.
std::string words_only(std::string_view text);
bool word_byte(char c);

}  // namespace spanorama::query
