// Where the reading of a filter stands: its words, quotes and expressions, and the first mistake with its column.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "spanorama/base/result.h"

namespace spanorama::query {

inline bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// One value as it stands: its operator, its text without quotes, and where it began.
struct Token {
  char op = 0;  // '=', '~' or none
  std::string text;
  bool quoted = false, pattern = false, phrase = false;
  std::size_t at = 0;
};

struct FilterCursor {
  std::string_view text;
  std::size_t at = 0;
  std::optional<Error> error;  // the first since it was taken away

  // Always false.
  bool fail(std::size_t at, std::string message);

  bool ended() const { return at >= text.size(); }
  char peek(std::size_t ahead = 0) const { return at + ahead < text.size() ? text[at + ahead] : '\0'; }
  bool take(char c);
  void skip_space();
  // Up to white space or one of `stops`.
  std::string_view bare(std::string_view stops);
  // The inside of quotes; a backslash lets the mark and itself stand for themselves.
  bool quoted(std::string& out);
  // One past the slash that closes the pattern which begins here; 0 where none begins.
  std::size_t pattern_end(std::string_view stops) const;
  bool read_token(Token& token, std::string_view stops);

 private:
  bool read_pattern(Token& token, std::size_t end);
};

}  // namespace spanorama::query
