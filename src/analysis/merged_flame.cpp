#include "spanorama/analysis/merged_flame.h"

#include <algorithm>
#include <unordered_map>

#include "spanorama/base/hash.h"
#include "spanorama/model/fact_numbers.h"

namespace spanorama {

namespace {

void add(std::int64_t& sum, std::int64_t value) {
  if (value == kUnknown || __builtin_add_overflow(sum, value, &sum)) return;
}
void add(FlameWeights& sum, const FlameWeights& more) {
  add(sum.time_ns, more.time_ns);
  add(sum.tokens, more.tokens);
  add(sum.cost_microcents, more.cost_microcents);
}

struct PathKey {
  std::uint32_t parent = 0, name = 0;
  ObservationType type = ObservationType::span;
  friend bool operator==(const PathKey&, const PathKey&) = default;
};
struct PathHash {
  std::size_t operator()(const PathKey& key) const {
    const std::uint64_t both = (std::uint64_t{key.parent} << 32) | key.name;
    return static_cast<std::size_t>(mix64(both ^ table_seed()) + static_cast<std::uint64_t>(key.type));
  }
};

class Merger {
 public:
  Merger(const TraceStore& store, std::optional<FlameRange> range) : store_(store), range_(range) {
    flame_.nodes.emplace_back();
  }

  void add_run(SpanRun run) {
    open_.clear();
    const std::uint32_t end = std::min(run.first.value + run.count, store_.span_count());
    for (std::uint32_t row = run.first.value; row < end; ++row) {
      while (!open_.empty() && open_.back().end <= row) close();
      add_span({row});
    }
    while (!open_.empty()) close();
    ++flame_.traces;
  }

  MergedFlame finish() && {
    // Children come after their parents: one pass from the end hands the sums up.
    for (std::uint32_t i = static_cast<std::uint32_t>(flame_.nodes.size()); i-- > 0;) {
      FlameNode& node = flame_.nodes[i];
      spanorama::add(node.total, node.self);
      if (node.parent != kNoNode) spanorama::add(flame_.nodes[node.parent].total, node.total);
    }
    return std::move(flame_);
  }

 private:
  // A span whose subtree is being walked.
  struct Open {
    std::uint32_t end = 0, node = 0, entry = 0;
    bool counts = false;  // outermost of its entry
    FlameWeights below;   // of itself and what was below it so far
  };

  UnixTime cut(UnixTime time) const { return range_ ? std::clamp(time, range_->begin, range_->end) : time; }

  std::int64_t self_ns(SpanRow row) const {
    const ColumnViews& c = store_.columns();
    const UnixTime end = cut(store_.end(row));
    UnixTime reached = cut(c.start[row.value]);
    std::int64_t self = 0;
    for (std::uint32_t child = row.value + 1; child < c.subtree_end[row.value]; child = c.subtree_end[child]) {
      const UnixTime start = std::clamp(cut(c.start[child]), reached, end);
      self += (start - reached).count;
      reached = std::max(start, std::min(end, cut(store_.end({child}))));
    }
    return self + (end - reached).count;
  }

  FlameWeights own_weights(SpanRow row) const {
    FlameWeights own;
    own.time_ns = self_ns(row);
    if (!store_.counted(row) || !began_inside(row)) return own;
    const FactNumbers facts = fact_numbers(store_, row);
    spanorama::add(own.tokens, total_tokens(facts.usage));
    spanorama::add(own.cost_microcents, facts.cost_microcents);
    return own;
  }

  bool began_inside(SpanRow row) const {
    const UnixTime start = store_.columns().start[row.value];
    return !range_ || (start >= range_->begin && start <= range_->end);
  }
  bool touches(SpanRow row) const {
    return !range_ || (store_.columns().start[row.value] <= range_->end && store_.end(row) >= range_->begin);
  }

