// The steps of many traces added up by path: every chain of names from a root down is one node, however often it ran.
// What no flame of one trace shows: where the time, the tokens or the money of a thousand runs goes.
//
//   MergedFlame flame = merged_flame(store, {rows}, {});
//   flame.nodes[0] is the whole; children follow from `first_child` through `next`, the heaviest first
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "spanorama/base/time.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// Sums over spans. Time is self time: a span's duration less the union of its children's, so that a node's total is its
// own and its children's, also where steps ran at once. Tokens and cost are those that count for the trace.
struct FlameWeights {
  std::int64_t time_ns = 0, tokens = 0, cost_microcents = 0;
};
inline constexpr std::uint32_t kNoNode = UINT32_MAX;

struct FlameNode {
  StringId name;
  ObservationType type = ObservationType::span;
  std::uint32_t parent = kNoNode, first_child = kNoNode, next = kNoNode;
  std::uint32_t depth = 0;   // 0: the whole
  std::uint32_t spans = 0;   // that are this node themselves
  std::uint32_t errors = 0;  // of them
  SpanRow longest;           // of them
  FlameWeights self, total;
};
// A name with a type, wherever it stands.
struct FlameEntry {
  StringId name;
  ObservationType type = ObservationType::span;
  std::uint32_t spans = 0, errors = 0;
  SpanRow longest;
  FlameWeights self, total;  // total: not again below itself
};
struct MergedFlame {
  std::vector<FlameNode> nodes;     // parents before children; never empty
  std::vector<FlameEntry> entries;  // by first appearance
  std::uint32_t traces = 0;
};

// A run of spans, depth-first, whose first row is no deeper than the rest: a trace, or a subtree.
struct SpanRun {
  SpanRow first;
  std::uint32_t count = 0;
};
struct FlameRange {
  UnixTime begin, end;
};
// Only what lies in `range` where one is given: time is cut to it, tokens and cost are of spans that began in it.
// O(spans), one hash look-up each.
MergedFlame merged_flame(const TraceStore& store, std::span<const SpanRun> runs, std::optional<FlameRange> range);

enum class FlameKind : std::uint8_t { time, tokens, cost };
std::int64_t weight_of(const FlameWeights& weights, FlameKind kind);
// Children of every node by falling total of `kind`, then by name's id.
void sort_children(MergedFlame& flame, FlameKind kind);

}  // namespace spanorama
