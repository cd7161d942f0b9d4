// From records to structure: duplicates dropped, parents joined, orphans and cycles made harmless, depth-first
// order, rollups per trace.
//
// Rules (docs/semantics.md says them for users): a trace's status is the greatest of its spans'; its duration runs
// from the earliest start to the latest end; its name is the root span's; a span whose parent is missing, is itself
// or closes a cycle becomes a root; siblings are ordered by start, then by place in the source; the same trace and
// span id twice is one span, the later end wins; usage and cost are summed over spans that no counted descendant
// repeats.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "spanorama/model/price_table.h"
#include "spanorama/model/span_batch.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// Joins the batches in the order given; strings, keys and rows are renumbered. The batches stay as they are, so a
// load can be shown again and again while it grows. O(n log n) in spans, no recursion, any depth.
// With `prices`, spans with tokens and a model but no reported cost get an estimated one.
std::shared_ptr<const TraceStore> assemble(std::span<const SpanBatch* const> batches,
                                           const PriceTable* prices = nullptr);

// Whether the costs that were estimated when the store was made are those that `prices` give: a store that was kept may be
// older than the prices. O(spans); each model is looked up once.
bool estimated_with(const TraceStore& store, const PriceTable& prices);

// Log records that name a span which none of the batches holds, one entry per batch. O(loose events), and O(spans)
// where there are any.
struct UnjoinedEvents {
  std::uint64_t count = 0;
  std::uint64_t first_offset = 0;
};
std::vector<UnjoinedEvents> unjoined_events(std::span<const SpanBatch* const> batches);

}  // namespace spanorama
