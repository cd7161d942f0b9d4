// Which tool span ran what a model call asked for, and which model call asked for what a tool span ran.
//
//   const TraceTools tools = tools_of(store, trace);
//   std::vector<SpanRow> ran = ran_for(store, tools, generation, content_of_generation);
//   for (SpanRow call : calls_before(store, tools, tool_span, 32))
//     if (asks_for(store, tools, call, content_of(call), tool_span)) return call;
//
// By the id of the call. Where the call or the span tells none, by the tool's name: in order, and only until the next model
// call begins.
#pragma once

#include <cstddef>
#include <vector>

#include "spanorama/model/content.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

struct TraceTools {
  std::vector<SpanRow> tools, calls;  // tool spans and generations of a trace, by start
};
TraceTools tools_of(const TraceStore& store, TraceRow trace);  // O(spans log spans)

// One for each tool call in the output of `content`, in order; invalid where there is none. Where several tell the id, the
// first that begins after the model call began, else the last. O(calls x tool spans).
std::vector<SpanRow> ran_for(const TraceStore& store, const TraceTools& tools, SpanRow generation,
                             const SpanContent& content);

// Generations that began before the tool span or with it, the nearest first; at most so many.
std::vector<SpanRow> calls_before(const TraceStore& store, const TraceTools& tools, SpanRow tool, std::size_t most);
bool asks_for(const TraceStore& store, const TraceTools& tools, SpanRow generation, const SpanContent& content,
              SpanRow tool);

}  // namespace spanorama
