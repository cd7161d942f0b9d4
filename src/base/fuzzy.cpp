#include "spanorama/base/fuzzy.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace spanorama {

namespace {

constexpr std::size_t kMostText = 256, kMostWord = 64;
constexpr int kLetter = 16, kWordStart = 12, kRun = 10, kTextStart = 8, kGap = 4, kNone = -1'000'000;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_word(char c) {
  return is_lower(c) || is_upper(c) || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) > 127;
}

int letter_value(std::string_view text, std::size_t at) {
  if (at == 0) return kLetter + kWordStart + kTextStart;
  const bool starts = (is_word(text[at]) && !is_word(text[at - 1])) || (is_upper(text[at]) && is_lower(text[at - 1]));
  return kLetter + (starts ? kWordStart : 0);
}

bool is_subsequence(std::string_view word, std::string_view text) {
  std::size_t at = 0;
  for (const char c : text)
    if (at < word.size() && lower(c) == word[at]) ++at;
  return at == word.size();
}

// best[j]: the most that the letters so far can be worth with the last of them at j.
int word_score(std::string_view word, std::string_view text) {
  if (!is_subsequence(word, text)) return 0;
  std::array<int, kMostText> best{};
  for (std::size_t i = 0; i < word.size(); ++i) {
    int before_run = kNone, before_gap = kNone;  // best[j - 1] and the best further left, of the letter before
    for (std::size_t j = 0; j < text.size(); ++j) {
      const int here = best[j];
      int value = kNone;
      if (lower(text[j]) == word[i]) {
        const int reached = i == 0 ? 0 : std::max(before_run + kRun, before_gap - kGap);
        if (reached > kNone / 2) value = reached + letter_value(text, j);
      }
      best[j] = value;
      before_gap = std::max(before_gap, before_run);
      before_run = here;
    }
  }
  return std::max(0, *std::max_element(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(text.size())));
}

}  // namespace

int fuzzy_score(std::string_view lower_pattern, std::string_view text) {
  text = text.substr(0, kMostText);
  int sum = 0;
  bool any = false;
  while (!lower_pattern.empty()) {
    const std::size_t end = std::min(lower_pattern.find(' '), lower_pattern.size());
    const std::string_view word = lower_pattern.substr(0, std::min(end, kMostWord));
    lower_pattern.remove_prefix(std::min(end + 1, lower_pattern.size()));
    if (word.empty()) continue;
    any = true;
    const int score = word_score(word, text);
    if (score == 0) return 0;
    sum += score;
  }
  return any ? std::max(1, sum - static_cast<int>(text.size() / 8)) : 1;
}

}  // namespace spanorama
