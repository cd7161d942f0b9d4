// A sealed store, or some traces of it, as a batch again: to be joined with others, or to make a smaller store.
#pragma once

#include <memory>
#include <span>

#include "spanorama/model/span_batch.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// Span records with their facts in the order of the store; only what these traces refer to, but all sources. Tags, which
// a store keeps by trace, are at the trace's first span. With `forget_estimates`, costs that came from a price table are
// unknown again. O(what is taken).
std::unique_ptr<SpanBatch> batch_of(const TraceStore& store, std::span<const TraceRow> traces, bool forget_estimates);

// Every trace of the store, in its order.
std::vector<TraceRow> all_traces(const TraceStore& store);

}  // namespace spanorama
