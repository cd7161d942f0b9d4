// Remembered results about the open trace, asked for by its views; see derived.h.
#pragma once

#include <memory>
#include <vector>

#include "spanorama/analysis/agent_graph.h"
#include "spanorama/analysis/merged_flame.h"
#include "spanorama/analysis/trace_diff.h"
#include "spanorama/analysis/trace_shape.h"
#include "spanorama/app/state.h"
#include "spanorama/layout/graph.h"
#include "spanorama/layout/shown_steps.h"
#include "spanorama/layout/time_folds.h"
#include "spanorama/layout/timeline.h"
#include "spanorama/model/row_set.h"

namespace spanorama {

class Derived;

class DerivedTrace {
 public:
  explicit DerivedTrace(Derived& derived);
  ~DerivedTrace();

  const ShownSteps& shown_steps(const AppState& state);   // with folds, hidden types, level, search and top applied
  const DepthLanes& packed_lanes(const AppState& state);  // for the flame
  const TimeFolds& time_folds(const AppState& state);     // empty unless idle stretches are folded
  const std::vector<IdleGap>& idle_gaps(const AppState& state);
  const PathByRow& path_by_row(const AppState& state);  // the critical path
  const StepMaxima& maxima(const AppState& state);
  const StandoutSteps& standouts(const AppState& state);  // of traces of up to 100,000 steps, else none
  const SubtreeSums& subtree(const AppState& state);
  const RangeSums& picked_sums(const AppState& state);  // zeros without a picked range
  // Of the open trace, the selected step's subtree or all filtered traces, limited to the picked range where the open
  // trace is shown; children sorted.
  const MergedFlame& merged_flame(const AppState& state);
  const AgentGraph& graph(const AppState& state);
  const GraphPlaces& graph_places(const AppState& state);
  // The shown steps by start, or in tree order; of the picked range where there is one, found ones where one searches.
  const std::vector<SpanRow>& log_rows(const AppState& state);
  // The open trace on the left, the compared one on the right; empty unless both are there.
  const std::vector<DiffRow>& comparison(const AppState& state);
  // Steps that hold the searched words, by index from the first span; of size 0 when nothing is searched.
  const RowSet& matches(const AppState& state);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace spanorama
