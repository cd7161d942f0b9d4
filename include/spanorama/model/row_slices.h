// The members of a row set one after another, in slices. The set must stay as it is.
#pragma once

#include "spanorama/base/slice.h"
#include "spanorama/model/row_set.h"

namespace spanorama {

class RowSlices {
 public:
  // `chunk` rows of the table lie between two looks at the clock; rounded up to whole words of 64.
  explicit RowSlices(const RowSet& rows, std::uint32_t chunk = 4096) : rows_(&rows), words_((chunk + 63) / 64) {}

  template <class Visit>
  bool step(const TimeIsUp& up, Visit&& visit) {
    while (next_ < rows_->word_count()) {
      const std::size_t end = std::min(rows_->word_count(), next_ + words_);
      rows_->for_each_in(next_, end, visit);
      next_ = end;
      if (up && next_ < rows_->word_count() && up()) return false;
    }
    return true;
  }
  void begin_again() { next_ = 0; }

 private:
  const RowSet* rows_;
  std::size_t next_ = 0, words_;
};

}  // namespace spanorama
