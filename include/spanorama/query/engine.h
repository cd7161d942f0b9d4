// The filter, facets and orders of one store, made for asking again after every keystroke: columns that the questions
// need are built once, rows of each condition are remembered, and work can be cut into slices.
//
//   QueryEngine engine(store);
//   std::optional<RowSet> rows = engine.rows(filter, [&] { return clock.now() > end_of_frame; });
//   if (!rows) …                                    // time was up: ask again in the next frame, it goes on from there
//
// Answers equal those of evaluate(), facet() and sorted().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "spanorama/base/slice.h"
#include "spanorama/query/filter.h"
#include "spanorama/query/sort.h"

namespace spanorama {

// The most frequent values of a field and how many distinct ones there are.
struct FacetList {
  std::vector<FacetValue> values;
  std::uint32_t distinct = 0;
};

// How many rows have a number of which size: equal steps of its logarithm from `low` to `high`, the least and the
// greatest known value above 0. What is 0 is counted in the first.
struct Distribution {
  std::int64_t low = 0, high = 0;
  std::vector<std::uint32_t> bins;  // empty when no row has a value above 0
};
// The value at `share` (0 .. 1) of the way along the bins, and back.
std::int64_t value_at(const Distribution& distribution, double share);
double share_of(const Distribution& distribution, std::int64_t value);

// Which traces have a value in a source that passes a condition, as far as is known now. Whoever gives it looks into
// those values; the engine then asks the store for everything else.
struct ValueHits {
  virtual ~ValueHits() = default;
  // Null while nothing is known. The condition is not negated and asks for any one of its texts.
  virtual const RowSet* traces(const Condition& condition) = 0;
};

class QueryEngine {
 public:
  explicit QueryEngine(std::shared_ptr<const TraceStore> store);
  ~QueryEngine();
  QueryEngine(QueryEngine&&) noexcept;
  QueryEngine& operator=(QueryEngine&&) noexcept;

  // With `hits`, text conditions that look into values pass what these add at the time of the call; else values that lie
  // in a source are seen by their previews. An engine is asked always with hits or always without.
  std::optional<RowSet> rows(const Filter& filter, const TimeIsUp& time_is_up = {}, ValueHits* hits = nullptr);
  // What a person noted, for bookmarked and local_tag; null: nothing.
  void use_notes(std::shared_ptr<const TraceNotes> notes);
  // At most `most` values whose text contains `containing` (any case). First call O(spans) for fields of spans, then
  // O(rows + distinct).
  std::optional<FacetList> facet(const RowSet& rows, FilterField field, std::size_t most,
                                 std::string_view containing = {}, const TimeIsUp& time_is_up = {});
  // First call for an order O(n log n), then O(n); few rows are sorted on their own.
  std::optional<std::vector<TraceRow>> sorted(const RowSet& rows, SortOrder order, const TimeIsUp& time_is_up = {});

  // Of duration, ttft, cost, tokens and the other numbers of a trace.
  std::optional<Distribution> distribution(const RowSet& rows, FilterField field, std::size_t bins,
                                           const TimeIsUp& time_is_up = {});

  // Bytes that it holds.
  std::uint64_t byte_count() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace spanorama
