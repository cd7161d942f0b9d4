#include "span_order.h"

#include <algorithm>
#include <unordered_map>

#include "spanorama/base/hash.h"

namespace spanorama {

namespace {

// Numbers in the order of first appearance.
class FirstSeen {
 public:
  std::uint32_t number_of(std::uint64_t key) {
    return numbers_.emplace(mix64(key ^ seed_), static_cast<std::uint32_t>(numbers_.size())).first->second;
  }

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
  std::uint64_t seed_ = table_seed();
};

struct Placed {
  std::uint64_t group = 0;  // resource, then scope
  SpanRow row;
};

// Cycles were cut where the earliest span of equals stood.
bool has_cut_cycle(const TraceStore& store, const Trace& trace) {
  const auto& rows = store.columns().orphan_row;
  const auto first = std::lower_bound(rows.begin(), rows.end(), trace.first_span);
  const auto end = std::lower_bound(first, rows.end(), SpanRow{trace.first_span.value + trace.span_count});
  return static_cast<std::uint64_t>(end - first) > trace.orphan_count;
}

// Siblings of equal start are read back in the order of the file.
bool keeps_order(const TraceStore& store, const Trace& trace, std::span<const Placed> spans) {
  if (has_cut_cycle(store, trace)) return false;
  const auto& columns = store.columns();
  const std::uint32_t first = trace.first_span.value;
  for (std::uint32_t i = 0; i < trace.span_count; ++i) {
    const std::uint32_t next = columns.subtree_end[first + i];
    if (next - first >= trace.span_count || !(columns.parent[next] == columns.parent[first + i])) continue;
    if (columns.start[next] == columns.start[first + i] && spans[next - first].group < spans[i].group) return false;
  }
  return true;
}

}  // namespace

std::vector<SpanRow> span_order(const TraceStore& store, std::span<const TraceRow> traces) {
  const auto& columns = store.columns();
  FirstSeen resources, scopes;
  std::vector<Placed> grouped;
  std::vector<SpanRow> as_they_lie;
  for (const TraceRow row : traces) {
    const Trace& trace = store.trace(row);
    const std::size_t before = grouped.size();
    for (std::uint32_t i = 0; i < trace.span_count; ++i) {
      const SpanRow span{trace.first_span.value + i};
      const std::uint64_t resource = columns.resource[span.value].value;
      const std::uint32_t scope = scopes.number_of(resource << 32 | columns.scope[span.value].value);
      grouped.push_back({std::uint64_t{resources.number_of(resource)} << 32 | scope, span});
    }
    if (keeps_order(store, trace, std::span(grouped).subspan(before))) continue;
    for (std::size_t i = before; i < grouped.size(); ++i) as_they_lie.push_back(grouped[i].row);
    grouped.resize(before);
  }
  std::stable_sort(grouped.begin(), grouped.end(), [](const Placed& a, const Placed& b) { return a.group < b.group; });
  std::vector<SpanRow> order;
  order.reserve(grouped.size() + as_they_lie.size());
  for (const Placed& placed : grouped) order.push_back(placed.row);
  order.insert(order.end(), as_they_lie.begin(), as_they_lie.end());
  return order;
}

}  // namespace spanorama
