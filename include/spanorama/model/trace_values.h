// Which traces carry which values of some field; a trace may carry several. Made by query, grouped by analysis.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace spanorama {

struct TraceValues {
  std::vector<std::string> texts;                              // distinct
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;  // (trace row, index of a text), each once, rows rising
};

}  // namespace spanorama
