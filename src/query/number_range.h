// The bounds of a range condition, asked of numbers and of texts that are numbers.
#pragma once

#include <cstdint>
#include <string_view>

#include "spanorama/base/format.h"
#include "spanorama/query/filter.h"

namespace spanorama::query {

class NumberRange {
 public:
  explicit NumberRange(const Condition& c) : low_(c.low), high_(c.high), fine_(c.fine) {}

  bool whole(std::int64_t value) const {
    return fine_.real ? real(static_cast<double>(value)) : value >= low_ && value <= high_;
  }
  // False for NaN.
  bool real(double value) const {
    if (fine_.real)
      return (fine_.low_open ? value > fine_.low_real : value >= fine_.low_real) &&
             (fine_.high_open ? value < fine_.high_real : value <= fine_.high_real);
    return value >= static_cast<double>(low_) && value <= static_cast<double>(high_);
  }
  // False for what is no number.
  bool text(std::string_view shown) const {
    std::int64_t number = 0;
    if (parse_int64(shown, number)) return whole(number);
    double value = 0;
    return parse_double(shown, value) && real(value);
  }

 private:
  std::int64_t low_, high_;
  FineBounds fine_;
};

}  // namespace spanorama::query
