// Traces written as little pictures, for tests that look like what they test.
//
//   auto store = trace_from_text(R"(
//     agent         0..90ms  type=agent
//       search      5..20ms  type=retriever
//       answer     25..80ms  type=generation tokens=120/40 cost=300
//     trace 2 at=5s
//     lonely        0..1ms   parent=ff status=error
//   )");
//
// One span a line: a name (in quotes if it has spaces), start..end after the base time, then key=value. Deeper
// indentation means "child of". A unit after the end holds for both; `?` stands for a missing time.
//
//   type= kind= status= message=            service= scope= session= user= env= release= tags=a,b
//   model= response_model= provider= operation= tool= call= prompt= version= agent= error=
//   in="…" out="…"                          previews
//   tokens=in/out cache=read/write reasoning=n cost=microcents cost_source= ttft=50ms
//   id=hex parent=hex                       else ids count from 1, and the parent is the line above it
//   attr.KEY=value resource.KEY=value       quoted: string; 1: int; 1.5: double; true: bool; [..] and {..}: JSON
//
// "trace N at=TIME" starts another trace; N is a number, or 32 hex digits.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "spanorama/base/time.h"
#include "spanorama/model/span_batch.h"
#include "spanorama/model/trace_store.h"

namespace spanorama::test {

inline constexpr UnixTime kBaseTime{1785542400000000000};  // 2026-08-01T00:00:00Z

TraceId trace_id_of(std::uint32_t number);  // its first 8 hex digits are the number

// A mistake in the picture ends the test with a message.
SpanBatch batch_from_text(std::string_view text);
std::shared_ptr<const TraceStore> trace_from_text(std::string_view text);

// The same language: trace_from_text(print(store)) prints the same. Spans in store order.
std::string print(const TraceStore& store);
// One line a trace with what was rolled up.
std::string print_rollups(const TraceStore& store);

}  // namespace spanorama::test
