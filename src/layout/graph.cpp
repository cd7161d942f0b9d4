#include "spanorama/layout/graph.h"

#include <algorithm>

namespace spanorama {

namespace {

using Edges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

class Placer {
 public:
  Placer(std::uint32_t count, const Edges& edges) : count_(count), edges_(edges), out_(count), in_(count) {
    for (std::uint32_t e = 0; e < edges.size(); ++e) out_[edges[e].first].push_back(e);
    places_.nodes.resize(count);
    places_.back.assign(edges.size(), false);
  }

  GraphPlaces run(std::uint32_t first, std::uint32_t last) {
    find_back_edges(first);
    rank();
    if (last < count_) {
      std::uint32_t lowest = 0;
      for (std::uint32_t n = 0; n < count_; ++n)
        if (n != last) lowest = std::max(lowest, places_.nodes[n].row + 1);
      places_.nodes[last].row = lowest;
    }
    order();
    return std::move(places_);
  }

 private:
  enum class Mark : std::uint8_t { fresh, open, done };

  // Depth first without recursion; an edge to a node that is still open closes a cycle.
  void find_back_edges(std::uint32_t first) {
    std::vector<Mark> mark(count_, Mark::fresh);
    std::vector<std::pair<std::uint32_t, std::size_t>> stack;
    for (std::uint32_t i = 0; i < count_; ++i) {
      const std::uint32_t root = (first + i) % count_;
      if (mark[root] != Mark::fresh) continue;
      stack.emplace_back(root, 0);
      mark[root] = Mark::open;
      while (!stack.empty()) {
        auto& [node, next] = stack.back();
        if (next == out_[node].size()) {
          mark[node] = Mark::done;
          stack.pop_back();
          continue;
        }
        const std::uint32_t edge = out_[node][next++];
        const std::uint32_t to = edges_[edge].second;
        if (mark[to] == Mark::open) places_.back[edge] = true;
        if (mark[to] != Mark::fresh) continue;
        mark[to] = Mark::open;
        stack.emplace_back(to, 0);
      }
    }
  }

  // The longest way from a node without predecessors.
  void rank() {
    std::vector<std::uint32_t> waiting(count_, 0), ready;
    for (std::uint32_t e = 0; e < edges_.size(); ++e) {
      if (places_.back[e]) continue;
      ++waiting[edges_[e].second];
      in_[edges_[e].second].push_back(edges_[e].first);
    }
    for (std::uint32_t n = 0; n < count_; ++n)
      if (waiting[n] == 0) ready.push_back(n);
    for (std::size_t i = 0; i < ready.size(); ++i)
      for (const std::uint32_t e : out_[ready[i]]) {
        if (places_.back[e]) continue;
        const std::uint32_t to = edges_[e].second;
        places_.nodes[to].row = std::max(places_.nodes[to].row, places_.nodes[ready[i]].row + 1);
        if (--waiting[to] == 0) ready.push_back(to);
      }
  }

  void order() {
    for (const GraphPlace& place : places_.nodes) places_.rows = std::max(places_.rows, place.row + 1);
    std::vector<std::vector<std::uint32_t>> rows(places_.rows);
    for (std::uint32_t n = 0; n < count_; ++n) rows[places_.nodes[n].row].push_back(n);
    for (std::vector<std::uint32_t>& row : rows) {
      std::vector<std::pair<float, std::uint32_t>> wanted;
      for (const std::uint32_t n : row) wanted.emplace_back(middle_of_predecessors(n), n);
      std::stable_sort(wanted.begin(), wanted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      const float left = -0.5f * static_cast<float>(row.size() - 1);
      for (std::size_t i = 0; i < wanted.size(); ++i)
        places_.nodes[wanted[i].second].column = left + static_cast<float>(i);
      places_.width = std::max(places_.width, static_cast<float>(row.size()));
    }
  }

  float middle_of_predecessors(std::uint32_t node) const {
    if (in_[node].empty()) return 0;
    float sum = 0;
    for (const std::uint32_t from : in_[node]) sum += places_.nodes[from].column;
    return sum / static_cast<float>(in_[node].size());
  }

  const std::uint32_t count_;
  const Edges& edges_;
  std::vector<std::vector<std::uint32_t>> out_, in_;  // edges; nodes
  GraphPlaces places_;
};

}  // namespace

GraphPlaces place_graph(std::uint32_t node_count, const Edges& edges, std::uint32_t first, std::uint32_t last) {
  if (node_count == 0) return {};
  return Placer(node_count, edges).run(first, last);
}

}  // namespace spanorama
