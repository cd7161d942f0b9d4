// Conditions looked up in the values that lie in sources, piece by piece: blocks of a few megabytes are handed to the
// host, which searches them beside the interface, or are searched here where all bytes are at hand. What is found is
// known at once, and what nobody asks for any more is given up.
//
//   finder.begin(store);  engine.rows(filter, up, &finder);  finder.work(time_is_up);
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "spanorama/app/host.h"
#include "spanorama/app/search_progress.h"
#include "spanorama/model/payload_text.h"
#include "spanorama/query/engine.h"
#include "spanorama/query/relevance.h"
#include "spanorama/query/value_search.h"

namespace spanorama {

class ValueFinder final : public ValueHits {
 public:
  ValueFinder(Host& host, PayloadSource& payloads) : host_(host), payloads_(payloads) {}

  // Forgets what belongs to another store.
  void use(const std::shared_ptr<const TraceStore>& store);
  const RowSet* traces(const Condition& condition) override;
  // What is to be looked up from now on; everything else rests.
  void want(const Filter& filter);
  // Instead of what was counted before; null: nothing more. How often the rows of `counts` say its words, which stand in
  // `words` in the same order, is added to it.
  void want_counts(const std::shared_ptr<WordCounts>& counts, const std::vector<Condition>& words);
  bool counted() const;  // all that want_counts() asked for
  // Goes on with what is wanted. True when something is still to be done at the next call; false
  // also while only the host's answers are awaited.
  bool work(const TimeIsUp& time_is_up);
  // Rises when traces have been found, but not more often than about ten times a second while values come in.
  std::uint64_t revision() const { return revision_; }
  SearchProgress progress() const;

 private:
  static constexpr std::uint32_t kNoSpan = UINT32_MAX;
  struct Search {
    Condition condition;
    RowSet traces;
    std::vector<bool> keys;     // KeyId -> looked into; empty: all values of spans and events
    std::uint32_t next = 0;     // payload row
    std::uint32_t awaited = 0;  // blocks that are with the host
    std::uint64_t bytes_done = 0, values_found = 0;
    bool wanted = true;
    std::unique_ptr<ValueSearch> here;
    // Instead of telling which traces have it: how often its rows do.
    std::shared_ptr<WordCounts> counts;
    std::size_t word = 0;
  };

  bool index_values(const TimeIsUp& time_is_up);
  void add_values(SpanRow span, Range attributes);
  std::vector<bool> keys_of(const Condition& condition) const;
  bool is_searched(const Search& search, std::uint32_t payload) const;
  ValueBlock next_block(Search& search) const;
  bool is_wanted(const std::shared_ptr<Search>& search) const;
  bool search_block(const std::shared_ptr<Search>& search);
  void search_here(Search& search, const ValueBlock& block);
  void found(Search& search, const ValueBlock& block, const std::vector<ValueHit>& hits);
  bool work_on(const std::shared_ptr<Search>& search, const TimeIsUp& time_is_up);
  bool is_done(const Search& search) const;
  void tell(bool at_once);

  Host& host_;
  PayloadSource& payloads_;
  std::shared_ptr<const TraceStore> store_;
  // By payload: the span that it belongs to, and its key (kMaxKeys for values of events).
  std::vector<std::uint32_t> span_of_, key_of_;
  std::uint32_t indexed_spans_ = 0;
  std::uint64_t all_bytes_ = 0;
  std::list<std::shared_ptr<Search>> searches_;           // last asked for first
  std::vector<std::shared_ptr<Search>> counting_;         // a word each
  std::shared_ptr<int> alive_ = std::make_shared<int>();  // answers to an older store are dropped
  std::uint64_t revision_ = 1;
  bool found_more_ = false;
  std::int64_t told_ns_ = 0;
};

}  // namespace spanorama
