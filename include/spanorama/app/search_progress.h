// How far the search in long values has come, over all conditions that are asked for.
#pragma once

#include <cstdint>

namespace spanorama {

struct SearchProgress {
  bool searching = false;
  bool counting = false;                          // how often what was found says the words, to order it by relevance
  std::uint64_t bytes_done = 0, bytes_total = 0;  // in the sources
  std::uint64_t values_found = 0;
};

}  // namespace spanorama
