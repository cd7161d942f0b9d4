#include "app/derived_lists.h"

#include <algorithm>

#include "spanorama/query/field_values.h"
#include "spanorama/query/step_filter.h"

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

ListCharts make_charts(const TraceStore& store, const RowSet& rows, std::uint32_t max_buckets, std::uint32_t levels) {
  ListCharts charts;
  charts.buckets = time_buckets(store, rows, max_buckets);
  charts.traces = traces_over_time(store, rows, charts.buckets);
  charts.cost = cost_over_time(store, rows, charts.buckets);
  charts.latency = latency_heatmap(store, rows, charts.buckets, levels);
  return charts;
}

using StepSort = Derived::StepSort;

std::int64_t step_number(const TraceStore& store, SpanRow row, StepSort field) {
  const Facts* facts = store.facts(row);
  switch (field) {
    case StepSort::start: return store.columns().start[row.value].ns;
    case StepSort::duration: return store.columns().duration[row.value].count;
    case StepSort::tokens: return facts == nullptr ? kUnknown : total_tokens(facts->usage);
    case StepSort::cost: return facts == nullptr ? kUnknown : facts->cost_microcents;
    case StepSort::ttft: return facts == nullptr ? kUnknown : facts->ttft_ns;
  }
  return kUnknown;
}

std::vector<SpanRow> steps_of(const TraceStore& store, const RowSet& rows, const Filter& filter, bool calls) {
  StepFilter wanted(filter, store);
  std::vector<SpanRow> out;
  rows.for_each([&](std::uint32_t trace) {
    const Trace& facts = store.trace(TraceRow{trace});
    for (std::uint32_t i = 0; i < facts.span_count; ++i) {
      const SpanRow row{facts.first_span.value + i};
      if (calls && store.columns().type[row.value] != ObservationType::generation) continue;
      if (wanted.passes(row)) out.push_back(row);
    }
  });
  return out;
}

