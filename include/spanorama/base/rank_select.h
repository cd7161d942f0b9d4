// Values at given ranks without sorting all of them, in slices: values are counted into equal parts of their range, and
// only the parts that hold a rank are looked at again.
//
//   RankSelect select(durations, {nearest_rank(durations.size(), 95)});
//   while (!select.step(time_is_up)) {}
//   select.answers()[0]
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "spanorama/base/slice.h"

namespace spanorama {

// Index of the nearest rank: the smallest value that at least p percent of all are not above. 0 for none.
std::size_t nearest_rank(std::size_t count, double p);

class RankSelect {
 public:
  RankSelect() = default;
  // Every rank is below values.size().
  RankSelect(std::vector<std::int64_t> values, const std::vector<std::size_t>& ranks);
  // True when answered. O(values) in all for usual data, each level of it a 4096th of the range of the one before.
  bool step(const TimeIsUp& up);
  bool empty() const { return empty_; }                                  // no values: no answers
  const std::vector<std::int64_t>& answers() const { return answers_; }  // in the order of the ranks

 private:
  struct Wanted {
    std::size_t rank = 0, answer = 0;
  };
  // Values among which ranks are wanted; which phase the work on it is in.
  struct Part {
    std::vector<std::int64_t> values;
    std::vector<Wanted> wanted;
    enum class Phase : std::uint8_t { bounds, count, collect } phase = Phase::bounds;
    std::int64_t low = INT64_MAX, high = INT64_MIN;
  };
  bool step_part(const TimeIsUp& up);
  bool answer_at_once(Part& part);
  void begin_count(const Part& part);
  void begin_collect(Part& part);
  std::size_t bin_of(const Part& part, std::int64_t value) const {
    return static_cast<std::size_t>((static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(part.low)) >>
                                    shift_);
  }

  bool empty_ = true;
  std::vector<Part> parts_;  // the last is being worked on
  std::vector<std::int64_t> answers_;
  std::size_t next_ = 0;
  unsigned shift_ = 0;
  std::vector<std::uint32_t> counts_;
  std::vector<std::int32_t> child_of_bin_;  // -1: no rank lies in it
  std::vector<Part> children_;
};

}  // namespace spanorama
