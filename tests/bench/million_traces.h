// A million made-up traces, the same every time, for everything about lists.
#pragma once

#include <cstdint>
#include <memory>

#include "spanorama/model/trace_store.h"

namespace spanorama::bench {

inline constexpr std::uint32_t kTraces = 1'000'000;

// Each of `spans_each` spans; with ten of them it takes about 6 GB.
std::shared_ptr<const TraceStore> million_traces(std::uint32_t spans_each);

}  // namespace spanorama::bench
