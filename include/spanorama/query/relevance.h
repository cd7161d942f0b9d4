// Which of the traces that pass say most about the words that are searched for: Okapi BM25, a trace being the document.
//
//   for (const RankedTrace& each : by_relevance(store, filter, rows, &payloads)) …   // the most relevant first
//
// A word adds idf(word) * saturated(times), summed over the words:
//
//   idf        ln(1 + (traces - with + 0.5) / (with + 0.5))                   rare words tell more
//   saturated  times * (k1 + 1) / (times + k1 * (1 - b + b * length / mean))   the tenth time tells little, in a long
//              with k1 = 1.2 and b = 0.75                                      trace less than in a short one
//
// over all traces of the store. `length` is the bytes of a trace's names and texts as they lie in the store and in sources.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "spanorama/base/slice.h"
#include "spanorama/model/payload_text.h"
#include "spanorama/model/row_set.h"
#include "spanorama/model/row_slices.h"
#include "spanorama/model/trace_store.h"
#include "spanorama/query/filter.h"
#include "spanorama/query/row_order.h"
#include "spanorama/query/value_search.h"

namespace spanorama {

// What traces are ranked by: every text that a filter searches for and does not exclude, each in a condition of its own;
// at most 16, no two equal.
std::vector<Condition> ranked_words(const Filter& filter);

double word_relevance(double times, double length, double mean_length, std::uint32_t traces_with, std::uint32_t traces);

struct RankedTrace {
  TraceRow trace;
  double relevance = 0;
};

// How much each trace says, in bytes; more than 4 GiB count as that.
struct TextLengths {
  std::vector<std::uint32_t> bytes;
  double mean = 0;
};
// Of all traces. O(attributes), in slices.
class TextLengthsWork {
 public:
  explicit TextLengthsWork(const TraceStore& store) : store_(store) {}
  bool step(const TimeIsUp& time_is_up);
  TextLengths take();

 private:
  const TraceStore& store_;
  std::size_t next_ = 0;
  double sum_ = 0;
  TextLengths lengths_;
};

// How often each of `rows` says each word. O(attributes of the rows * words), in slices; each distinct string is looked
// through once a word. Without `payloads` values that lie in a source are left to add().
class WordCounts {
 public:
  WordCounts(const TraceStore& store, const std::vector<Condition>& words, RowSet rows,
             PayloadSource* payloads = nullptr);
  WordCounts(const WordCounts&) = delete;  // its slices point at its rows
  WordCounts& operator=(const WordCounts&) = delete;
  bool step(const TimeIsUp& time_is_up);
  void add(TraceRow trace, std::size_t word, std::uint32_t times);  // of one of the rows
  std::size_t word_count() const { return words_.size(); }
  const RowSet& rows() const { return rows_; }
  std::uint32_t times(TraceRow trace, std::size_t word) const;

 private:
  struct Word {
    ValueSearch search;
    std::vector<std::uint8_t> in_string;  // by StringId: 0 not asked yet, else the times and 1
  };
  std::uint32_t times_in(Word& word, StringId text);
  std::uint32_t times_in(Word& word, Attribute value);
  void count_trace(std::uint32_t row);

  const TraceStore& store_;
  PayloadSource* payloads_;
  std::vector<Word> words_;
  RowSet rows_;
  RowSlices slices_;
  std::vector<std::uint32_t> place_;  // of a row among `rows`; its counts begin at place * words
  std::vector<std::uint32_t> times_;
};

// The rows of `counts` in order of relevance, ties newest first. `having[word]`: all traces that pass the word's condition;
// where one of them was not seen to say it (it stands in an id), it says it once.
class RelevanceOrderWork {
 public:
  RelevanceOrderWork(const WordCounts& counts, const TextLengths& lengths, const std::vector<RowSet>& having);
  bool step(const TimeIsUp& time_is_up);
  std::vector<RankedTrace> take();

 private:
  double relevance(std::uint32_t row) const;

  const WordCounts& counts_;
  const TextLengths& lengths_;
  const std::vector<RowSet>& having_;
  std::vector<std::uint32_t> with_;
  RowSlices slices_;
  std::vector<query::SortEntry> entries_;  // millionths of relevance
  struct StandsBefore {
    bool operator()(const query::SortEntry& a, const query::SortEntry& b) const {
      return a.key != b.key ? a.key > b.key : a.row > b.row;
    }
  };
  std::optional<SlicedSort<query::SortEntry, StandsBefore>> sorter_;
};

// All at once: traces in `rows`, that pass `filter`. Without words in the filter everything is equally relevant. Each word
// is looked for in the whole store.
std::vector<RankedTrace> by_relevance(const TraceStore& store, const Filter& filter, const RowSet& rows,
                                      PayloadSource* payloads);

}  // namespace spanorama
