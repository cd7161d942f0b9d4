// Sorting that can be cut into slices: runs first, then merged pair by pair. And the order of rows by a key.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "spanorama/query/engine.h"

namespace spanorama::query {

// Before(a, b): a stands before b; a strict order without ties.
template <class T, class Before>
class SlicedSort {
 public:
  SlicedSort(std::vector<T> items, Before before) : items_(std::move(items)), before_(before) {}

  // True when sorted; a slice does at least one run or one merge.
  bool step(const TimeIsUp& time_is_up) {
    while (width_ == 0 || width_ < items_.size()) {
      width_ == 0 ? sort_run() : merge_pair();
      if (at_ >= items_.size()) {
        if (width_ > 0) items_.swap(merged_);
        width_ = width_ == 0 ? kRun : 2 * width_;
        at_ = 0;
      }
      if (width_ < items_.size() && time_is_up && time_is_up()) return false;
    }
    return true;
  }
  std::vector<T>& items() { return items_; }

 private:
  static constexpr std::size_t kRun = 1u << 14;

  auto place(std::size_t i) { return items_.begin() + static_cast<std::ptrdiff_t>(std::min(items_.size(), i)); }
  void sort_run() {
    const auto begin = place(at_), end = place(at_ + kRun);
    // What stands the wrong way round, as rows by start do for newest first, is only turned.
    if (!std::is_sorted(begin, end, before_)) std::reverse(begin, end);
    if (!std::is_sorted(begin, end, before_)) std::sort(begin, end, before_);
    at_ += kRun;
  }
  void merge_pair() {
    merged_.resize(items_.size());
    std::merge(place(at_), place(at_ + width_), place(at_ + width_), place(at_ + 2 * width_),
               merged_.begin() + static_cast<std::ptrdiff_t>(at_), before_);
    at_ += 2 * width_;
  }

  std::vector<T> items_, merged_;
  Before before_;
  std::size_t at_ = 0, width_ = 0;  // width 0: runs are being sorted
};

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
