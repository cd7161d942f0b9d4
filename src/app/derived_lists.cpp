#include "app/derived_lists.h"

#include <algorithm>

#include "app/group_work.h"
#include "app/step_work.h"
#include "spanorama/query/field_values.h"

namespace spanorama {
namespace {

constexpr std::size_t kMostFacetValues = 200;

// The filter without its conditions on `field`: what the field's own facet is counted under.
Filter without_field(const Filter& filter, FilterField field) {
  Filter out;
  for (const Condition& condition : filter.conditions)
    if (condition.field != field) out.conditions.push_back(condition);
  return out;
}

using StepSort = Derived::StepSort;

template <class Work>
Sliced<decltype(std::declval<Work>().take())> sliced(Work work) {
  const auto kept = std::make_shared<Work>(std::move(work));
  return {[kept](const TimeIsUp& up) { return kept->step(up); }, [kept] { return kept->take(); }};
}

}  // namespace

void ListDerivations::begin_slice(double seconds) {
  using namespace std::chrono;
  slice_end_ = steady_clock::now() + duration_cast<steady_clock::duration>(duration<double>(seconds));
  left_ = false;
  again_.clear();
}

void ListDerivations::not_ready() {
  left_ = true;
  ++unready_;
}

void ListDerivations::ask_again(std::string name, std::function<void(const AppState&)> question) {
  if (slice_end_) again_.insert_or_assign(std::move(name), std::move(question));
}

bool ListDerivations::work(const AppState& state, double seconds) {
  if (store_ != state.store) return false;  // its first answers belong to a frame
  const auto questions = std::exchange(again_, {});
  begin_slice(seconds);
  for (const auto& [name, question] : questions) question(state);
  return end_slice();
}

bool ListDerivations::end_slice() {
  using namespace std::chrono;
  constexpr milliseconds kLeast(3);  // for searching, however long everything else took
  const auto end = std::max(slice_end_.value_or(steady_clock::now()), steady_clock::now() + kLeast);
  slice_end_.reset();
  if (store_ && finder_.work([end] { return steady_clock::now() >= end; })) left_ = true;
  return std::exchange(left_, false);
}

bool ListDerivations::time_is_up() const { return slice_end_ && std::chrono::steady_clock::now() >= *slice_end_; }

TimeIsUp ListDerivations::limit(bool has_old) const {
  if (!slice_end_ || !has_old) return {};
  return [this] { return time_is_up(); };
}

QueryEngine& ListDerivations::engine(const AppState& state) {
  if (store_ != state.store) {
    store_ = state.store;
    engine_ = std::make_unique<QueryEngine>(store_);
    finder_.use(store_);
  }
  engine_->use_notes(state.notes);
  return *engine_;
}

std::optional<RowSet> ListDerivations::rows_of(const AppState& state, const Filter& filter, const TimeIsUp& up) {
  return engine(state).rows(filter, up, &finder_);
}

ListDerivations::FilterKey ListDerivations::key_of(const AppState& state, const Filter& filter) {
  engine(state);
  const bool looks = std::any_of(filter.conditions.begin(), filter.conditions.end(), looks_into_values);
  return {filter, looks ? finder_.revision() : 0, asks_notes(filter) ? state.notes_revision : 0};
}

template <class Key, class Value, class Compute>
const Value& ListDerivations::get(const AppState& state, Kept<Key, Value>& kept, const Key& key, Compute&& compute,
                                  WithoutOld without_old) {
  const bool known = kept.key && kept.store_revision == state.store->revision();
  if (known && *kept.key == key) return kept.value;
  const bool has_old = known || without_old == WithoutOld::empty;
  if (has_old && time_is_up()) return not_ready(), kept.value;
  std::optional<Value> value = compute(limit(has_old));
  if (!value) return not_ready(), kept.value;
  ++answers_;
  kept.value = std::move(*value);
  kept.key = key;
  kept.store_revision = state.store->revision();
  return kept.value;
}

template <class Key, class Value, class Make>
const Value& ListDerivations::get_sliced(const AppState& state, KeptWork<Key, Value>& kept, const Key& key,
                                         Make&& make) {
  const std::uint64_t revision = state.store->revision();
  if (kept.done.store_revision != revision) {
    kept.done.value = {};  // rows of another store mean nothing here
    kept.done.key.reset();
    kept.done.store_revision = revision;
    kept.work_key.reset();
  }
  if (kept.done.key && *kept.done.key == key) return kept.done.value;
  if (slice_end_ && time_is_up()) return not_ready(), kept.done.value;
  if (!kept.work_key || !(*kept.work_key == key)) {
    kept.work = make();
    kept.work_key = key;
  }
  if (!kept.work.step(limit(true))) return not_ready(), kept.done.value;
  ++answers_;
  kept.done.value = kept.work.take();
  kept.done.key = key;
  kept.work = {};
  kept.work_key.reset();
  return kept.done.value;
}

const RowSet& ListDerivations::filtered(const AppState& state) {
  const Again again(*this, "rows", [=, this](const AppState& s) { filtered(s); });
  engine(state);
  look_for_words(state);
  if (!slice_end_) finder_.work({});  // nobody waits for a frame: all that can be known at once
  return get(state, filtered_, key_of(state, state.filter), [&](const TimeIsUp& up) {
    std::optional<RowSet> rows = rows_of(state, state.filter, up);
    if (rows) ++rows_revision_;
    return rows;
  });
}

std::vector<Condition> ListDerivations::ranked_by(const AppState& state) const {
  return state.sort.key == SortKey::relevance ? ranked_words(state.filter) : std::vector<Condition>();
}

// Of alternatives each by itself, where it counts how many traces have it.
void ListDerivations::look_for_words(const AppState& state) {
  Filter filter = state.filter;
  for (Condition& word : ranked_by(state)) filter.conditions.push_back(std::move(word));
  finder_.want(filter);
}

const std::vector<TraceRow>& ListDerivations::plain_list(const AppState& state, const RowSet& rows) {
  return get(state, list_, ListKey{rows_revision_, state.sort, false},
             [&](const TimeIsUp& up) { return engine(state).sorted(rows, state.sort, up); });
}

const std::vector<TraceRow>* ListDerivations::ranked_list(const AppState& state, const RowSet& rows,
                                                          std::vector<Condition> words) {
  const bool of_this_store = list_.key && list_.store_revision == state.store->revision();
  if (!(filtered_.key == key_of(state, state.filter))) return of_this_store ? &list_.value : nullptr;
  if (finder_.progress().searching) return nullptr;
  const ListKey key{rows_revision_, state.sort, true};
  if (of_this_store && *list_.key == key) return &list_.value;
  if (of_this_store && time_is_up()) return not_ready(), &list_.value;
  if (!ranking_ || !ranking_->ranks(*state.store, words, rows)) {
    ranking_.reset();  // before the next one asks for its counts
    ranking_ = std::make_unique<RelevanceRanking>(store_, std::move(words), rows, finder_);
  }
  const auto progress = ranking_->step(limit(of_this_store), [&](const Condition& word, const TimeIsUp& up) {
    return rows_of(state, Filter{{word}}, up);
  });
  if (progress == RelevanceRanking::Progress::more) not_ready();
  if (progress != RelevanceRanking::Progress::done) return of_this_store ? &list_.value : nullptr;
  ++answers_;
  list_.value = ranking_->take();
  list_.key = key;
  list_.store_revision = state.store->revision();
  ranking_.reset();
  return &list_.value;
}

const std::vector<TraceRow>& ListDerivations::list(const AppState& state) {
  const Again again(*this, "list", [=, this](const AppState& s) { list(s); });
  const RowSet& rows = filtered(state);
  std::vector<Condition> words = ranked_by(state);
  if (words.empty())
    ranking_.reset();
  else if (const std::vector<TraceRow>* ranked = ranked_list(state, rows, std::move(words)))
    return *ranked;
  return plain_list(state, rows);
}

const Summary& ListDerivations::summary(const AppState& state) {
  const Again again(*this, "summary", [=, this](const AppState& s) { summary(s); });
  const RowSet& rows = filtered(state);
  return get_sliced(state, summary_, rows_revision_, [&] { return sliced(SummaryWork(*state.store, rows)); });
}

const ListCharts& ListDerivations::charts(const AppState& state, std::uint32_t max_buckets, std::uint32_t levels) {
  const Again again(*this, "charts", [=, this](const AppState& s) { charts(s, max_buckets, levels); });
  const RowSet& rows = filtered(state);
  return get_sliced(state, charts_, ChartsKey{rows_revision_, max_buckets, levels},
                    [&] { return sliced(ChartsWork(*state.store, rows, max_buckets, levels)); });
}

const FacetList& ListDerivations::facet_values(const AppState& state, FilterField field, std::string_view containing) {
  FacetKey key{key_of(state, without_field(state.filter, field)), std::string(containing)};
  if (asks_notes(field)) key.others.notes = state.notes_revision;
  const Again again(*this, "facet " + std::to_string(static_cast<int>(field)) + key.containing,
                    [this, field, key](const AppState& s) { facet_values(s, field, key.containing); });
  return get(
      state, facets_[field], key,
      [&](const TimeIsUp& up) -> std::optional<FacetList> {
        const std::optional<RowSet> rows = rows_of(state, key.others.filter, up);
        if (!rows) return std::nullopt;
        return engine(state).facet(*rows, field, kMostFacetValues, containing, up);
      },
      WithoutOld::empty);
}

const Distribution& ListDerivations::distribution(const AppState& state, FilterField field) {
  const Again again(*this, "distribution " + std::to_string(static_cast<int>(field)),
                    [=, this](const AppState& s) { distribution(s, field); });
  constexpr std::size_t kBins = 32;
  const Filter others = without_field(state.filter, field);
  return get(
      state, distributions_[field], key_of(state, others),
      [&](const TimeIsUp& up) -> std::optional<Distribution> {
        const std::optional<RowSet> rows = rows_of(state, others, up);
        if (!rows) return std::nullopt;
        return engine(state).distribution(*rows, field, kBins, up);
      },
      WithoutOld::empty);
}

const Derived::Groups& ListDerivations::groups(const AppState& state, GroupBy by, GroupSort sort, bool descending) {
  const Again again(*this, "groups", [=, this](const AppState& s) { groups(s, by, sort, descending); });
  const RowSet& rows = filtered(state);
  const FieldRef field = by == GroupBy::value ? state.group_by : FieldRef{};
  const GroupsKey key{rows_revision_, by, field, sort, descending};
  return get_sliced(state, groups_, key, [&] {
    const bool same = groups_.done.key && groups_.done.key->same_table(key);
    if (same) return sliced(ReorderWork(*state.store, groups_.done.value, sort, descending));
    return sliced(GroupsWork(*state.store, rows, {by, field, sort, descending}));
  });
}

const std::vector<SpanRow>& ListDerivations::unordered_steps(const AppState& state, StepsKey& key) {
  const RowSet& rows = filtered(state);
  const bool calls = state.view == ListView::calls;
  const Filter& filter = filtered_.key->filter;
  const std::vector<SpanRow>& steps = get_sliced(state, steps_, StepsKey{rows_revision_, calls},
                                                 [&] { return sliced(StepsWork(*state.store, rows, filter, calls)); });
  key = steps_.done.key.value_or(StepsKey{});
  return steps;
}

const std::vector<SpanRow>& ListDerivations::steps(const AppState& state, StepSort sort, bool descending) {
  const Again again(*this, "steps", [=, this](const AppState& s) { steps(s, sort, descending); });
  StepsKey key;
  const std::vector<SpanRow>& steps = unordered_steps(state, key);
  return get_sliced(state, step_order_, StepOrderKey{key, sort, descending},
                    [&] { return sliced(StepOrderWork(*state.store, steps, sort, descending)); });
}

const NumberTotals& ListDerivations::trace_totals(const AppState& state, FilterField field) {
  const Again again(*this, "totals " + std::to_string(static_cast<int>(field)),
                    [=, this](const AppState& s) { trace_totals(s, field); });
  const RowSet& rows = filtered(state);
  return get_sliced(state, trace_totals_[field], rows_revision_,
                    [&] { return sliced(TraceTotalsWork(*state.store, rows, field)); });
}

const NumberTotals& ListDerivations::step_totals(const AppState& state, StepSort field) {
  const Again again(*this, "step totals " + std::to_string(static_cast<int>(field)),
                    [=, this](const AppState& s) { step_totals(s, field); });
  StepsKey key;
  const std::vector<SpanRow>& steps = unordered_steps(state, key);
  return get_sliced(state, step_totals_[field], key,
                    [&] { return sliced(StepTotalsWork(*state.store, steps, field)); });
}

const Cohorts* ListDerivations::cohorts(const AppState& state) {
  const Again again(*this, "cohorts", [=, this](const AppState& s) { cohorts(s); });
  get_sliced(state, cohorts_, state.store->revision(), [&] { return sliced(CohortsWork(*state.store)); });
  return cohorts_.done.key ? &cohorts_.done.value : nullptr;
}

// Of few filters: those of the saved views.
const Derived::Found* ListDerivations::found(const AppState& state, const std::string& filter_text, UnixTime now) {
  const Again again(*this, "found " + filter_text, [=, this](const AppState& s) { found(s, filter_text, now); });
  constexpr std::size_t kMostKept = 256;
  const auto known = found_.find(filter_text);
  const std::string notes = std::to_string(state.notes_revision);
  const auto is_known = [&](const Kept<std::string, Derived::Found>& kept) {
    return kept.key && kept.store_revision == state.store->revision() && (kept.key->empty() || *kept.key == notes);
  };
  if (known != found_.end() && is_known(known->second)) return &known->second.value;
  const Result<Filter> filter = parse_filter(filter_text, now);
  if (!filter) return nullptr;
  if (found_.size() >= kMostKept && known == found_.end()) found_.clear();
  Kept<std::string, Derived::Found>& kept = found_[filter_text];
  const FilterKey key = key_of(state, filter.value());
  const std::vector<Condition>& conditions = filter.value().conditions;
  if (std::any_of(conditions.begin(), conditions.end(), looks_into_values)) {
    if (!(filtered_.key == key) || finder_.progress().searching) return nullptr;
    kept = {std::string(), state.store->revision(), found_in(*state.store, filtered_.value)};
    return &kept.value;
  }
  get(
      state, kept, asks_notes(filter.value()) ? notes : std::string(),
      [&](const TimeIsUp& up) -> std::optional<Derived::Found> {
        const std::optional<RowSet> rows = rows_of(state, filter.value(), up);
        if (!rows) return std::nullopt;
        return found_in(*state.store, *rows);
      },
      WithoutOld::empty);
  return is_known(kept) ? &kept.value : nullptr;
}

Derived::Found ListDerivations::found_in(const TraceStore& store, const RowSet& rows) {
  Derived::Found out;
  out.traces = rows.count();
  // Traces lie by start: the last that passes is the newest.
  TraceRow last;
  rows.for_each([&](std::uint32_t row) { last = TraceRow{row}; });
  if (last.valid()) out.last_start = store.trace(last).start;
  return out;
}

std::vector<FacetValue> ListDerivations::all_facet_values(const AppState& state, FilterField field) {
  const std::optional<RowSet> rows = rows_of(state, without_field(state.filter, field), {});
  return engine(state).facet(*rows, field, SIZE_MAX)->values;
}

}  // namespace spanorama
