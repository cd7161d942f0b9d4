#include "spanorama/assembly/assemble.h"

#include <algorithm>

#include "assembly/attribute_order.h"
#include "assembly/estimate.h"
#include "assembly/grouping.h"
#include "assembly/join.h"
#include "assembly/loose_events.h"
#include "assembly/rollup.h"
#include "assembly/span_columns.h"
#include "assembly/trace_tree.h"

namespace spanorama {
namespace assembly {
namespace {

std::vector<RecordRef> all_records(std::span<const SpanBatch* const> batches) {
  std::size_t count = 0;
  for (const SpanBatch* batch : batches) count += batch->spans.size();
  std::vector<RecordRef> records;
  records.reserve(count);
  for (std::uint32_t b = 0; b < batches.size(); ++b)
    for (const SpanRecord& span : batches[b]->spans) records.push_back({&span, b});
  return records;
}

struct Forest {
  std::vector<TreeNode> nodes;
  std::vector<TraceNodes> traces;  // by (start, id)
};

Forest build_forest(const TraceGroups& groups, std::span<const RecordRef> records) {
  Forest forest;
  forest.nodes.reserve(records.size());
  forest.traces.reserve(groups.ids.size());
  TreeBuilder builder(records);
  for (std::uint32_t g = 0; g < groups.ids.size(); ++g) {
    TraceNodes trace;
    trace.id = groups.ids[g];
    trace.group = g;
    trace.first_node = static_cast<std::uint32_t>(forest.nodes.size());
    builder.build(groups.group(g), forest.nodes);
    trace.span_count = static_cast<std::uint32_t>(forest.nodes.size()) - trace.first_node;
    trace.start = forest.nodes[trace.first_node].start;
    for (std::size_t n = trace.first_node; n < forest.nodes.size(); ++n)
      trace.start = std::min(trace.start, forest.nodes[n].start);
    forest.traces.push_back(trace);
  }
  const auto before = [](const TraceNodes& a, const TraceNodes& b) {
    return a.start != b.start ? a.start < b.start : a.id < b.id;
  };
  if (!std::is_sorted(forest.traces.begin(), forest.traces.end(), before))
    std::sort(forest.traces.begin(), forest.traces.end(), before);
  return forest;
}

struct TagsByGroup {
  std::vector<StringId> tags;
  std::vector<std::uint32_t> begin;
};

// Calls visit(group, tag) for every tag of every batch.
template <class Visit>
void for_each_tag(std::span<const SpanBatch* const> batches, const Joined& joined, const TraceGroups& groups,
                  Visit&& visit) {
  std::size_t first_record = 0;
  for (std::size_t b = 0; b < batches.size(); ++b) {
    for (const TagRow& row : batches[b]->tags)
      if (row.span < batches[b]->spans.size())
        visit(groups.trace_of[first_record + row.span], joined.maps[b].string(row.tag));
    first_record += batches[b]->spans.size();
  }
}

TagsByGroup tags_by_group(std::span<const SpanBatch* const> batches, const Joined& joined, const TraceGroups& groups) {
  TagsByGroup out;
  out.begin.assign(groups.ids.size() + 1, 0);
  for_each_tag(batches, joined, groups, [&](std::uint32_t group, StringId) { ++out.begin[group + 1]; });
  for (std::size_t g = 1; g < out.begin.size(); ++g) out.begin[g] += out.begin[g - 1];
  out.tags.resize(out.begin.back());
  std::vector<std::uint32_t> next(out.begin.begin(), out.begin.end() - 1);
  for_each_tag(batches, joined, groups, [&](std::uint32_t group, StringId tag) { out.tags[next[group]++] = tag; });
  return out;
}

}  // namespace
}  // namespace assembly

std::shared_ptr<const TraceStore> assemble(std::span<const SpanBatch* const> batches, const PriceTable* prices) {
  using namespace assembly;
  Joined joined = join(batches);
  const std::vector<RecordRef> records = all_records(batches);
  const TraceGroups groups = group_by_trace(records);
  const TagsByGroup tags = tags_by_group(batches, joined, groups);
  std::vector<Top> top;
  {
    const Forest forest = build_forest(groups, records);
    write_span_columns(forest.traces, forest.nodes, records, batches, joined, top);
    attach_loose_events(forest.traces, batches, joined, top);
    if (prices) estimate_costs(joined, *prices);
    Rollup rollup(joined, top, tags.tags, tags.begin);
    joined.columns.traces.reserve(forest.traces.size());
    for (const TraceNodes& trace : forest.traces) rollup.add(trace);
  }
  put_attributes_in_order(joined.columns);
  joined.columns.string_bytes = joined.strings.take_bytes();
  joined.columns.string_offsets = joined.strings.take_offsets();
  return TraceStore::seal(std::move(joined.columns));
}

}  // namespace spanorama
