// The traces that pass in order of relevance: once the search for the words has ended it is counted how often each trace
// says them, here in what lies in the store, by the ValueFinder in what lies in sources.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/value_finder.h"
#include "spanorama/query/relevance.h"

namespace spanorama {

class RelevanceRanking {
 public:
  using RowsOf = std::function<std::optional<RowSet>(const Condition& word, const TimeIsUp&)>;

  RelevanceRanking(std::shared_ptr<const TraceStore> store, std::vector<Condition> words, RowSet rows,
                   ValueFinder& finder)
      : store_(std::move(store)), words_(std::move(words)), rows_(std::move(rows)), finder_(finder) {}
  ~RelevanceRanking() { finder_.want_counts(nullptr, {}); }
  RelevanceRanking(const RelevanceRanking&) = delete;
  RelevanceRanking& operator=(const RelevanceRanking&) = delete;

  bool ranks(const TraceStore& store, const std::vector<Condition>& words, const RowSet& rows) const {
    return store_.get() == &store && words_ == words && rows_ == rows;
  }
  // `waits`: for the host, which asks for a frame when it answers.
  enum class Progress : std::uint8_t { more, waits, done };
  Progress step(const TimeIsUp& time_is_up, const RowsOf& rows_of);
  std::vector<TraceRow> take();

 private:
  bool find_having(const TimeIsUp& time_is_up, const RowsOf& rows_of);

  std::shared_ptr<const TraceStore> store_;
  std::vector<Condition> words_;
  RowSet rows_;
  ValueFinder& finder_;
  std::vector<RowSet> having_;  // by word, of the whole store
  std::optional<TextLengthsWork> lengths_work_;
  std::optional<TextLengths> lengths_;
  std::shared_ptr<WordCounts> counts_;
  bool counted_here_ = false;
  std::optional<RelevanceOrderWork> order_;
};

}  // namespace spanorama
