// Sorting that can be cut into slices: runs first, then merged pair by pair, a piece of a merge at a time. O(n log n).
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "spanorama/base/slice.h"

namespace spanorama {

// How much is sorted in one go: less where comparing takes long, as it does for texts.
inline constexpr std::size_t kLongRun = 1u << 14, kShortRun = 1u << 11;

// Before(a, b): a stands before b; a strict order without ties.
template <class T, class Before, std::size_t kRun = kLongRun>
class SlicedSort {
 public:
  SlicedSort(std::vector<T> items, Before before) : items_(std::move(items)), before_(before) {}

  // True when sorted; a slice does at least one run or one piece of a merge.
  bool step(const TimeIsUp& up) {
    while (!finished()) {
      sorted_ < items_.size() ? sort_run() : merge_piece();
      if (up && !finished() && up()) return false;
    }
    return true;
  }
  std::vector<T>& items() { return items_; }

 private:
  bool finished() const { return sorted_ == items_.size() && width_ >= items_.size(); }
  auto place(std::size_t i) { return items_.begin() + static_cast<std::ptrdiff_t>(std::min(items_.size(), i)); }
  void sort_run() {
    const auto begin = place(sorted_), end = place(sorted_ + kRun);
    // What stands the wrong way round, as rows by start do for newest first, is only turned.
    if (!std::is_sorted(begin, end, before_)) std::reverse(begin, end);
    if (!std::is_sorted(begin, end, before_)) std::sort(begin, end, before_);
    sorted_ += std::min(kRun, items_.size() - sorted_);
  }

  //   items   … [ left …      | right …      ] …      of width_ each, from pair_ on
  //   merged    pair_ … out                           out = left + right - what the pair's middle adds
  void merge_piece() {
    const std::size_t count = items_.size();
    const std::size_t middle = std::min(count, pair_ + width_), end = std::min(count, middle + width_);
    if (left_ == pair_ && right_ == 0) right_ = middle;
    merged_.reserve(count);
    for (std::size_t left = kRun; left > 0 && (left_ < middle || right_ < end); --left) {
      const bool from_right = left_ == middle || (right_ < end && before_(items_[right_], items_[left_]));
      merged_.push_back(std::move(items_[from_right ? right_++ : left_++]));
    }
    if (left_ < middle || right_ < end) return;
    pair_ = left_ = end;
    right_ = 0;
    if (pair_ < count) return;
    items_.swap(merged_);
    merged_.clear();
    pair_ = left_ = 0;
    width_ *= 2;
  }

  std::vector<T> items_, merged_;
  Before before_;
  std::size_t sorted_ = 0, width_ = kRun;        // items in runs; length of the runs that are merged
  std::size_t pair_ = 0, left_ = 0, right_ = 0;  // of the merge in progress; right_ 0: not begun
};

}  // namespace spanorama
