// The records of one trace as a forest in depth-first order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assembly/grouping.h"
#include "spanorama/base/hash.h"

namespace spanorama::assembly {

inline constexpr std::uint32_t kNone = UINT32_MAX;

// Why a span stands at the top.
enum class Top : std::uint8_t {
  no,      // it has a parent
  root,    // it names no parent
  cut,     // its parent is itself, or following parents leads back to it
  orphan,  // its parent is not among the records
};

struct TreeNode {
  std::uint32_t record = 0;
  std::uint32_t parent = kNone;  // positions count from the first node of the trace
  std::uint32_t subtree_end = 0;
  std::uint32_t depth = 0;
  UnixTime start;  // found for spans without one
  Top top = Top::no;
};

// Keeps its scratch memory from trace to trace.
class TreeBuilder {
 public:
  explicit TreeBuilder(std::span<const RecordRef> records) : records_(records) {}

  // Appends the nodes of the trace whose record indexes are `group`. O(n), or O(n log n) where records are not in
  // order of start; no recursion.
  void build(std::span<const std::uint32_t> group, std::vector<TreeNode>& out);

 private:
  const SpanRecord& record(std::uint32_t local) const { return *records_[kept_[local]].record; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(kept_.size()); }

  void keep_distinct(std::span<const std::uint32_t> group);
  std::uint32_t& slot_of(SpanId id);
  void find_parents();
  void cut_cycles();
  bool earlier(std::uint32_t a, std::uint32_t b) const;
  void fill_starts();
  void order_by_start();
  void link_children();
  template <class Visit>
  void depth_first(Visit&& visit) const;
  void emit(std::vector<TreeNode>& out);

  std::span<const RecordRef> records_;
  // By local number, in the order of first appearance. The number size() stands for "above the top".
  std::vector<std::uint32_t> kept_;  // record index
  std::vector<std::uint32_t> parent_;
  std::vector<std::uint32_t> first_child_, next_sibling_;
  std::vector<UnixTime> start_;
  std::vector<Top> top_;
  std::vector<std::uint32_t> order_;  // local numbers by (start, record)
  std::vector<std::uint32_t> slots_;  // span id -> local number + 1
  std::uint64_t seed_ = table_seed();
  std::vector<std::uint32_t> scratch_;
};

}  // namespace spanorama::assembly
