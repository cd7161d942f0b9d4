// Places the nodes of a directed graph in rows: every edge leads down, except those that close a cycle.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace spanorama {

struct GraphPlace {
  std::uint32_t row = 0;  // from the top
  float column = 0;       // middle of the node, in node widths; 0 is the middle of the widest row
};
struct GraphPlaces {
  std::vector<GraphPlace> nodes;
  std::vector<bool> back;  // by edge: closes a cycle
  std::uint32_t rows = 0;
  float width = 0;  // in node widths
};
// `last` comes below all others. Order inside a row: near the middle of what leads there. O((nodes + edges) log nodes).
GraphPlaces place_graph(std::uint32_t node_count, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges,
                        std::uint32_t first, std::uint32_t last);

}  // namespace spanorama
