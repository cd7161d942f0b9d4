// Writes the span columns of a store in their final order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "assembly/grouping.h"
#include "assembly/join.h"
#include "assembly/trace_tree.h"

namespace spanorama::assembly {

// One trace among the nodes of all: nodes[first_node .. first_node + span_count).
struct TraceNodes {
  TraceId id;
  std::uint32_t group = 0;
  std::uint32_t first_node = 0;
  std::uint32_t span_count = 0;
  UnixTime start;
};

// What a batch holds with the store's strings.
Facts mapped(Facts facts, const BatchMap& map);
void map_rare(RareFact& fact, const BatchMap& map);
void map_score(Score& score, const BatchMap& map);

// Fills all columns by SpanRow, facts_rows, extra_rows, orphan_row and orphan_parent of `joined.columns`, traces in
// the order of `traces`. `top` tells per span why it stands at the top. O(spans).
void write_span_columns(std::span<const TraceNodes> traces, std::span<const TreeNode> nodes,
                        std::span<const RecordRef> records, std::span<const SpanBatch* const> batches, Joined& joined,
                        std::vector<Top>& top);

}  // namespace spanorama::assembly
