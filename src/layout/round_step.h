// Round distances between ticks.
#pragma once

#include <cstdint>

namespace spanorama {

// The least of 1, 2, 5, 10, 20, 50, … that is at least `least`.
std::int64_t round_step(double least);
// Nanoseconds: as above below a second, then as clocks divide (15 s, 30 min, 6 h), then days.
std::int64_t round_time_step(double least_ns);

}  // namespace spanorama
