// Who calls whom, and in what order, as a graph: what an agent did, without time. Aggregated, steps of the same name and
// type are one node and loops are cycles; expanded, every step is a node of its own.
//
//   agent → plan → search → answer      an edge leads from a step to what ran next beside it, from a holder to what it
//              ↖___________↙            ran first, and counts how often
#pragma once

#include <cstdint>
#include <vector>

#include "spanorama/base/time.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

struct GraphNode {
  StringId name;
  ObservationType type = ObservationType::span;
  std::uint32_t steps = 0, errors = 0;
  Nanos duration;  // of all of them
  std::int64_t tokens = kUnknown, cost_microcents = kUnknown;
  std::vector<SpanRow> rows;  // rising
};
struct GraphEdge {
  std::uint32_t from = 0, to = 0, count = 0;
  friend bool operator==(const GraphEdge&, const GraphEdge&) = default;
};
inline constexpr std::uint32_t kGraphStart = 0, kGraphEnd = 1;

// Nodes 0 and 1 are the start and the end, without a name. `left_out`: steps past the most that are shown.
struct AgentGraph {
  std::vector<GraphNode> nodes;
  std::vector<GraphEdge> edges;  // by from, then to
  std::uint32_t left_out = 0;
};
// Plain spans, HTTP and database calls are left out (what is below them moves up) unless the trace has nothing else.
// Steps that run at once follow from, and lead to, the same others. O(steps).
AgentGraph agent_graph(const TraceStore& store, TraceRow trace, bool expanded, std::uint32_t most_nodes);

}  // namespace spanorama
