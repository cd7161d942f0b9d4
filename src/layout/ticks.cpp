#include <algorithm>
#include <array>
#include <cmath>

#include "layout/round_step.h"
#include "layout/saturated.h"
#include "spanorama/layout/timeline.h"

namespace spanorama {

namespace {

constexpr std::int64_t kMinute = 60 * kNanosPerSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::size_t kMostTicks = 1000;

// "1.25" for value 1250 and unit 1000: as many digits as the number needs, no trailing zeros.
std::string decimal(std::int64_t value, std::int64_t unit, const char* name) {
  std::string text = std::to_string(value / unit);
  std::int64_t rest = value % unit;
  if (rest != 0) text += '.';
  while (rest != 0) {
    rest *= 10;
    text += static_cast<char>('0' + rest / unit);
    rest %= unit;
  }
  return text + ' ' + name;
}

std::string two_units(std::int64_t whole, const char* name, std::int64_t rest, std::int64_t unit, const char* minor) {
  std::string text = std::to_string(whole) + ' ' + name;
  if (rest == 0) return text;
  const std::string rest_text = decimal(rest, unit, minor);
  return text + ' ' + (rest < 10 * unit ? "0" : "") + rest_text;
}

std::string below_minute(std::int64_t ns) {
  if (ns >= kNanosPerSecond) return decimal(ns, kNanosPerSecond, "s");
  if (ns >= kNanosPerMilli) return decimal(ns, kNanosPerMilli, "ms");
  if (ns >= kNanosPerMicro) return decimal(ns, kNanosPerMicro, "µs");
  return decimal(ns, 1, "ns");
}

std::string three_units(std::int64_t ns) {
  std::string text = two_units(ns / kHour, "h", ns % kHour / kMinute * kMinute, kMinute, "m");
  if (ns % kMinute != 0) text += ' ' + below_minute(ns % kMinute);
  return text;
}

// Far from the origin and deep inside a second a full label is too long to read: "+250 µs" counts from the whole
// millisecond (second) before.
std::string label_of(std::int64_t ns, std::int64_t step) {
  if (ns == 0) return "0";
  if (ns < 0) return "-" + label_of(ns == INT64_MIN ? INT64_MAX : -ns, step);
  const std::int64_t whole = step < kNanosPerMicro ? kNanosPerMilli : kNanosPerSecond;
  if (ns >= 10 * whole && step < whole / 1000 * 2 && ns % whole != 0) return "+" + below_minute(ns % whole);
  if (ns < kMinute) return below_minute(ns);
  if (ns < kHour) return two_units(ns / kMinute, "m", ns % kMinute, kNanosPerSecond, "s");
  if (ns < kDay) return three_units(ns);
  std::string text = two_units(ns / kDay, "d", ns % kDay / kHour * kHour, kHour, "h");
  if (ns % kHour != 0)
    text += ' ' + (ns % kHour < kMinute ? below_minute(ns % kHour)
                                        : two_units(ns % kHour / kMinute, "m", ns % kMinute, kNanosPerSecond, "s"));
  return text;
}

// The stretch that is taken out around `time`.
const TimeFolds::Fold* fold_around(const Viewport& view, UnixTime time) {
  if (view.folds == nullptr) return nullptr;
  const auto& folds = view.folds->folds();
  const auto after = std::upper_bound(folds.begin(), folds.end(), time,
                                      [](UnixTime t, const TimeFolds::Fold& fold) { return t < fold.begin; });
  if (after == folds.begin() || (after - 1)->end <= time) return nullptr;
  return &*(after - 1);
}

}  // namespace

std::int64_t round_time_step(double least_ns) {
  constexpr std::array<std::int64_t, 16> kSteps = {kNanosPerSecond,
                                                   2 * kNanosPerSecond,
                                                   5 * kNanosPerSecond,
                                                   10 * kNanosPerSecond,
                                                   15 * kNanosPerSecond,
                                                   30 * kNanosPerSecond,
                                                   kMinute,
                                                   2 * kMinute,
                                                   5 * kMinute,
                                                   10 * kMinute,
                                                   15 * kMinute,
                                                   30 * kMinute,
                                                   kHour,
                                                   3 * kHour,
                                                   6 * kHour,
                                                   12 * kHour};
  if (!(least_ns > 1)) return 1;
  if (least_ns <= 5e8) return round_step(least_ns);
  for (const std::int64_t step : kSteps)
    if (static_cast<double>(step) >= least_ns) return step;
  return round_step(least_ns / static_cast<double>(kDay)) * kDay;
}

std::int64_t round_step(double least) {
  std::int64_t power = 1;
  while (power < INT64_MAX / 100 && static_cast<double>(power) * 10 < least) power *= 10;
  for (const std::int64_t digit : {1, 2, 5})
    if (static_cast<double>(power * digit) >= least) return power * digit;
  return power * 10;
}

std::vector<Tick> time_ticks(const Viewport& view, UnixTime origin, float min_gap_px) {
  std::vector<Tick> ticks;
  if (!(view.px_per_ns > 0) || !(view.width_px > 0)) return ticks;
  const std::int64_t step = round_time_step(static_cast<double>(std::max(min_gap_px, 1.0f)) / view.px_per_ns);
  const double begin_ns = ns_between(view.begin, origin);
  auto at = static_cast<std::int64_t>(std::ceil(std::clamp(begin_ns, -9e18, 9e18) / static_cast<double>(step)));
  for (std::size_t tries = 0; tries < kMostTicks; ++tries, ++at) {
    std::int64_t offset = 0;
    if (__builtin_mul_overflow(at, step, &offset)) break;
    const UnixTime time = shifted(origin, static_cast<double>(offset));
    if (const TimeFolds::Fold* fold = fold_around(view, time)) {
      at = static_cast<std::int64_t>(std::ceil(ns_between(fold->end, origin) / static_cast<double>(step))) - 1;
      continue;
    }
    const float x_px = px_from(time, view);
    if (x_px > view.width_px) break;
    const bool room = view.folds == nullptr || ticks.empty() || x_px - ticks.back().x_px >= min_gap_px * 0.6f;
    if (x_px >= 0 && room) ticks.push_back({x_px, label_of(offset, step)});
  }
  return ticks;
}

}  // namespace spanorama
