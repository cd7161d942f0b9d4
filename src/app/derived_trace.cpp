#include "spanorama/app/derived_trace.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "app/memo.h"
#include "app/step_choice.h"
#include "spanorama/app/derived.h"

namespace spanorama {

namespace {

constexpr std::size_t kMostGaps = 64;
constexpr std::uint32_t kMostLanes = 512, kMostGraphNodes = 600;
// A folded gap keeps this share of the time in which something runs.
constexpr std::int64_t kGapShare = 40;

struct ShownKey {
  TraceKey trace;
  std::uint64_t folded_revision = 0;
  std::uint32_t hidden_types = 0;
  bool only_llm = false, only_matches = false;
  StepLevel least_level = StepLevel::debug;
  SpanId top;
  std::string search;  // only where it decides
  friend bool operator==(const ShownKey&, const ShownKey&) = default;
};

struct FlameKey {
  TraceKey trace;
  FlameScope scope = FlameScope::trace;
  FlameKind kind = FlameKind::time;
  SpanRow top;
  std::optional<TimeRange> range;
  RowSet rows;  // where all filtered traces are added up
  friend bool operator==(const FlameKey&, const FlameKey&) = default;
};

struct LogKey {
  ShownKey shown;
  std::string search;
  std::optional<TimeRange> range;
  bool by_time = true;
  friend bool operator==(const LogKey&, const LogKey&) = default;
};

std::vector<SpanRow> logged(const AppState& state, TraceRow trace, std::vector<SpanRow> rows, const RowSet& matches) {
  const ColumnViews& columns = state.store->columns();
  const std::uint32_t first = state.store->trace(trace).first_span.value;
  const auto unwanted = [&](SpanRow row) {
    if (matches.size() > 0 && !matches.contains(row.value - first)) return true;
    if (!state.picked_time) return false;
    return columns.start[row.value] > state.picked_time->end || state.store->end(row) < state.picked_time->begin;
  };
  rows.erase(std::remove_if(rows.begin(), rows.end(), unwanted), rows.end());
  if (!state.trace_view.log_by_time) return rows;
  std::stable_sort(rows.begin(), rows.end(),
                   [&](SpanRow a, SpanRow b) { return columns.start[a.value] < columns.start[b.value]; });
  return rows;
}

SpanRun run_of(const Trace& trace) { return {trace.first_span, trace.span_count}; }

std::vector<SpanRun> runs_of(const AppState& state, const FlameKey& key) {
  const TraceStore& store = *state.store;
  std::vector<SpanRun> runs;
  if (key.scope == FlameScope::filtered) {
    key.rows.for_each([&](std::uint32_t row) { runs.push_back(run_of(store.trace({row}))); });
  } else if (key.top.valid()) {
    runs.push_back({key.top, std::max(store.columns().subtree_end[key.top.value], key.top.value + 1) - key.top.value});
  } else if (key.trace.trace.valid()) {
    runs.push_back(run_of(store.trace(key.trace.trace)));
  }
  return runs;
}

ShownKey shown_key(const AppState& state, TraceKey trace) {
  const TraceView& view = state.trace_view;
  return {trace,
          state.folded_revision,
          view.hidden_types,
          view.only_llm,
          view.only_matches,
          view.least_level,
          view.top,
          view.only_matches ? state.step_search : std::string()};
}

std::vector<SpanRow> folded_rows(const TraceStore& store, TraceRow trace, const std::vector<SpanId>& folded) {
  std::vector<SpanRow> out;
  if (folded.empty()) return out;
  const Trace& facts = store.trace(trace);
  for (std::uint32_t i = 0; i < facts.span_count; ++i) {
    const SpanRow row{facts.first_span.value + i};
    if (std::binary_search(folded.begin(), folded.end(), store.columns().span_id[row.value])) out.push_back(row);
  }
  return out;
}

TimeFolds folds_over(const std::vector<IdleGap>& gaps, Nanos duration) {
  Nanos idle;
  for (const IdleGap& gap : gaps) idle = idle + (gap.end - gap.begin);
  return {gaps, Nanos{std::max<std::int64_t>((duration - idle).count / kGapShare, 1)}};
}

}  // namespace

struct DerivedTrace::Impl {
  explicit Impl(Derived& d) : derived(d) {}

  TraceKey key(const AppState& state) const { return {state.store->revision(), derived.trace_row(state)}; }

