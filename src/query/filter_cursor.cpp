#include "query/filter_cursor.h"

#include "query/pattern.h"
#include "spanorama/base/utf8.h"

namespace spanorama::query {

bool FilterCursor::fail(std::size_t where, std::string message) {
  if (error) return false;
  std::size_t column = 1;
  for (std::size_t i = 0; i < where && i < text.size(); ++column) next_code_point(text, i);
  error = Error{"column " + std::to_string(column) + ": " + std::move(message)};
  return false;
}

void FilterCursor::skip_space() {
  while (at < text.size() && is_space(text[at])) ++at;
}
bool FilterCursor::take(char c) {
  if (peek() != c || at >= text.size()) return false;
  ++at;
  return true;
}

std::string_view FilterCursor::bare(std::string_view stops) {
  const std::size_t begin = at;
  while (at < text.size() && !is_space(text[at]) && stops.find(text[at]) == std::string_view::npos) ++at;
  return text.substr(begin, at - begin);
}

bool FilterCursor::quoted(std::string& out) {
  const std::size_t begin = at++;
  const char mark = text[begin];
  for (; at < text.size(); ++at) {
    if (text[at] == mark) return ++at, true;
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    out += text[at];
  }
  const std::string shown(1, mark);
  return fail(begin, "this quote is not closed; put " + shown + " at the end of the text, and \\" + shown +
                         " for a quote inside it");
}

std::size_t FilterCursor::pattern_end(std::string_view stops) const {
  if (peek() != '/') return 0;
  for (std::size_t i = at + 1; i < text.size() && !is_space(text[i]); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && !is_space(text[i + 1])) {
      ++i;
    } else if (text[i] == '/' && i > at + 1 &&
               (i + 1 >= text.size() || is_space(text[i + 1]) || stops.find(text[i + 1]) != std::string_view::npos)) {
      return i + 1;
    }
  }
  return 0;
}

bool FilterCursor::read_pattern(Token& token, std::size_t end) {
  token.pattern = true;
  token.text = pattern_from_literal(text.substr(at + 1, end - at - 2));
  at = end;
  const std::string mistake = pattern_mistake(token.text);
  return mistake.empty() || fail(token.at, "this is no regular expression: " + repaired_utf8(mistake));
}

bool FilterCursor::read_token(Token& token, std::string_view stops) {
  token.at = at;
  if (const std::size_t end = pattern_end(stops); end > 0) return read_pattern(token, end);
  if ((peek() == '=' || peek() == '~') && at < text.size()) token.op = text[at++];
  if (peek() == '"' || (peek() == '`' && token.op == 0)) {
    token.quoted = true;
    token.phrase = peek() == '`';
    if (!quoted(token.text)) return false;
    if (at < text.size() && !is_space(text[at]) && stops.find(text[at]) == std::string_view::npos)
      return fail(at, "expected a space after the closing quote");
    return true;
  }
  token.text = std::string(bare(stops));
  return true;
}

}  // namespace spanorama::query
