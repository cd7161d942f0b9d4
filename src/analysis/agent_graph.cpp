#include "spanorama/analysis/agent_graph.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

namespace spanorama {

namespace {

constexpr std::size_t kMostAtOnce = 32;  // of distinct nodes that run at once, edges are drawn for so many

bool is_plain(ObservationType type) {
  return type == ObservationType::span || type == ObservationType::http || type == ObservationType::db ||
         type == ObservationType::event;
}

void add_known(std::int64_t& sum, std::int64_t value) {
  if (value == kUnknown) return;
  std::int64_t out = 0;
  if (!__builtin_add_overflow(sum == kUnknown ? 0 : sum, value, &out)) sum = out;
}

class GraphBuilder {
 public:
  GraphBuilder(const TraceStore& store, const Trace& trace, bool expanded, std::uint32_t most)
      : store_(store), trace_(trace), expanded_(expanded), most_(std::max(most, 3u)) {
    graph_.nodes.resize(2);
  }

  AgentGraph run() {
    const ColumnViews& c = store_.columns();
    const std::uint32_t begin = trace_.first_span.value, end = begin + trace_.span_count;
    bool all_plain = true;
    for (std::uint32_t row = begin; row < end; ++row) all_plain = all_plain && is_plain(c.type[row]);
    open_.push_back({kGraphStart, end, {kGraphStart}, {}, {}});
    for (std::uint32_t row = begin; row < end; ++row) {
      while (open_.back().end <= row) open_.pop_back();
      if (!all_plain && is_plain(c.type[row])) continue;
      add_step({row});
    }
    const Holder& top = open_.front();
    link(top.wave.empty() ? top.before : top.wave, {kGraphEnd});
    for (const auto& [ends, count] : edges_) graph_.edges.push_back({ends.first, ends.second, count});
    return std::move(graph_);
  }

 private:
  using Nodes = std::vector<std::uint32_t>;
  // A step whose children are being walked. A wave is the steps that run at once.
  struct Holder {
    std::uint32_t node = 0, end = 0;
    Nodes before, wave;
    UnixTime wave_over;  // the first end of the wave
  };

  void add_step(SpanRow row) {
    const std::uint32_t node = node_of(row);
    const std::uint32_t end = std::max(store_.columns().subtree_end[row.value], row.value + 1);
    if (node == kNone) return;
    Holder& holder = open_.back();
    const UnixTime start = store_.columns().start[row.value], over = store_.end(row);
    if (!holder.wave.empty() && start >= holder.wave_over) holder.before = std::exchange(holder.wave, {});
    if (holder.wave.empty() || over < holder.wave_over) holder.wave_over = over;
    // One step leads to the next once, however many of a name run at once.
    if (std::find(holder.wave.begin(), holder.wave.end(), node) == holder.wave.end() &&
        holder.wave.size() < kMostAtOnce) {
      holder.wave.push_back(node);
      link(holder.before, {node});
    }
    open_.push_back({node, end, {node}, {}, {}});
  }

  void link(const Nodes& from, const Nodes& to) {
    for (const std::uint32_t a : from)
      for (const std::uint32_t b : to) ++edges_[{a, b}];
  }

  static constexpr std::uint32_t kNone = UINT32_MAX;
  std::uint32_t node_of(SpanRow row) {
    const ColumnViews& c = store_.columns();
    const std::uint64_t same =
        (std::uint64_t{c.name[row.value].value} << 8) | static_cast<std::uint64_t>(c.type[row.value]);
    const std::uint64_t key = expanded_ ? row.value : same;
    auto known = by_key_.find(key);
    if (known == by_key_.end()) {
      if (graph_.nodes.size() >= most_) {
        ++graph_.left_out;
        return kNone;
      }
      known = by_key_.emplace(key, static_cast<std::uint32_t>(graph_.nodes.size())).first;
      graph_.nodes.emplace_back();
    }
    count(graph_.nodes[known->second], row);
    return known->second;
  }

  void count(GraphNode& node, SpanRow row) const {
    const ColumnViews& c = store_.columns();
    node.name = c.name[row.value];
    node.type = c.type[row.value];
    ++node.steps;
    node.errors += c.status[row.value] == Status::error ? 1 : 0;
    node.duration = node.duration + c.duration[row.value];
    node.rows.push_back(row);
    const MaybeFacts facts = store_.facts(row);
    if (facts == nullptr || !facts->counted) return;
    add_known(node.tokens, total_tokens(facts->usage));
    add_known(node.cost_microcents, facts->cost_microcents);
  }

  const TraceStore& store_;
  const Trace& trace_;
  const bool expanded_;
  const std::uint32_t most_;
  AgentGraph graph_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_key_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> edges_;
  std::vector<Holder> open_;
};

}  // namespace

AgentGraph agent_graph(const TraceStore& store, TraceRow trace, bool expanded, std::uint32_t most_nodes) {
  if (trace.value >= store.trace_count()) {
    AgentGraph empty;
    empty.nodes.resize(2);
    return empty;
  }
  return GraphBuilder(store, store.trace(trace), expanded, most_nodes).run();
}

}  // namespace spanorama
