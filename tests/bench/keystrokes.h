// What typing into the filter costs, and whatever else a list over many traces asks for: all of it, and its longest slice.
#pragma once

#include <memory>

#include "bench/measure.h"
#include "spanorama/model/trace_store.h"

namespace spanorama::bench {

inline constexpr const char* kKeystrokes = "keystrokes over 1,000,000 traces, 10,000,000 spans";

// A store as million_traces() makes it.
void keystrokes_over(std::shared_ptr<const TraceStore> store, int runs, Results& results);

}  // namespace spanorama::bench
