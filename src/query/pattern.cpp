#include "query/pattern.h"

#include <re2/re2.h>

#include <algorithm>

#include "query/case_fold.h"

namespace spanorama::query {
namespace {

struct Escape {
  char raw;
  std::string_view written;
};
constexpr Escape kEscapes[] = {{' ', "\\x20"}, {'\t', "\\x09"}, {'\n', "\\x0a"}, {'\r', "\\x0d"}, {'/', "\\/"}};

re2::RE2::Options options() {
  constexpr std::int64_t kMaxMemory = 8 << 20;
  re2::RE2::Options out;
  out.set_log_errors(false);
  out.set_max_mem(kMaxMemory);
  return out;
}

}  // namespace

std::string pattern_from_literal(std::string_view literal) {
  std::string out;
  while (!literal.empty()) {
    const Escape* found = nullptr;
    for (const Escape& escape : kEscapes)
      if (literal.substr(0, escape.written.size()) == escape.written) found = &escape;
    const std::size_t taken = found != nullptr ? found->written.size() : literal[0] == '\\' ? 2 : 1;
    out += found != nullptr ? std::string(1, found->raw) : std::string(literal.substr(0, taken));
    literal.remove_prefix(std::min(taken, literal.size()));
  }
  return out;
}

std::string literal_from_pattern(std::string_view pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool pair = pattern[i] == '\\' && i + 1 < pattern.size();
    if (pair && pattern[i + 1] != '/' && pattern[i + 1] != ' ') {
      out += pattern.substr(i++, 2);
      continue;
    }
    if (pair) ++i;  // an escaped slash or space is the slash or space
    const Escape* found = nullptr;
    for (const Escape& escape : kEscapes)
      if (escape.raw == pattern[i]) found = &escape;
    out += found != nullptr ? std::string(found->written) : std::string(1, pattern[i]);
  }
  return out;
}

std::string pattern_mistake(std::string_view pattern) {
  const re2::RE2 re(re2::StringPiece(pattern.data(), pattern.size()), options());
  return re.ok() ? std::string() : re.error();
}

Pattern::Pattern(std::string_view pattern)
    : re_(std::make_shared<const re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options())) {}

bool Pattern::found_in(std::string_view text) const {
  return re_->ok() && re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *re_);
}

bool Pattern::find(std::string_view text, std::size_t from, std::size_t& at, std::size_t& length) const {
  const re2::StringPiece whole(text.data(), text.size());
  for (re2::StringPiece match; re_->ok() && from <= text.size(); ++from) {
    if (!re_->Match(whole, from, whole.size(), re2::RE2::UNANCHORED, &match, 1)) return false;
    at = static_cast<std::size_t>(match.data() - text.data());
    length = match.size();
    if (length > 0) return true;
    from = at;
  }
  return false;
}

bool word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string words_only(std::string_view text) {
  const std::string small = folded(text);
  std::string out;
  for (std::size_t i = 0; i < small.size(); ++i) {
    if (!word_byte(small[i])) continue;
    if (i == 0 || !word_byte(small[i - 1])) out += ' ';
    out += small[i];
  }
  return out.empty() ? out : out + ' ';
}

}  // namespace spanorama::query
