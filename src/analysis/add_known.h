// Sums of numbers that files chose: unknown adds nothing, and the ends of the range hold.
#pragma once

#include <cstdint>

#include "spanorama/base/time.h"

namespace spanorama {

inline void add_known(std::int64_t& sum, std::int64_t more) {
  if (more == kUnknown) return;
  if (sum == kUnknown) sum = 0;
  if (__builtin_add_overflow(sum, more, &sum)) sum = more > 0 ? INT64_MAX : -INT64_MAX;
}

}  // namespace spanorama
