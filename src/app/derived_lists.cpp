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
  return *engine_;
}

std::optional<RowSet> ListDerivations::rows_of(const AppState& state, const Filter& filter, const TimeIsUp& up) {
  return engine(state).rows(filter, up, &finder_);
}

ListDerivations::FilterKey ListDerivations::key_of(const AppState& state, const Filter& filter) {
  engine(state);
  const bool looks = std::any_of(filter.conditions.begin(), filter.conditions.end(), looks_into_values);
  return {filter, looks ? finder_.revision() : 0};
}

template <class Key, class Value, class Compute>
const Value& ListDerivations::get(const AppState& state, Kept<Key, Value>& kept, const Key& key, Compute&& compute,
                                  WithoutOld without_old) {
  const bool known = kept.key && kept.store_revision == state.store->revision();
  if (known && *kept.key == key) return kept.value;
  const bool has_old = known || without_old == WithoutOld::empty;
  if (has_old && time_is_up()) return left_ = true, kept.value;
  std::optional<Value> value = compute(limit(has_old));
  if (!value) return left_ = true, kept.value;
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
  if (slice_end_ && time_is_up()) return left_ = true, kept.done.value;
  if (!kept.work_key || !(*kept.work_key == key)) {
    kept.work = make();
    kept.work_key = key;
  }
  if (!kept.work.step(limit(true))) return left_ = true, kept.done.value;
  kept.done.value = kept.work.take();
  kept.done.key = key;
  kept.work = {};
  kept.work_key.reset();
  return kept.done.value;
}

const RowSet& ListDerivations::filtered(const AppState& state) {
  engine(state);
  finder_.want(state.filter);
  if (!slice_end_) finder_.work({});  // nobody waits for a frame: all that can be known at once
  return get(state, filtered_, key_of(state, state.filter), [&](const TimeIsUp& up) {
    std::optional<RowSet> rows = rows_of(state, state.filter, up);
    if (rows) ++rows_revision_;
    return rows;
  });
}

const std::vector<TraceRow>& ListDerivations::list(const AppState& state) {
  const RowSet& rows = filtered(state);
  return get(state, list_, ListKey{rows_revision_, state.sort},
             [&](const TimeIsUp& up) { return engine(state).sorted(rows, state.sort, up); });
}

const Summary& ListDerivations::summary(const AppState& state) {
  const RowSet& rows = filtered(state);
  return get_sliced(state, summary_, rows_revision_, [&] { return sliced(SummaryWork(*state.store, rows)); });
}

const ListCharts& ListDerivations::charts(const AppState& state, std::uint32_t max_buckets, std::uint32_t levels) {
  const RowSet& rows = filtered(state);
  return get_sliced(state, charts_, ChartsKey{rows_revision_, max_buckets, levels},
                    [&] { return sliced(ChartsWork(*state.store, rows, max_buckets, levels)); });
}

const FacetList& ListDerivations::facet_values(const AppState& state, FilterField field, std::string_view containing) {
  FacetKey key{key_of(state, without_field(state.filter, field)), std::string(containing)};
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
  StepsKey key;
  const std::vector<SpanRow>& steps = unordered_steps(state, key);
  return get_sliced(state, step_order_, StepOrderKey{key, sort, descending},
                    [&] { return sliced(StepOrderWork(*state.store, steps, sort, descending)); });
}

const NumberTotals& ListDerivations::trace_totals(const AppState& state, FilterField field) {
  const RowSet& rows = filtered(state);
  return get_sliced(state, trace_totals_[field], rows_revision_,
                    [&] { return sliced(TraceTotalsWork(*state.store, rows, field)); });
}

const NumberTotals& ListDerivations::step_totals(const AppState& state, StepSort field) {
  StepsKey key;
  const std::vector<SpanRow>& steps = unordered_steps(state, key);
  return get_sliced(state, step_totals_[field], key,
                    [&] { return sliced(StepTotalsWork(*state.store, steps, field)); });
}

const Cohorts* ListDerivations::cohorts(const AppState& state) {
  get_sliced(state, cohorts_, state.store->revision(), [&] { return sliced(CohortsWork(*state.store)); });
  return cohorts_.done.key ? &cohorts_.done.value : nullptr;
}

// Of few filters: those of the saved views.
const Derived::Found* ListDerivations::found(const AppState& state, const std::string& filter_text, UnixTime now) {
  constexpr std::size_t kMostKept = 256;
  const auto known = found_.find(filter_text);
  if (known != found_.end() && known->second.key && known->second.store_revision == state.store->revision())
    return &known->second.value;
  const Result<Filter> filter = parse_filter(filter_text, now);
  if (!filter) return nullptr;
  const std::vector<Condition>& conditions = filter.value().conditions;
  if (std::any_of(conditions.begin(), conditions.end(), looks_into_values)) return nullptr;
  if (found_.size() >= kMostKept && known == found_.end()) found_.clear();
  Kept<std::string, Derived::Found>& kept = found_[filter_text];
  get(
      state, kept, filter_text,
      [&](const TimeIsUp& up) -> std::optional<Derived::Found> {
        const std::optional<RowSet> rows = rows_of(state, filter.value(), up);
        if (!rows) return std::nullopt;
        Derived::Found out;
        out.traces = rows->count();
        rows->for_each([&](std::uint32_t row) {  // traces lie by start: the last that passes is the newest
          out.last_start = state.store->trace(TraceRow{row}).start;
        });
        return out;
      },
      WithoutOld::empty);
  return kept.key && kept.store_revision == state.store->revision() ? &kept.value : nullptr;
}

std::vector<FacetValue> ListDerivations::all_facet_values(const AppState& state, FilterField field) {
  const std::optional<RowSet> rows = rows_of(state, without_field(state.filter, field), {});
  return engine(state).facet(*rows, field, SIZE_MAX)->values;
}

}  // namespace spanorama
