#include "query/text_match.h"

#include <algorithm>

#include "query/case_fold.h"
#include "spanorama/base/utf8.h"

namespace spanorama::query {
namespace {

TextMode mode_of(const Condition& condition) {
  if (condition.match == Match::glob) return TextMode::glob;
  if (condition.match == Match::pattern) return TextMode::pattern;
  if (condition.match == Match::phrase) return TextMode::phrase;
  if (condition.match != Match::equals) return TextMode::contains;
  return condition.field == FilterField::text ? TextMode::contains_case_kept : TextMode::equals;
}

}  // namespace

TextMatcher::TextMatcher(TextMode mode, const std::vector<std::string>& patterns) : mode_(mode), patterns_(patterns) {
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
  }
}

TextMatcher::TextMatcher(const Condition& condition) : TextMatcher(mode_of(condition), condition.texts) {}

bool TextMatcher::matches(std::string_view text) const {
  const auto any = [this](std::string_view candidate) {
    return std::any_of(patterns_.begin(), patterns_.end(),
                       [&](const std::string& pattern) { return matches_one(candidate, pattern); });
  };
  if (mode_ == TextMode::pattern)
    return std::any_of(compiled_.begin(), compiled_.end(), [&](const Pattern& p) { return p.found_in(text); });
  if (mode_ == TextMode::phrase) return any(words_only(text));
  // A pattern of ASCII letters only cannot hit where folding other letters would change the text.
  if (mode_ == TextMode::contains && ascii_patterns_) return any(text);
  if (mode_ == TextMode::contains || mode_ == TextMode::glob) return any(folded(text));
  return any(text);
}

bool TextMatcher::matches_one(std::string_view text, const std::string& pattern) const {
  switch (mode_) {
    case TextMode::contains: return contains_any_case(text, pattern);
    case TextMode::contains_case_kept: return text.find(pattern) != std::string_view::npos;
    case TextMode::equals: return text == pattern;
    case TextMode::glob: return glob_matches(text, pattern);
    case TextMode::phrase: return text.find(pattern) != std::string_view::npos;
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
