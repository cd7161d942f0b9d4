#include "spanorama/layout/time_folds.h"

#include <algorithm>

#include "layout/saturated.h"

namespace spanorama {

TimeFolds::TimeFolds(const std::vector<IdleGap>& gaps, Nanos kept) {
  Nanos removed;
  for (const IdleGap& gap : gaps) {
    const Nanos length = gap.end - gap.begin;
    if (length <= kept) continue;
    const UnixTime shown = gap.begin - removed;
    folds_.push_back({gap.begin, gap.end, shown, shown + kept});
    removed = removed + length - kept;
  }
}

UnixTime TimeFolds::shown_from(UnixTime real) const {
  const auto after = std::upper_bound(folds_.begin(), folds_.end(), real,
                                      [](UnixTime time, const Fold& fold) { return time < fold.begin; });
  if (after == folds_.begin()) return real;
  const Fold& fold = *(after - 1);
  if (real >= fold.end) return shifted(fold.shown_end, ns_between(real, fold.end));
  const double share = ns_between(real, fold.begin) / ns_between(fold.end, fold.begin);
  return shifted(fold.shown, share * ns_between(fold.shown_end, fold.shown));
}

UnixTime TimeFolds::real_from(UnixTime shown) const {
  const auto after = std::upper_bound(folds_.begin(), folds_.end(), shown,
                                      [](UnixTime time, const Fold& fold) { return time < fold.shown; });
  if (after == folds_.begin()) return shown;
  const Fold& fold = *(after - 1);
  if (shown >= fold.shown_end) return shifted(fold.end, ns_between(shown, fold.shown_end));
  const double share = ns_between(shown, fold.shown) / ns_between(fold.shown_end, fold.shown);
  return shifted(fold.begin, share * ns_between(fold.end, fold.begin));
}

}  // namespace spanorama
