// Templates from several texts of the same prompt: what all of them say, in order, and gaps between.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "spanorama/analysis/prompt_template.h"
#include "spanorama/base/hash.h"

namespace spanorama {
namespace {

constexpr std::size_t kMostAligned = 700;       // words of two stretches that are compared each with each
constexpr std::size_t kFewestCommonBytes = 12;  // letters and digits

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

struct Hash {
  std::size_t operator()(std::string_view text) const { return hash64(text, table_seed()); }
};

// Words and marks as numbers: equal ones have the same.
class Words {
 public:
  // The last is what was cut off, different from every other.
  std::vector<std::uint32_t> of(std::string_view text) {
    std::vector<std::uint32_t> out;
    std::size_t at = 0;
    while (at < text.size() && out.size() < kMostTemplateWords) {
      std::size_t end = at + 1;
      if (is_word_char(text[at]))
        while (end < text.size() && is_word_char(text[end])) ++end;
      out.push_back(number(text.substr(at, end - at)));
      at = end;
    }
    if (at < text.size()) out.push_back(kCut);
    return out;
  }
  std::string_view text(std::uint32_t word) const { return texts_[word]; }
  static constexpr std::uint32_t kCut = UINT32_MAX;

 private:
  std::uint32_t number(std::string_view word) {
    const auto [at, fresh] = numbers_.try_emplace(word, static_cast<std::uint32_t>(texts_.size()));
    if (fresh) texts_.push_back(word);
    return at->second;
  }
  std::unordered_map<std::string_view, std::uint32_t, Hash> numbers_;
  std::vector<std::string_view> texts_;
};

struct Common {
  std::vector<std::uint32_t> words;
  std::vector<bool> gap;  // before the word; one more for the end
};

using WordSpan = std::span<const std::uint32_t>;

bool same(std::uint32_t a, std::uint32_t b) { return a == b && a != Words::kCut; }

// Places (in a, in b) of a longest common subsequence, rising. O(a * b) time and memory; nothing for long stretches.
void align(WordSpan a, WordSpan b, std::size_t a_at, std::size_t b_at, std::vector<std::array<std::size_t, 2>>& pairs) {
  if (a.empty() || b.empty() || a.size() > kMostAligned || b.size() > kMostAligned) return;
  const std::size_t width = b.size() + 1;
  std::vector<std::uint16_t> longest((a.size() + 1) * width, 0);
  for (std::size_t i = a.size(); i-- > 0;)
    for (std::size_t j = b.size(); j-- > 0;)
      longest[i * width + j] = same(a[i], b[j]) ? static_cast<std::uint16_t>(longest[(i + 1) * width + j + 1] + 1)
                                                : std::max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (same(a[i], b[j])) {
      pairs.push_back({a_at + i++, b_at + j++});
    } else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
}

Common narrowed(const Common& a, WordSpan b) {
  const WordSpan words = a.words;
  std::size_t head = 0, tail = 0;
  while (head < words.size() && head < b.size() && same(words[head], b[head])) ++head;
  while (tail < words.size() - head && tail < b.size() - head &&
         same(words[words.size() - 1 - tail], b[b.size() - 1 - tail]))
    ++tail;
  std::vector<std::array<std::size_t, 2>> pairs;
  for (std::size_t i = 0; i < head; ++i) pairs.push_back({i, i});
  align(words.subspan(head, words.size() - head - tail), b.subspan(head, b.size() - head - tail), head, head, pairs);
  for (std::size_t i = tail; i > 0; --i) pairs.push_back({words.size() - i, b.size() - i});
  Common out;
  std::size_t next_a = 0, next_b = 0;
  const auto gap_before = [&](std::size_t i, std::size_t j) {
    bool gap = j != next_b;
    for (std::size_t k = next_a; k <= i && k < a.gap.size(); ++k) gap = gap || a.gap[k];
    return gap || i != next_a;
  };
  for (const auto& [i, j] : pairs) {
    out.gap.push_back(gap_before(i, j));
    out.words.push_back(words[i]);
    next_a = i + 1, next_b = j + 1;
  }
  out.gap.push_back(gap_before(words.size(), b.size()));
  return out;
}

// A stretch between two gaps that may be the same by chance: a word or two without a line break.
bool by_chance(std::string_view text) {
  int words = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (is_word_char(text[i]) && (i == 0 || !is_word_char(text[i - 1]))) ++words;
  return words == 0
             ? text.find_first_not_of(" .,") == std::string_view::npos
             : words < 2 && text.find('\n') == std::string_view::npos && text.find(':') == std::string_view::npos;
}

// Literals; between each two of them, and where `open_start` or `open_end` say so, is a gap.
struct Stretches {
  std::vector<std::string> literals;
  bool open_start = false, open_end = false;
};

Stretches stretches_of(const Common& common, const Words& words) {
  Stretches out;
  std::string literal;
  bool inner = false;  // a gap stands before the literal
  const auto end_literal = [&](bool at_end) {
    if (!literal.empty() && !(inner && !at_end && by_chance(literal))) out.literals.push_back(literal);
    literal.clear();
  };
  for (std::size_t i = 0; i < common.words.size(); ++i) {
    if (common.gap[i]) {
      if (i == 0) out.open_start = true;
      end_literal(false);
      inner = true;
    }
    literal += words.text(common.words[i]);
  }
  out.open_end = common.gap.back();
  end_literal(!out.open_end);
  if (common.words.empty() && common.gap.back()) out.open_start = true;
  return out;
}

// "…\nOrder number: " gives "order_number"; "<context>" gives "context".
std::string label_before(std::string_view literal) {
  const std::size_t end = literal.find_last_not_of(" \t\n\"'`");
  if (end == std::string_view::npos || (literal[end] != ':' && literal[end] != '=' && literal[end] != '>')) return {};
  const std::string_view line = literal.substr(0, end);
  const std::size_t start = line.find_last_of("\n.,;<>");
  std::string name;
  for (const char c : line.substr(start == std::string_view::npos ? 0 : start + 1)) {
    const bool ascii_word = is_word_char(c) && static_cast<unsigned char>(c) < 0x80;
    if (ascii_word) name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (!ascii_word && !name.empty() && name.back() != '_') name += '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name.size() <= 32 ? name : std::string();
}

class Names {
 public:
  std::string placeholder(std::string_view literal_before) {
    std::string name = label_before(literal_before);
    const bool labelled = !name.empty();
    if (!labelled) name = "value";
    const int count = ++counts_[name];
    if (count > 1 || !labelled) name += "_" + std::to_string(count);
    return "{{" + name + "}}";
  }

 private:
  std::unordered_map<std::string, int> counts_;
};

std::string template_of(const Stretches& stretches, Names& names) {
  std::string out = stretches.open_start ? names.placeholder("") : std::string();
  for (std::size_t i = 0; i < stretches.literals.size(); ++i) {
    out += stretches.literals[i];
    if (i + 1 < stretches.literals.size() || stretches.open_end) out += names.placeholder(stretches.literals[i]);
  }
  return out;
}

std::size_t word_bytes(const Stretches& stretches) {
  std::size_t bytes = 0;
  for (const std::string& literal : stretches.literals)
    bytes += static_cast<std::size_t>(std::count_if(literal.begin(), literal.end(), is_word_char));
  return bytes;
}

bool same_roles(const std::vector<PromptMessage>& a, const std::vector<PromptMessage>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const PromptMessage& x, const PromptMessage& y) { return x.role == y.role; });
}

}  // namespace

std::optional<std::vector<PromptMessage>> derive_template(std::span<const std::vector<PromptMessage>> samples) {
  std::vector<const std::vector<PromptMessage>*> alike;
  for (const auto& sample : samples)
    if (alike.size() < kMostTemplateSamples && same_roles(sample, samples[0])) alike.push_back(&sample);
  if (alike.size() < 2) return std::nullopt;
  std::vector<PromptMessage> out;
  Names names;
  std::size_t common_bytes = 0;
  for (std::size_t m = 0; m < samples[0].size(); ++m) {
    std::vector<std::string> texts;
    for (const auto* sample : alike) texts.push_back(comparable_text((*sample)[m].text));
    Words words;
    Common common;
    common.words = words.of(texts[0]);
    common.gap.assign(common.words.size() + 1, false);
    for (std::size_t s = 1; s < texts.size(); ++s) common = narrowed(common, words.of(texts[s]));
    const Stretches stretches = stretches_of(common, words);
    common_bytes += word_bytes(stretches);
    out.push_back({samples[0][m].role, template_of(stretches, names)});
  }
  if (common_bytes < kFewestCommonBytes) return std::nullopt;
  return out;
}

}  // namespace spanorama
