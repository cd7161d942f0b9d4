// What is derived from the filter: rows, list, sums, charts, facets. Work is cut into slices; until the new answer is
// there the old one stays.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/relevance_ranking.h"
#include "app/value_finder.h"
#include "spanorama/app/derived.h"
#include "spanorama/query/engine.h"

namespace spanorama {

// A value, what it was made from, and the store it belongs to.
template <class Key, class Value>
struct Kept {
  std::optional<Key> key;
  std::uint64_t store_revision = 0;
  Value value{};
};

// Work on a value that goes on in the next slice.
template <class Value>
struct Sliced {
  std::function<bool(const TimeIsUp&)> step;  // true when finished
  std::function<Value()> take;
};
template <class Key, class Value>
struct KeptWork {
  Kept<Key, Value> done;
  std::optional<Key> work_key;  // of the store of `done`
  Sliced<Value> work;
};

class ListDerivations {
 public:
  ListDerivations(Host& host, PayloadSource& payloads) : finder_(host, payloads) {}

  void begin_slice(double seconds);
  bool end_slice();
  bool unfinished() const { return left_; }
  // Between two frames: goes on with what was not ready in the last one. True when something is left still.
  bool work(const AppState& state, double seconds);
  // Rises with every answer that is new.
  std::uint64_t answers() const { return answers_ + finder_.revision(); }

  const RowSet& filtered(const AppState& state);
  const std::vector<TraceRow>& list(const AppState& state);
  const Summary& summary(const AppState& state);
  const ListCharts& charts(const AppState& state, std::uint32_t max_buckets, std::uint32_t levels);
  const FacetList& facet_values(const AppState& state, FilterField field, std::string_view containing);
  const Distribution& distribution(const AppState& state, FilterField field);
  const Derived::Groups& groups(const AppState& state, GroupBy by, GroupSort sort, bool descending);
  const std::vector<SpanRow>& steps(const AppState& state, Derived::StepSort sort, bool descending);
  const NumberTotals& trace_totals(const AppState& state, FilterField field);
  const NumberTotals& step_totals(const AppState& state, Derived::StepSort field);
  const Cohorts* cohorts(const AppState& state);
  const Derived::Found* found(const AppState& state, const std::string& filter_text, UnixTime now);
  std::vector<FacetValue> all_facet_values(const AppState& state, FilterField field);
  SearchProgress search_progress() const { return finder_.progress(); }

  // For what is computed elsewhere in slices of the same time: whether it is over, and that something is left.
  bool time_is_up() const;
  void not_ready();

 private:
  static Derived::Found found_in(const TraceStore& store, const RowSet& rows);
  // A filter, and what was known of values in sources when it was asked.
  struct FilterKey {
    Filter filter;
    std::uint64_t values = 0;
    std::uint64_t notes = 0;  // where it asks what a person noted
    friend bool operator==(const FilterKey&, const FilterKey&) = default;
  };
  FilterKey key_of(const AppState& state, const Filter& filter);
  struct ChartsKey {
    std::uint64_t rows_revision = 0;
    std::uint32_t max_buckets = 0, levels = 0;
    friend bool operator==(const ChartsKey&, const ChartsKey&) = default;
  };
  struct ListKey {
    std::uint64_t rows_revision = 0;
    SortOrder order;
    bool ranked = false;
    friend bool operator==(const ListKey&, const ListKey&) = default;
  };
  struct FacetKey {
    FilterKey others;
    std::string containing;
    friend bool operator==(const FacetKey&, const FacetKey&) = default;
  };

  struct GroupsKey {
    std::uint64_t rows_revision = 0;
    GroupBy by = GroupBy::session;
    FieldRef field;  // by value
    GroupSort sort = GroupSort::last;
    bool descending = true;
    bool same_table(const GroupsKey& other) const {
      return rows_revision == other.rows_revision && by == other.by && field == other.field;
    }
    friend bool operator==(const GroupsKey&, const GroupsKey&) = default;
  };
  struct StepsKey {
    std::uint64_t rows_revision = 0;
    bool calls = false;
    friend bool operator==(const StepsKey&, const StepsKey&) = default;
  };
  struct StepOrderKey {
    StepsKey steps;
    Derived::StepSort sort = Derived::StepSort::start;
    bool descending = true;
    friend bool operator==(const StepOrderKey&, const StepOrderKey&) = default;
  };

