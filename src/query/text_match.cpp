#include "query/text_match.h"

#include <algorithm>

#include "query/case_fold.h"
#include "spanorama/base/utf8.h"

namespace spanorama::query {

TextMode mode_of(const Condition& condition) {
  if (condition.match == Match::glob) return TextMode::glob;
  if (condition.match == Match::pattern) return TextMode::pattern;
  if (condition.match == Match::phrase) return TextMode::phrase;
  if (condition.match != Match::equals) return TextMode::contains;
  return condition.field == FilterField::text ? TextMode::contains_case_kept : TextMode::equals;
}

namespace {

// A phrase goes through the text word by word; this is one of its words and where it stands.
struct Word {
  std::string folded;
  std::size_t at = 0, end = 0;
};

bool next_word(std::string_view text, std::size_t& at, Word& word) {
  while (at < text.size() && !word_byte(text[at])) ++at;
  if (at == text.size()) return false;
  word.at = at;
  while (at < text.size() && word_byte(text[at])) ++at;
  word.end = at;
  word.folded = folded(text.substr(word.at, word.end - word.at));
  return true;
}

}  // namespace

std::optional<std::pair<std::size_t, std::size_t>> phrase_place(std::string_view text, std::string_view words,
                                                                std::size_t from) {
  std::vector<std::string> wanted;
  Word word;
  for (std::size_t at = 0; next_word(words, at, word);) wanted.push_back(word.folded);
  if (wanted.empty()) return std::nullopt;
  while (from > 0 && from < text.size() && word_byte(text[from - 1]) && word_byte(text[from])) ++from;
  for (std::size_t start = from; next_word(text, start, word);) {
    if (word.folded != wanted[0]) continue;
    const std::size_t begin = word.at;
    std::size_t at = start, end = word.end, i = 1;
    for (; i < wanted.size() && next_word(text, at, word) && word.folded == wanted[i]; ++i) end = word.end;
    if (i == wanted.size()) return std::pair(begin, end - begin);
  }
  return std::nullopt;
}

std::optional<std::pair<std::size_t, std::size_t>> folded_place(std::string_view text, std::string_view folded_text,
                                                                std::size_t from) {
  for (std::size_t start = from; start < text.size();) {
    std::size_t at = start, wanted = 0;
    while (wanted < folded_text.size() && at < text.size()) {
      std::size_t next_at = at, next_wanted = wanted;
      if (folded(next_code_point(text, next_at)) != next_code_point(folded_text, next_wanted)) break;
      at = next_at, wanted = next_wanted;
    }
    if (wanted == folded_text.size()) return std::pair(start, at - start);
    next_code_point(text, start);
  }
  return std::nullopt;
}

TextMatcher::TextMatcher(TextMode mode, const std::vector<std::string>& patterns) : mode_(mode), patterns_(patterns) {
  if (mode == TextMode::contains_case_kept)
    for (const std::string& pattern : patterns_) finders_.emplace_back(pattern, false);
  if (mode == TextMode::equals || mode == TextMode::contains_case_kept) return;
  if (mode == TextMode::pattern) {
    for (const std::string& pattern : patterns) compiled_.emplace_back(pattern);
    return;
  }
  if (mode == TextMode::phrase) {
    for (std::string& pattern : patterns_) pattern = words_only(pattern);
    return;
  }
  for (std::string& pattern : patterns_) {
    pattern = folded(pattern);
    ascii_patterns_ = ascii_patterns_ && is_ascii(pattern);
    if (mode == TextMode::contains) finders_.emplace_back(pattern, true);
  }
}

TextMatcher::TextMatcher(const Condition& condition) : TextMatcher(mode_of(condition), condition.texts) {}

bool TextMatcher::matches(std::string_view text) const {
  const auto contained = [this](std::string_view candidate) {
    return std::any_of(finders_.begin(), finders_.end(), [&](const TextFinder& f) { return f.found_in(candidate); });
  };
  const auto any = [this](std::string_view candidate) {
    return std::any_of(patterns_.begin(), patterns_.end(),
                       [&](const std::string& pattern) { return matches_one(candidate, pattern); });
  };
  if (mode_ == TextMode::pattern)
    return std::any_of(compiled_.begin(), compiled_.end(), [&](const Pattern& p) { return p.found_in(text); });
  if (mode_ == TextMode::phrase) return any(words_only(text));
  // A pattern of ASCII letters only cannot hit where folding other letters would change the text.
  if (mode_ == TextMode::contains) return contained(ascii_patterns_ ? text : std::string_view(folded(text)));
  if (mode_ == TextMode::contains_case_kept) return contained(text);
  if (mode_ == TextMode::glob) return any(folded(text));
  return any(text);
}

bool TextMatcher::matches_one(std::string_view text, const std::string& pattern) const {
  switch (mode_) {
    case TextMode::equals: return text == pattern;
    case TextMode::glob: return glob_matches(text, pattern);
    case TextMode::phrase: return text.find(pattern) != std::string_view::npos;
    case TextMode::contains:
    case TextMode::contains_case_kept:
    case TextMode::pattern: break;
  }
  return false;
}

bool glob_matches(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0;
  std::size_t star = std::string_view::npos, resume = 0;  // where to go on after the last star
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace spanorama::query
