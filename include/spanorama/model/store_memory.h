// Bytes of a store in memory. Long values that lie in their sources are not among them.
#pragma once

#include <cstdint>

#include "spanorama/model/trace_store.h"

namespace spanorama {

struct StoreMemory {
  std::uint64_t rows = 0, strings = 0;
  std::uint64_t all() const { return rows + strings; }
};

// O(1): of the columns' sizes.
StoreMemory memory_of(const ColumnViews& columns);

}  // namespace spanorama
