#include "assembly/trace_tree.h"

#include <algorithm>
#include <numeric>

#include "spanorama/base/hash.h"

namespace spanorama::assembly {

void TreeBuilder::build(std::span<const std::uint32_t> group, std::vector<TreeNode>& out) {
  keep_distinct(group);
  find_parents();
  cut_cycles();
  start_.resize(size());
  bool start_missing = false;
  for (std::uint32_t i = 0; i < size(); ++i) {
    start_[i] = record(i).start;
    start_missing |= start_[i] == UnixTime{};
  }
  order_.resize(size());
  std::iota(order_.begin(), order_.end(), 0u);
  if (start_missing) fill_starts();
  order_by_start();
  link_children();
  emit(out);
}

// Of several records with one span id the one that ends last stays; of equal ends the first. A span without an id
// cannot be told from others, so each is kept.
void TreeBuilder::keep_distinct(std::span<const std::uint32_t> group) {
  std::size_t slots = 2;
  while (slots < group.size() * 2) slots *= 2;
  slots_.assign(slots, 0);
  kept_.clear();
  for (std::uint32_t index : group) {
    const SpanRecord& span = *records_[index].record;
    if (span.span_id.valid()) {
      std::uint32_t& slot = slot_of(span.span_id);
      if (slot != 0) {
        if (record(slot - 1).end < span.end) kept_[slot - 1] = index;
        continue;
      }
      slot = size() + 1;
    }
    kept_.push_back(index);
  }
}

// The slot that holds the id, or the free one where it belongs.
std::uint32_t& TreeBuilder::slot_of(SpanId id) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = static_cast<std::size_t>(mix64(id.value ^ seed_)) & mask;
  while (slots_[at] != 0 && !(record(slots_[at] - 1).span_id == id)) at = (at + 1) & mask;
  return slots_[at];
}

void TreeBuilder::find_parents() {
  parent_.resize(size());
  top_.assign(size(), Top::no);
  for (std::uint32_t i = 0; i < size(); ++i) {
    const SpanId parent_id = record(i).parent_span_id;
    const std::uint32_t slot = parent_id.valid() ? slot_of(parent_id) : 0;
    parent_[i] = slot != 0 ? slot - 1 : size();
    if (slot == 0) top_[i] = parent_id.valid() ? Top::orphan : Top::root;
  }
}

bool TreeBuilder::earlier(std::uint32_t a, std::uint32_t b) const {
  const std::int64_t start_a = record(a).start.ns, start_b = record(b).start.ns;
  if ((start_a == 0) != (start_b == 0)) return start_b == 0;  // a missing start is later than any other
  return start_a != start_b ? start_a < start_b : kept_[a] < kept_[b];
}

// Follows parents from every span not seen yet. Meeting a span of the same walk means a cycle: its earliest span
// becomes a top.
void TreeBuilder::cut_cycles() {
  std::vector<std::uint32_t>& walk_of = scratch_;
  walk_of.assign(size(), kNone);
  for (std::uint32_t i = 0; i < size(); ++i) {
    std::uint32_t at = i;
    for (; at != size() && walk_of[at] == kNone; at = parent_[at]) walk_of[at] = i;
    if (at == size() || walk_of[at] != i) continue;
    std::uint32_t first = at;
    for (std::uint32_t k = parent_[at]; k != at; k = parent_[k])
      if (earlier(k, first)) first = k;
    parent_[first] = size();
    top_[first] = Top::cut;
  }
}

// A span without a start takes its parent's, else its own end, else its earliest child's.
void TreeBuilder::fill_starts() {
  std::vector<UnixTime> of_children(size());
  for (std::uint32_t i = 0; i < size(); ++i) {
    if (parent_[i] == size() || start_[i] == UnixTime{}) continue;
    UnixTime& earliest = of_children[parent_[i]];
    if (earliest == UnixTime{} || start_[i] < earliest) earliest = start_[i];
  }
  link_children();
  depth_first([&](std::uint32_t i) {
    if (start_[i] != UnixTime{}) return;
    if (parent_[i] != size()) start_[i] = start_[parent_[i]];
    if (start_[i] == UnixTime{}) start_[i] = record(i).end;
    if (start_[i] == UnixTime{}) start_[i] = of_children[i];
  });
}

void TreeBuilder::order_by_start() {
  const auto before = [this](std::uint32_t a, std::uint32_t b) {
    return start_[a] != start_[b] ? start_[a] < start_[b] : kept_[a] < kept_[b];
  };
  if (!std::is_sorted(order_.begin(), order_.end(), before)) std::sort(order_.begin(), order_.end(), before);
}

// Children in the order of `order_`: pushed to the front from the last to the first.
void TreeBuilder::link_children() {
  first_child_.assign(size() + 1, kNone);
  next_sibling_.assign(size() + 1, kNone);
  for (auto at = order_.rbegin(); at != order_.rend(); ++at) {
    next_sibling_[*at] = first_child_[parent_[*at]];
    first_child_[parent_[*at]] = *at;
  }
}

template <class Visit>
void TreeBuilder::depth_first(Visit&& visit) const {
  std::uint32_t at = first_child_[size()];
  while (at != kNone) {
    visit(at);
    if (first_child_[at] != kNone) {
      at = first_child_[at];
      continue;
    }
    while (at != size() && next_sibling_[at] == kNone) at = parent_[at];
    at = at == size() ? kNone : next_sibling_[at];
  }
}

void TreeBuilder::emit(std::vector<TreeNode>& out) {
  std::vector<std::uint32_t>& position = scratch_;
  position.assign(size(), 0);
  const std::size_t first = out.size();
  depth_first([&](std::uint32_t i) {
    TreeNode node;
    position[i] = static_cast<std::uint32_t>(out.size() - first);
    node.record = kept_[i];
    node.start = start_[i];
    node.top = top_[i];
    node.subtree_end = position[i] + 1;
    if (parent_[i] != size()) {
      node.parent = position[parent_[i]];
      node.depth = out[first + node.parent].depth + 1;
    }
    out.push_back(node);
  });
  for (std::size_t at = out.size(); at-- > first;) {
    if (out[at].parent == kNone) continue;
    TreeNode& parent = out[first + out[at].parent];
    parent.subtree_end = std::max(parent.subtree_end, out[at].subtree_end);
  }
}

}  // namespace spanorama::assembly