std::vector<SpanRow> sorted_steps(const TraceStore& store, const std::vector<SpanRow>& steps, StepSort sort,
                                  bool descending) {
  std::vector<std::pair<std::int64_t, SpanRow>> keyed;
  keyed.reserve(steps.size());
  for (const SpanRow row : steps) keyed.emplace_back(step_number(store, row, sort), row);
  std::sort(keyed.begin(), keyed.end(), [descending](const auto& a, const auto& b) {
    if (a.first == b.first) return a.second < b.second;
    if (a.first == kUnknown || b.first == kUnknown) return b.first == kUnknown;
    return descending ? a.first > b.first : a.first < b.first;
  });
  std::vector<SpanRow> out;
  out.reserve(keyed.size());
  for (const auto& [key, row] : keyed) out.push_back(row);
  return out;
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
const Value& ListDerivations::get(const AppState& state, Kept<Key, Value>& kept, const Key& key, Compute&& compute) {
  const bool has_old = kept.key && kept.store_revision == state.store->revision();
  if (has_old && *kept.key == key) return kept.value;
  if (has_old && time_is_up()) return left_ = true, kept.value;
  std::optional<Value> value = compute(limit(has_old));
  if (!value) return left_ = true, kept.value;
  kept.value = std::move(*value);
  kept.key = key;
  kept.store_revision = state.store->revision();
  return kept.value;
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
  return get(state, summary_, rows_revision_,
             [&](const TimeIsUp&) { return std::optional<Summary>(summarize(*state.store, rows)); });
}

const ListCharts& ListDerivations::charts(const AppState& state, std::uint32_t max_buckets, std::uint32_t levels) {
  const RowSet& rows = filtered(state);
  return get(state, charts_, ChartsKey{rows_revision_, max_buckets, levels}, [&](const TimeIsUp&) {
    return std::optional<ListCharts>(make_charts(*state.store, rows, max_buckets, levels));
  });
}

const FacetList& ListDerivations::facet_values(const AppState& state, FilterField field, std::string_view containing) {
  FacetKey key{key_of(state, without_field(state.filter, field)), std::string(containing)};
  return get(state, facets_[field], key, [&](const TimeIsUp& up) -> std::optional<FacetList> {
    const std::optional<RowSet> rows = rows_of(state, key.others.filter, up);
    if (!rows) return std::nullopt;
    return engine(state).facet(*rows, field, kMostFacetValues, containing, up);
  });
}

const Distribution& ListDerivations::distribution(const AppState& state, FilterField field) {
  constexpr std::size_t kBins = 32;
  const Filter others = without_field(state.filter, field);
  return get(state, distributions_[field], key_of(state, others),
             [&](const TimeIsUp& up) -> std::optional<Distribution> {
               const std::optional<RowSet> rows = rows_of(state, others, up);
               if (!rows) return std::nullopt;
               return engine(state).distribution(*rows, field, kBins, up);
             });
}

const Derived::Groups& ListDerivations::groups(const AppState& state, GroupBy by, GroupSort sort, bool descending) {
  const RowSet& rows = filtered(state);
  const FieldRef field = by == GroupBy::value ? state.group_by : FieldRef{};
  return get(state, groups_, GroupsKey{rows_revision_, by, field, sort, descending}, [&](const TimeIsUp&) {
    Derived::Groups out;
    const bool same = groups_.key && groups_.store_revision == state.store->revision() &&
                      groups_.key->rows_revision == rows_revision_ && groups_.key->by == by &&
                      groups_.key->field == field;
    if (same)
      out.table = std::move(groups_.value.table);
    else
      out.table = by == GroupBy::value ? group_by(*state.store, rows, field_values(*state.store, rows, field))
                                       : group_by(*state.store, rows, by);
    out.order = sorted_groups(*state.store, out.table, sort, descending);
    return std::optional<Derived::Groups>(std::move(out));
  });
}

const std::vector<SpanRow>& ListDerivations::unordered_steps(const AppState& state, StepsKey& key) {
  const RowSet& rows = filtered(state);
  key = {rows_revision_, state.view == ListView::calls};
  return get(state, steps_, key, [&](const TimeIsUp&) {
    return std::optional(steps_of(*state.store, rows, filtered_.key->filter, key.calls));
  });
}

const std::vector<SpanRow>& ListDerivations::steps(const AppState& state, StepSort sort, bool descending) {
  StepsKey key;
  const std::vector<SpanRow>& steps = unordered_steps(state, key);
  return get(state, step_order_, StepOrderKey{key, sort, descending},
             [&](const TimeIsUp&) { return std::optional(sorted_steps(*state.store, steps, sort, descending)); });
}

const NumberTotals& ListDerivations::trace_totals(const AppState& state, FilterField field) {
  const RowSet& rows = filtered(state);
  return get(state, trace_totals_[field], rows_revision_, [&](const TimeIsUp&) {
    std::vector<std::int64_t> numbers;
    rows.for_each([&](std::uint32_t row) { numbers.push_back(number_of(state.store->trace(TraceRow{row}), field)); });
    return std::optional(totals_of(numbers));
  });
}

const NumberTotals& ListDerivations::step_totals(const AppState& state, StepSort field) {
  StepsKey key;
  const std::vector<SpanRow>& steps = unordered_steps(state, key);
  return get(state, step_totals_[field], key, [&](const TimeIsUp&) {
    std::vector<std::int64_t> numbers;
    numbers.reserve(steps.size());
    for (const SpanRow row : steps) numbers.push_back(step_number(*state.store, row, field));
    return std::optional(totals_of(numbers));
  });
}

std::vector<FacetValue> ListDerivations::all_facet_values(const AppState& state, FilterField field) {
  const std::optional<RowSet> rows = rows_of(state, without_field(state.filter, field), {});
  return engine(state).facet(*rows, field, SIZE_MAX)->values;
}

}  // namespace spanorama
