#include "spanorama/analysis/trace_diff.h"

#include <algorithm>
#include <utility>

namespace spanorama {

namespace {

constexpr std::size_t kMostCells = 4'000'000;

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// The longest common subsequence as pairs of indexes. `same(i, j)` compares. Equal ends are matched first; what remains
// in between is solved in full when it is small enough, else matched greedily from the front.
template <class Same>
Pairs common(std::uint32_t left, std::uint32_t right, Same&& same, bool greedy) {
  Pairs pairs;
  std::uint32_t begin = 0;
  while (begin < left && begin < right && same(begin, begin)) pairs.emplace_back(begin, begin), ++begin;
  Pairs tail;
  while (left > begin && right > begin && same(left - 1, right - 1)) tail.emplace_back(--left, --right);
  const std::size_t rows = left - begin, columns = right - begin;
  if (rows > 0 && columns > 0 && rows <= kMostCells / columns) {
    std::vector<std::uint16_t> best((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint16_t& { return best[i * (columns + 1) + j]; };
    const auto equal = [&](std::size_t i, std::size_t j) {
      return same(begin + static_cast<std::uint32_t>(i), begin + static_cast<std::uint32_t>(j));
    };
    for (std::size_t i = rows; i-- > 0;)
      for (std::size_t j = columns; j-- > 0;)
        at(i, j) = equal(i, j) ? static_cast<std::uint16_t>(std::min(at(i + 1, j + 1) + 1, 0xffff))
                               : std::max(at(i + 1, j), at(i, j + 1));
    for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
      if (equal(i, j) && at(i, j) == at(i + 1, j + 1) + 1) {
        pairs.emplace_back(begin + static_cast<std::uint32_t>(i++), begin + static_cast<std::uint32_t>(j++));
      } else if (at(i + 1, j) >= at(i, j + 1)) {
        ++i;
      } else {
        ++j;
      }
    }
  } else if (greedy) {
    constexpr std::uint32_t kLookAhead = 64;
    for (std::uint32_t i = begin, j = begin; i < left && j < right; ++i)
      for (std::uint32_t at = j; at < std::min(right, j + kLookAhead); ++at) {
        if (!same(i, at)) continue;
        pairs.emplace_back(i, at);
        j = at + 1;
        break;
      }
  }
  pairs.insert(pairs.end(), tail.rbegin(), tail.rend());
  return pairs;
}

class Aligner {
 public:
  explicit Aligner(const TraceStore& store) : store_(store) {}

  std::vector<DiffRow> run(const Trace& left, const Trace& right) {
    const auto all = [](const Trace& trace) {
      return Run{trace.first_span.value, trace.first_span.value + trace.span_count};
    };
    push_children(all(left), all(right), 0);
    while (!waiting_.empty()) {
      const DiffRow row = waiting_.back();
      waiting_.pop_back();
      rows_.push_back(row);
      push_children(below(row.left), below(row.right), row.depth + 1);
    }
    return std::move(rows_);
  }

 private:
  struct Run {
    std::uint32_t begin = 0, end = 0;
  };
  Run below(SpanRow row) const {
    if (!row.valid()) return {};
    return {row.value + 1, std::max(row.value + 1, store_.columns().subtree_end[row.value])};
  }

  std::vector<SpanRow> tops(Run run) const {
    std::vector<SpanRow> rows;
    for (std::uint32_t row = run.begin; row < run.end; row = std::max(row + 1, store_.columns().subtree_end[row]))
      rows.push_back({row});
    return rows;
  }

  void push_children(Run left_run, Run right_run, std::uint32_t depth) {
    const std::vector<SpanRow> left = tops(left_run), right = tops(right_run);
    const ColumnViews& c = store_.columns();
    const Pairs pairs = common(
        static_cast<std::uint32_t>(left.size()), static_cast<std::uint32_t>(right.size()),
        [&](std::uint32_t i, std::uint32_t j) {
          return c.name[left[i].value] == c.name[right[j].value] && c.type[left[i].value] == c.type[right[j].value];
        },
        true);
    const std::size_t first = waiting_.size();
    std::size_t i = 0, j = 0;
    for (std::size_t p = 0; p <= pairs.size(); ++p) {
      const std::size_t until_i = p < pairs.size() ? pairs[p].first : left.size();
      const std::size_t until_j = p < pairs.size() ? pairs[p].second : right.size();
      while (i < until_i) waiting_.push_back({left[i++], {}, depth});
      while (j < until_j) waiting_.push_back({{}, right[j++], depth});
      if (p < pairs.size()) waiting_.push_back({left[i++], right[j++], depth});
    }
    std::reverse(waiting_.begin() + static_cast<std::ptrdiff_t>(first), waiting_.end());
  }

  const TraceStore& store_;
  std::vector<DiffRow> rows_, waiting_;
};

struct Word {
  std::uint32_t begin = 0, end = 0;
};

// A word with the white space after it.
std::vector<Word> words_of(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  std::vector<Word> words;
  for (std::uint32_t at = 0; at < text.size();) {
    const std::uint32_t begin = at;
    while (at < text.size() && !space(text[at])) ++at;
    while (at < text.size() && space(text[at])) ++at;
    words.push_back({begin, at});
  }
  return words;
}

void add_part(std::vector<TextPart>& parts, TextPart::Kind kind, std::uint32_t begin, std::uint32_t end) {
  if (begin == end) return;
  if (!parts.empty() && parts.back().kind == kind && parts.back().end == begin) {
    parts.back().end = end;
  } else {
    parts.push_back({kind, begin, end});
  }
}

}  // namespace

std::vector<DiffRow> align_traces(const TraceStore& store, TraceRow left, TraceRow right) {
  if (left.value >= store.trace_count() || right.value >= store.trace_count()) return {};
  return Aligner(store).run(store.trace(left), store.trace(right));
}

std::vector<TextPart> text_diff(std::string_view left, std::string_view right) {
  const std::vector<Word> a = words_of(left), b = words_of(right);
  const Pairs pairs = common(
      static_cast<std::uint32_t>(a.size()), static_cast<std::uint32_t>(b.size()),
      [&](std::uint32_t i, std::uint32_t j) {
        return left.substr(a[i].begin, a[i].end - a[i].begin) == right.substr(b[j].begin, b[j].end - b[j].begin);
      },
      false);
  std::vector<TextPart> parts;
  std::size_t i = 0, j = 0;
  const auto end_a = [&](std::size_t n) { return n < a.size() ? a[n].begin : static_cast<std::uint32_t>(left.size()); };
  const auto end_b = [&](std::size_t n) {
    return n < b.size() ? b[n].begin : static_cast<std::uint32_t>(right.size());
  };
  for (std::size_t p = 0; p <= pairs.size(); ++p) {
    const std::size_t until_i = p < pairs.size() ? pairs[p].first : a.size();
    const std::size_t until_j = p < pairs.size() ? pairs[p].second : b.size();
    add_part(parts, TextPart::Kind::removed, end_a(i), end_a(until_i));
    add_part(parts, TextPart::Kind::added, end_b(j), end_b(until_j));
    if (p < pairs.size()) add_part(parts, TextPart::Kind::same, a[until_i].begin, a[until_i].end);
    i = until_i + 1;
    j = until_j + 1;
  }
  return parts;
}

}  // namespace spanorama
