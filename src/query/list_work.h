// What an engine is asked over and over, in slices: facets, distributions, percentiles, orders. Each keeps its own copy of
// the rows it was asked about, so that it goes on where it was for as long as the same is asked.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query/text_match.h"
#include "query/trace_columns.h"
#include "spanorama/base/rank_select.h"
#include "spanorama/model/row_slices.h"
#include "spanorama/query/engine.h"
#include "spanorama/query/row_order.h"

namespace spanorama::query {

struct FacetQuestion {
  RowSet rows;
  std::size_t most = 0;
  std::string containing;
  friend bool operator==(const FacetQuestion&, const FacetQuestion&) = default;
};

// QueryEngine::facet() of a field with a column of texts or of words; the column must stay where it is.
class FacetWork {
 public:
  FacetWork(const TraceStore& store, FacetQuestion question, const TextColumn* texts, const WordColumn* words);
  FacetWork(const FacetWork&) = delete;  // its slices point at its rows
  FacetWork& operator=(const FacetWork&) = delete;
  const FacetQuestion& question() const { return question_; }
  bool step(const TimeIsUp& up);
  FacetList take() { return std::move(out_); }

 private:
  bool count(const TimeIsUp& up);
  void sift(std::uint32_t value);
  void keep_greatest(std::size_t most);

  const TraceStore& store_;
  FacetQuestion question_;
  const TextColumn* texts_;
  const WordColumn* words_;
  RowSlices slices_;
  TextMatcher matcher_;
  std::vector<std::uint32_t> counts_, greatest_;  // by value; values, of which most are shown
  std::size_t next_ = 0;
  bool counted_ = false;
  FacetList out_;
};

// QueryEngine::distribution() of a column of numbers, which must stay where it is.
class DistributionWork {
 public:
  DistributionWork(const std::vector<std::int64_t>& values, RowSet rows, std::size_t bins)
      : values_(values), rows_(std::move(rows)), bins_(bins), slices_(rows_) {}
  DistributionWork(const DistributionWork&) = delete;
  DistributionWork& operator=(const DistributionWork&) = delete;
  bool asks(const RowSet& rows, std::size_t bins) const { return bins == bins_ && rows == rows_; }
  bool step(const TimeIsUp& up);
  Distribution take() { return std::move(out_); }

 private:
  struct FineBins;
  std::size_t bin_of(std::int64_t value) const;

  const std::vector<std::int64_t>& values_;
  RowSet rows_;
  std::size_t bins_;
  RowSlices slices_;
  double scale_ = 0, log_low_ = 0;
  std::vector<std::uint32_t> fine_;  // once the bounds are known
  Distribution out_;
};

// A condition whose bounds are percentiles, with numbers in their place, for the traces in `rows`. Traces without a
// value have no part in it; where none has one, nothing passes.
class PercentileWork {
 public:
  PercentileWork(const TraceStore& store, Condition condition, RowSet rows)
      : store_(store), condition_(std::move(condition)), rows_(std::move(rows)), slices_(rows_) {}
  PercentileWork(const PercentileWork&) = delete;
  PercentileWork& operator=(const PercentileWork&) = delete;
  bool asks(const Condition& condition, const RowSet& rows) const { return condition == condition_ && rows == rows_; }
  bool step(const TimeIsUp& up);
  const Condition& answer() const { return answer_; }

 private:
  const TraceStore& store_;
  Condition condition_, answer_;
  RowSet rows_;
  RowSlices slices_;
  std::vector<std::int64_t> values_;
  std::optional<RankSelect> select_;
};

// The place of each string in the alphabet: any case first, then by bytes. All are distinct.
class RankWork {
 public:
  RankWork(const TraceStore& store, std::vector<StringId> strings) : store_(store), strings_(std::move(strings)) {}
  RankWork(const RankWork&) = delete;  // its order points at it
  RankWork& operator=(const RankWork&) = delete;
  bool step(const TimeIsUp& up);
  std::vector<std::uint32_t> take() { return std::move(ranks_); }

 private:
  using Folded = std::pair<std::string, std::uint32_t>;  // and the index of the string
  struct StandsBefore {
    const RankWork* work;
    bool operator()(const Folded& a, const Folded& b) const {
      if (a.first != b.first) return a.first < b.first;
      return work->store_.text(work->strings_[a.second]) < work->store_.text(work->strings_[b.second]);
    }
  };
  const TraceStore& store_;
  std::vector<StringId> strings_;
  std::vector<Folded> folded_;
  std::optional<SlicedSort<Folded, StandsBefore, kShortRun>> order_;
  std::vector<std::uint32_t> ranks_;
  std::size_t next_ = 0;
};

// What rows are ordered by; the columns must stay where they are.
struct RowKeys {
  const TraceStore* store = nullptr;
  SortKey by = SortKey::start;
  const std::vector<std::int64_t>* numbers = nullptr;
  const TextColumn* texts = nullptr;
  const std::vector<std::uint32_t>* ranks = nullptr;  // of the texts

  std::int64_t of(std::uint32_t row) const;
};

// Rows in an order.
class RowOrderWork {
 public:
  RowOrderWork(RowKeys keys, RowSet rows, bool descending)
      : keys_(keys), rows_(std::move(rows)), slices_(rows_), before_{descending} {}
  RowOrderWork(const RowOrderWork&) = delete;
  RowOrderWork& operator=(const RowOrderWork&) = delete;
  bool step(const TimeIsUp& up);
  std::vector<std::uint32_t> take() { return std::move(out_); }

 private:
  RowKeys keys_;
  RowSet rows_;
  RowSlices slices_;
  StandsBefore before_;
  std::vector<SortEntry> entries_;
  std::optional<RowSorter> sorter_;
  std::size_t next_ = 0;
  std::vector<std::uint32_t> out_;
};

// The list that is asked for: some rows in an order, picked out of all rows in that order, or ordered by themselves.
struct ListWork {
  ListWork(const RowSet& r, SortOrder o) : rows(r), order(o) {}
  RowSet rows;
  SortOrder order;
  std::optional<RowOrderWork> alone;
  std::size_t next = 0;
  std::vector<TraceRow> out;

  // From all rows in the order. False when the time was up before the end.
  bool pick(const std::vector<std::uint32_t>& in_order, const TimeIsUp& up);
  // As they lie in the store.
  bool pick_all(const TimeIsUp& up);
};

}  // namespace spanorama::query
