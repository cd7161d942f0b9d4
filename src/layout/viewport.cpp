#include <algorithm>
#include <cmath>

#include "layout/span_geometry.h"
#include "spanorama/layout/timeline.h"

namespace spanorama {

namespace {

constexpr double kLeastNs = 1e3;        // 1 µs over the width
constexpr double kMostNs = 3.15576e18;  // 100 years

double checked_width(float width_px) { return width_px > 1 ? static_cast<double>(width_px) : 1.0; }

double clamped_scale(double px_per_ns, float width_px) {
  const double width = checked_width(width_px);
  if (!(px_per_ns > 0)) return width / kMostNs;
  return std::clamp(px_per_ns, width / kMostNs, width / kLeastNs);
}

// The time that is shown `shown_ns` after the viewport's begin.
UnixTime moved(const Viewport& view, double shown_ns) {
  if (view.folds == nullptr) return shifted(view.begin, shown_ns);
  return view.folds->real_from(shifted(view.folds->shown_from(view.begin), shown_ns));
}

}  // namespace

float px_from(UnixTime time, const Viewport& view) {
  return static_cast<float>(ns_in_view(time, view) * view.px_per_ns);
}

UnixTime time_from_px(float x_px, const Viewport& view) {
  if (!(view.px_per_ns > 0)) return view.begin;
  return moved(view, std::round(static_cast<double>(x_px) / view.px_per_ns));
}

UnixTime end_of(const Viewport& view) { return time_from_px(view.width_px, view); }

Viewport viewport_over(UnixTime begin, UnixTime end, float width_px) {
  const double ns = std::max(ns_between(end, begin), kLeastNs);
  return {begin, clamped_scale(checked_width(width_px) / ns, width_px), width_px};
}

Viewport zoomed(const Viewport& view, double factor, float x_px) {
  if (!(factor > 0) || !(view.px_per_ns > 0)) return view;
  Viewport result = view;
  result.px_per_ns = clamped_scale(view.px_per_ns * factor, view.width_px);
  const double x = static_cast<double>(x_px);
  result.begin = moved(view, std::round(x / view.px_per_ns - x / result.px_per_ns));
  return result;
}

Viewport panned(const Viewport& view, float dx_px) {
  Viewport result = view;
  result.begin = time_from_px(dx_px, view);
  return result;
}

}  // namespace spanorama
