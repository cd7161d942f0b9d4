// What stands out in the shape of one trace: the chain of steps that made it take as long as it did, the stretches in
// which nothing ran, and the greatest step of each kind of figure. Pure functions.
//
//   for (const PathPart& part : critical_path(store, trace)) mark(part.row, part.begin, part.end);
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spanorama/base/time.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// A stretch of time that `row` alone is to blame for; an invalid row where no top span runs.
struct PathPart {
  SpanRow row;
  UnixTime begin, end;
  friend bool operator==(const PathPart&, const PathPart&) = default;
};
// Parts in order of time, without gaps or overlaps, from the trace's start to its end. Walked backwards: a span waits
// for whichever of its children ended last, that one for its own, and before that child began, for the child that had
// ended last by then. Children are cut to their parent's time. What is still running when a later child begins was not
// waited for. O(children of the spans on the path, sorted).
//
//   agent  ##################        path: agent, a, agent, c, agent
//     a      #####                   b ends while c runs already: nobody waited for it
//     b      ########
//     c           #######
std::vector<PathPart> critical_path(const TraceStore& store, TraceRow trace);
// The same parts by span, without those of no span: what a row shows. Four bytes a span beside the parts.
class PathByRow {
 public:
  PathByRow() = default;
  PathByRow(const Trace& trace, const std::vector<PathPart>& path);  // O(spans + parts)
  // In order of time. O(1); empty for a row that is not of the trace.
  std::span<const PathPart> of(SpanRow row) const;

 private:
  SpanRow first_span_;
  std::vector<std::uint32_t> ends_;  // of each span's parts
  std::vector<PathPart> parts_;
};

// A stretch of time in which no step without steps below it runs, and no step begins or ends.
struct IdleGap {
  UnixTime begin, end;
  friend bool operator==(const IdleGap&, const IdleGap&) = default;
};
// Gaps of at least a second and of at least a quarter of the time in which something runs, in order, at most
// `most` of them (the longest). O(n log n).
std::vector<IdleGap> idle_gaps(const TraceStore& store, TraceRow trace, std::size_t most);

// The greatest figure of any one step; kUnknown where no step has one.
struct StepMaxima {
  Nanos duration;  // of steps that are not at the top, unless all are
  std::int64_t tokens = kUnknown, cost_microcents = kUnknown;
};
StepMaxima step_maxima(const TraceStore& store, TraceRow trace);

// The step that itself took longest, and the costliest of those that count for the trace; of equal ones the first, none
// where nothing is told. `self` is what self_times() gives. O(n).
struct StandoutSteps {
  SpanRow slowest, costliest;
};
StandoutSteps standout_steps(const TraceStore& store, TraceRow trace, std::span<const Nanos> self);

// Of the steps that run in begin..end, ends included: how many, and what those that started in it took.
struct RangeSums {
  std::uint32_t steps = 0, errors = 0, generations = 0;
  std::int64_t tokens = kUnknown, cost_microcents = kUnknown;
};
RangeSums range_sums(const TraceStore& store, TraceRow trace, UnixTime begin, UnixTime end);

// Tokens and cost of a step with everything below it: of those whose usage is counted for the trace. O(n).
struct SubtreeSums {
  std::vector<std::int64_t> tokens, cost_microcents;  // from the trace's first span; kUnknown where nothing is known
};
SubtreeSums subtree_sums(const TraceStore& store, TraceRow trace);

}  // namespace spanorama
