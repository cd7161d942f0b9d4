#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "layout/round_step.h"
#include "layout/saturated.h"
#include "spanorama/base/format.h"
#include "spanorama/layout/charts.h"

namespace spanorama {

namespace {

constexpr std::int64_t kMinute = 60 * kNanosPerSecond, kDay = 24 * 60 * kMinute;
constexpr std::size_t kMostTicks = 200;

std::int64_t floor_remainder(std::int64_t value, std::int64_t step) {
  const std::int64_t rest = value % step;
  return rest < 0 ? rest + step : rest;
}

// text_from prints "2026-08-01 14:03:22 …": the pieces are at fixed places.
std::string day_label(std::string_view text) {
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const int month = (text[5] - '0') * 10 + (text[6] - '0');
  const std::string_view day = text.substr(text[8] == '0' ? 9 : 8, text[8] == '0' ? 1 : 2);
  return std::string(kMonths[static_cast<std::size_t>(std::clamp(month, 1, 12) - 1)]) + ' ' + std::string(day);
}

// The day at midnight, the time of day elsewhere; the year as well where steps are longer than a month.
std::string label_of(UnixTime time, std::int64_t local_ns, std::int64_t step, int utc_offset_minutes) {
  const std::string text = text_from(time, 0, utc_offset_minutes);
  if (text.size() < 19) return text;
  if (step > 31 * kDay) return day_label(text) + ' ' + text.substr(0, 4);
  if (floor_remainder(local_ns, kDay) == 0) return day_label(text);
  return text.substr(11, step % kMinute == 0 ? 5 : 8);
}

}  // namespace

std::vector<AxisTick> bucket_ticks(TimeBuckets buckets, ChartArea area, float min_gap_px, int utc_offset_minutes) {
  std::vector<AxisTick> ticks;
  if (buckets.count == 0 || buckets.width.count <= 0 || !(area.width_px > 0)) return ticks;
  const double total_ns = static_cast<double>(buckets.width.count) * buckets.count;
  const double px_per_ns = static_cast<double>(area.width_px) / total_ns;
  const double least_ns = static_cast<double>(std::max(min_gap_px, 1.0f)) / px_per_ns;
  const std::int64_t step = std::max(round_time_step(least_ns), kNanosPerSecond);
  const UnixTime local_begin = shifted(buckets.begin, static_cast<double>(utc_offset_minutes * kMinute));
  std::int64_t local = shifted(local_begin, -static_cast<double>(floor_remainder(local_begin.ns, step))).ns;
  for (std::size_t tries = 0; tries < kMostTicks; ++tries, local += step) {
    const double x_ns = ns_between({local}, local_begin);
    if (x_ns > total_ns || local > INT64_MAX - step) break;
    if (x_ns < 0) continue;
    const UnixTime time = shifted(buckets.begin, x_ns);
    ticks.push_back(
        {area.x_px + static_cast<float>(x_ns * px_per_ns), label_of(time, local, step, utc_offset_minutes)});
  }
  return ticks;
}

}  // namespace spanorama
