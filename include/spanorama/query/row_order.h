// The order of rows by a key.
#pragma once

#include <cstdint>

#include "spanorama/base/sliced_sort.h"
#include "spanorama/base/time.h"

namespace spanorama::query {

struct SortEntry {
  std::int64_t key;  // kUnknown stands last in both directions
  std::uint32_t row;
};

// Ties by row; rows of a store are by start, then id.
struct StandsBefore {
  bool descending = false;
  bool operator()(const SortEntry& a, const SortEntry& b) const {
    if (a.key == b.key) return a.row < b.row;
    if (a.key == kUnknown || b.key == kUnknown) return b.key == kUnknown;
    return descending ? a.key > b.key : a.key < b.key;
  }
};
using RowSorter = SlicedSort<SortEntry, StandsBefore>;

}  // namespace spanorama::query