  // While a question is being answered; where it is not ready afterwards it will be asked again.
  class Again {
   public:
    Again(ListDerivations& lists, std::string name, std::function<void(const AppState&)> question)
        : lists_(lists), name_(std::move(name)), question_(std::move(question)), unready_(lists.unready_) {}
    ~Again() {
      if (lists_.unready_ != unready_) lists_.ask_again(std::move(name_), std::move(question_));
    }
    Again(const Again&) = delete;
    Again& operator=(const Again&) = delete;

   private:
    ListDerivations& lists_;
    std::string name_;
    std::function<void(const AppState&)> question_;
    std::uint64_t unready_;
  };
  // The words that the list is ordered by; none where it is not.
  std::vector<Condition> ranked_by(const AppState& state) const;
  void look_for_words(const AppState& state);
  const std::vector<TraceRow>& plain_list(const AppState& state, const RowSet& rows);
  // Null while the search still finds traces, and when there is nothing else to show meanwhile.
  const std::vector<TraceRow>* ranked_list(const AppState& state, const RowSet& rows, std::vector<Condition> words);
  // Remembers how to ask again what is not ready: `name` tells questions apart.
  void ask_again(std::string name, std::function<void(const AppState&)> question);
  // What the engine is to ask; nothing when there is no time limit, or no old value to show meanwhile.
  TimeIsUp limit(bool has_old) const;
  QueryEngine& engine(const AppState& state);
  std::optional<RowSet> rows_of(const AppState& state, const Filter& filter, const TimeIsUp& up);
  const std::vector<SpanRow>& unordered_steps(const AppState& state, StepsKey& key);
  // `compute` gives an optional; nothing means that the time was up. Where there is no value of this store yet, it is
  // either waited for or what is kept (nothing, or values of the last store) shown meanwhile.
  enum class WithoutOld : std::uint8_t { waits, empty };
  template <class Key, class Value, class Compute>
  const Value& get(const AppState& state, Kept<Key, Value>& kept, const Key& key, Compute&& compute,
                   WithoutOld without_old = WithoutOld::waits);
  // `make` gives a Sliced<Value>. Of a new store the value is empty until it is there.
  template <class Key, class Value, class Make>
  const Value& get_sliced(const AppState& state, KeptWork<Key, Value>& kept, const Key& key, Make&& make);

  ValueFinder finder_;
  std::optional<std::chrono::steady_clock::time_point> slice_end_;
  bool left_ = false;          // something was not ready in this slice
  std::uint64_t unready_ = 0;  // how often that was so
  std::uint64_t answers_ = 0;
  std::map<std::string, std::function<void(const AppState&)>> again_;  // of this slice
  std::shared_ptr<const TraceStore> store_;
  std::unique_ptr<QueryEngine> engine_;  // of store_

  Kept<FilterKey, RowSet> filtered_;
  std::uint64_t rows_revision_ = 0;  // rises whenever filtered_ changes
  Kept<ListKey, std::vector<TraceRow>> list_;
  std::unique_ptr<RelevanceRanking> ranking_;  // while the list is ordered by relevance
  KeptWork<std::uint64_t, Summary> summary_;
  KeptWork<ChartsKey, ListCharts> charts_;
  std::map<FilterField, Kept<FacetKey, FacetList>> facets_;
  std::map<FilterField, Kept<FilterKey, Distribution>> distributions_;
  KeptWork<GroupsKey, Derived::Groups> groups_;
  KeptWork<StepsKey, std::vector<SpanRow>> steps_;  // as they lie in the store
  KeptWork<StepOrderKey, std::vector<SpanRow>> step_order_;
  std::map<FilterField, KeptWork<std::uint64_t, NumberTotals>> trace_totals_;
  std::map<Derived::StepSort, KeptWork<StepsKey, NumberTotals>> step_totals_;
  KeptWork<std::uint64_t, Cohorts> cohorts_;
  std::map<std::string, Kept<std::string, Derived::Found>> found_;  // by the filter's text; the notes' revision
};

}  // namespace spanorama
