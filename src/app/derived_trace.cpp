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
constexpr std::uint32_t kMostLanes = 512;
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
  Memo<TraceKey, std::vector<PathPart>> path;
  Memo<TraceKey, StepMaxima> maxima;
  Memo<TraceKey, SubtreeSums> subtree;
  Memo<std::pair<TraceKey, std::optional<TimeRange>>, RangeSums> picked;
  Memo<std::pair<TraceKey, std::string>, RowSet> matches;
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

const std::vector<PathPart>& DerivedTrace::path_by_row(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  return impl_->path.get(trace, [&] { return by_row(critical_path(*state.store, trace.trace)); });
}

const StepMaxima& DerivedTrace::maxima(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  return impl_->maxima.get(trace, [&] { return step_maxima(*state.store, trace.trace); });
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

const RowSet& DerivedTrace::matches(const AppState& state) {
  const TraceKey trace = impl_->key(state);
  return impl_->matches.get({trace, state.step_search}, [&] {
    if (state.step_search.empty() || !trace.trace.valid()) return RowSet();
    return steps_holding(*state.store, trace.trace, state.step_search);
  });
}

}  // namespace spanorama
