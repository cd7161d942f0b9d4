// Time with long idle stretches taken out: each gap keeps a little width, so that a break can be drawn, and everything
// else keeps its length. The axis stays truthful: ticks are placed by the same mapping.
//
//   real    ####----------------####-----##
//   shown   ####--####-----##               a gap shows `kept` of its length
#pragma once

#include <vector>

#include "spanorama/analysis/trace_shape.h"
#include "spanorama/base/time.h"

namespace spanorama {

class TimeFolds {
 public:
  struct Fold {
    UnixTime begin, end;  // real
    UnixTime shown, shown_end;
  };

  TimeFolds() = default;
  // `gaps` in order and apart; each keeps `kept` (a gap no longer than that stays whole).
  TimeFolds(const std::vector<IdleGap>& gaps, Nanos kept);

  bool empty() const { return folds_.empty(); }
  const std::vector<Fold>& folds() const { return folds_; }
  // Both rising, and the inverse of one another up to rounding inside gaps. O(log gaps).
  UnixTime shown_from(UnixTime real) const;
  UnixTime real_from(UnixTime shown) const;

 private:
  std::vector<Fold> folds_;
};

}  // namespace spanorama
