// Comparing one string with the texts of a condition, and remembering the answer for every distinct string.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query/pattern.h"
#include "spanorama/base/text_finder.h"
#include "spanorama/model/trace_store.h"
#include "spanorama/query/filter.h"

namespace spanorama::query {

enum class TextMode : std::uint8_t { contains, contains_case_kept, equals, glob, pattern, phrase };
TextMode mode_of(const Condition& condition);

// Where in `text` the words of `words` (as words_only() gives them) stand: place and length. O(text * words) at worst.
std::optional<std::pair<std::size_t, std::size_t>> phrase_place(std::string_view text, std::string_view words,
                                                                std::size_t from);
// Where a text stands whose folded() form is `folded_text`: place and length.
std::optional<std::pair<std::size_t, std::size_t>> folded_place(std::string_view text, std::string_view folded_text,
                                                                std::size_t from);

// Whether a text matches any of several patterns.
class TextMatcher {
 public:
  TextMatcher(TextMode mode, const std::vector<std::string>& patterns);
  explicit TextMatcher(const Condition& condition);
  bool matches(std::string_view text) const;

 private:
  bool matches_one(std::string_view text, const std::string& pattern) const;

  TextMode mode_;
  std::vector<std::string> patterns_;  // folded where case does not count
  std::vector<Pattern> compiled_;      // of mode `pattern`
  std::vector<TextFinder> finders_;    // of texts that are contained
  bool ascii_patterns_ = true;
};

// `*` stands for any run of bytes. O(text * pattern) at worst, no recursion.
bool glob_matches(std::string_view text, std::string_view pattern);

// The matcher's answer by StringId, found when first asked. The absent string never matches.
class StringMemo {
 public:
  StringMemo(const TraceStore& store, TextMatcher matcher)
      : store_(store), matcher_(std::move(matcher)), answers_(store.string_count(), kUnasked) {}

  bool matches(StringId id) {
    std::uint8_t& answer = answers_[id.value];
    if (answer == kUnasked) answer = id.present() && matcher_.matches(store_.text(id)) ? kYes : kNo;
    return answer == kYes;
  }
  bool matches(std::string_view text) const { return matcher_.matches(text); }

 private:
  static constexpr std::uint8_t kUnasked = 0, kNo = 1, kYes = 2;
  const TraceStore& store_;
  TextMatcher matcher_;
  std::vector<std::uint8_t> answers_;
};

}  // namespace spanorama::query