  void add_span(SpanRow row) {
    const ColumnViews& c = store_.columns();
    const PathKey key{open_.empty() ? 0 : open_.back().node, c.name[row.value].value, c.type[row.value]};
    const std::uint32_t node = node_of(key), entry = entry_of({0, key.name, key.type});
    const FlameWeights own = own_weights(row);
    const bool error = c.status[row.value] == Status::error;
    if (touches(row)) {
      count(flame_.nodes[node], row, own, error);
      count(flame_.entries[entry], row, own, error);
    }
    const bool outermost = running_[entry]++ == 0;
    open_.push_back({std::max(c.subtree_end[row.value], row.value + 1), node, entry, outermost, own});
  }

  template <class Sum>
  void count(Sum& sum, SpanRow row, const FlameWeights& own, bool error) {
    ++sum.spans;
    sum.errors += error ? 1 : 0;
    spanorama::add(sum.self, own);
    const auto& duration = store_.columns().duration;
    if (!sum.longest.valid() || duration[row.value] > duration[sum.longest.value]) sum.longest = row;
  }

  void close() {
    const Open done = open_.back();
    open_.pop_back();
    --running_[done.entry];
    if (done.counts) spanorama::add(flame_.entries[done.entry].total, done.below);
    if (!open_.empty()) spanorama::add(open_.back().below, done.below);
  }

  std::uint32_t node_of(const PathKey& key) {
    const auto [at, is_new] = nodes_.try_emplace(key, static_cast<std::uint32_t>(flame_.nodes.size()));
    if (!is_new) return at->second;
    FlameNode node;
    node.name = {key.name};
    node.type = key.type;
    node.parent = key.parent;
    node.depth = flame_.nodes[key.parent].depth + 1;
    node.next = flame_.nodes[key.parent].first_child;
    flame_.nodes[key.parent].first_child = at->second;
    flame_.nodes.push_back(node);
    return at->second;
  }

  std::uint32_t entry_of(const PathKey& key) {
    const auto [at, is_new] = entries_.try_emplace(key, static_cast<std::uint32_t>(flame_.entries.size()));
    if (!is_new) return at->second;
    FlameEntry entry;
    entry.name = {key.name};
    entry.type = key.type;
    flame_.entries.push_back(entry);
    running_.push_back(0);
    return at->second;
  }

  const TraceStore& store_;
  const std::optional<FlameRange> range_;
  MergedFlame flame_;
  std::unordered_map<PathKey, std::uint32_t, PathHash> nodes_, entries_;
  std::vector<std::uint32_t> running_;  // by entry: how many of it are open
  std::vector<Open> open_;
};

}  // namespace

MergedFlame merged_flame(const TraceStore& store, std::span<const SpanRun> runs, std::optional<FlameRange> range) {
  Merger merger(store, range);
  for (const SpanRun& run : runs) merger.add_run(run);
  return std::move(merger).finish();
}

std::int64_t weight_of(const FlameWeights& weights, FlameKind kind) {
  return kind == FlameKind::time     ? weights.time_ns
         : kind == FlameKind::tokens ? weights.tokens
                                     : weights.cost_microcents;
}

void sort_children(MergedFlame& flame, FlameKind kind) {
  std::vector<std::uint32_t> children;
  for (FlameNode& node : flame.nodes) {
    children.clear();
    for (std::uint32_t child = node.first_child; child != kNoNode; child = flame.nodes[child].next)
      children.push_back(child);
    std::sort(children.begin(), children.end(), [&](std::uint32_t a, std::uint32_t b) {
      const std::int64_t left = weight_of(flame.nodes[a].total, kind), right = weight_of(flame.nodes[b].total, kind);
      if (left != right) return left > right;
      return flame.nodes[a].name == flame.nodes[b].name ? a < b : flame.nodes[a].name < flame.nodes[b].name;
    });
    std::uint32_t next = kNoNode;
    for (std::size_t i = children.size(); i-- > 0;) {
      flame.nodes[children[i]].next = next;
      next = children[i];
    }
    node.first_child = next;
  }
}

}  // namespace spanorama