  Derived& derived;
  Memo<ShownKey, ShownSteps> shown;
  Memo<TraceKey, DepthLanes> lanes;
  Memo<std::pair<TraceKey, bool>, TimeFolds> folds;
  Memo<TraceKey, std::vector<IdleGap>> gaps;
  Memo<TraceKey, PathByRow> path;
  Memo<TraceKey, StepMaxima> maxima;
  Memo<TraceKey, StandoutSteps> standouts;
  Memo<TraceKey, SubtreeSums> subtree;
  Memo<std::pair<TraceKey, std::optional<TimeRange>>, RangeSums> picked;
  Memo<std::pair<TraceKey, std::string>, RowSet> matches;
  Memo<FlameKey, MergedFlame> flame;
  Memo<std::pair<TraceKey, bool>, AgentGraph> graph;
  Memo<std::pair<TraceKey, bool>, GraphPlaces> places;
  Memo<LogKey, std::vector<SpanRow>> log;
  Memo<std::pair<TraceKey, TraceRow>, std::vector<DiffRow>> comparison;
};

DerivedTrace::DerivedTrace(Derived& derived) : impl_(std::make_unique<Impl>(derived)) {}
DerivedTrace::~DerivedTrace() = default;

const ShownSteps& DerivedTrace::shown_steps(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  return impl_->shown.get(shown_key(state, trace), [&] {
    if (!trace.trace.valid()) return ShownSteps();
    const TraceStore& store = *state.store;
    const RowSet kept = kept_steps(store, trace.trace, state.trace_view, matches(state));
    const SpanId top = state.trace_view.top;
    return spanorama::shown_steps(
        store, trace.trace, folded_rows(store, trace.trace, state.folded),
        {top.valid() ? store.find_span(trace.trace, top) : SpanRow{}, kept.size() == 0 ? nullptr : &kept});
  });
}

const DepthLanes& DerivedTrace::packed_lanes(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  return impl_->lanes.get(trace, [&] {
    return trace.trace.valid() ? spanorama::packed_lanes(*state.store, trace.trace, kMostLanes) : DepthLanes();
  });
}

const std::vector<IdleGap>& DerivedTrace::idle_gaps(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  return impl_->gaps.get(trace, [&] { return spanorama::idle_gaps(*state.store, trace.trace, kMostGaps); });
}

const TimeFolds& DerivedTrace::time_folds(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  const bool folded = state.trace_view.fold_gaps && trace.trace.valid();
  return impl_->folds.get({trace, folded}, [&] {
    return folded ? folds_over(idle_gaps(state), state.store->trace(trace.trace).duration) : TimeFolds();
  });
}

const PathByRow& DerivedTrace::path_by_row(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  return impl_->path.get(trace, [&] {
    if (!trace.trace.valid()) return PathByRow();
    return PathByRow(state.store->trace(trace.trace), critical_path(*state.store, trace.trace));
  });
}

const StepMaxima& DerivedTrace::maxima(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  return impl_->maxima.get(trace, [&] { return step_maxima(*state.store, trace.trace); });
}

const StandoutSteps& DerivedTrace::standouts(const AppState& state) {
  constexpr std::uint32_t kMostSteps = 100'000;  // more would take too long for one frame
  const TraceKey trace = impl_->key(state);
  return impl_->standouts.get(trace, [&] {
    if (!trace.trace.valid() || state.store->trace(trace.trace).span_count > kMostSteps) return StandoutSteps();
    return standout_steps(*state.store, trace.trace, impl_->derived.self_times(state));
  });
}

const SubtreeSums& DerivedTrace::subtree(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  return impl_->subtree.get(trace, [&] { return subtree_sums(*state.store, trace.trace); });
}

const RangeSums& DerivedTrace::picked_sums(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  return impl_->picked.get({trace, state.picked_time}, [&] {
    if (!state.picked_time) return RangeSums();
    return range_sums(*state.store, trace.trace, state.picked_time->begin, state.picked_time->end);
  });
}

const MergedFlame& DerivedTrace::merged_flame(const AppState& state) {
  FlameKey key{impl_->key(state), state.trace_view.flame_scope, state.trace_view.flame_kind, {}, {}, {}};
  if (key.scope == FlameScope::filtered) {
    key.trace.trace = {};
    key.rows = impl_->derived.filtered(state);
  } else {
    key.range = state.picked_time;
    if (key.scope == FlameScope::selection) key.top = impl_->derived.span_row(state);
  }
  return impl_->flame.get(key, [&] {
    std::optional<FlameRange> range;
    if (key.range) range = FlameRange{key.range->begin, key.range->end};
    MergedFlame flame = spanorama::merged_flame(*state.store, runs_of(state, key), range);
    sort_children(flame, key.kind);
    return flame;
  });
}

const AgentGraph& DerivedTrace::graph(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  const bool expanded = state.trace_view.graph_expanded;
  return impl_->graph.get({trace, expanded},
                          [&] { return agent_graph(*state.store, trace.trace, expanded, kMostGraphNodes); });
}

const GraphPlaces& DerivedTrace::graph_places(const AppState& state) {
  return impl_->places.get({impl_->key(state), state.trace_view.graph_expanded}, [&] {
    const AgentGraph& nodes = graph(state);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
    for (const GraphEdge& edge : nodes.edges) edges.emplace_back(edge.from, edge.to);
    return place_graph(static_cast<std::uint32_t>(nodes.nodes.size()), edges, kGraphStart, kGraphEnd);
  });
}

const std::vector<SpanRow>& DerivedTrace::log_rows(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  const LogKey key{shown_key(state, trace), state.step_search, state.picked_time, state.trace_view.log_by_time};
  return impl_->log.get(key, [&] {
    if (!trace.trace.valid()) return std::vector<SpanRow>();
    return logged(state, trace.trace, shown_steps(state).rows, matches(state));
  });
}

const std::vector<DiffRow>& DerivedTrace::comparison(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  const TraceRow other = state.compared.valid() ? state.store->find_trace(state.compared) : TraceRow{};
  return impl_->comparison.get({trace, other}, [&] { return align_traces(*state.store, trace.trace, other); });
}

const RowSet& DerivedTrace::matches(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  return impl_->matches.get({trace, state.step_search}, [&] {
    if (state.step_search.empty() || !trace.trace.valid()) return RowSet();
    return steps_holding(*state.store, trace.trace, state.step_search);
  });
}

}  // namespace spanorama
