// A million made-up traces, the same every time, for everything about lists.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "spanorama/model/trace_store.h"

namespace spanorama::bench {

inline constexpr std::uint32_t kTraces = 1'000'000;

// Each of `spans_each` spans; with ten of them it takes about 6 GB.
std::shared_ptr<const TraceStore> million_traces(std::uint32_t spans_each, std::uint32_t traces = kTraces);
// Of ten spans each, as a .spano file. False when it cannot be written.
bool write_million_traces(const std::string& path, std::uint32_t traces);

}  // namespace spanorama::bench
