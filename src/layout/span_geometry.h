// From a span's times to the edges of its bar.
#pragma once

#include <algorithm>

#include "layout/saturated.h"
#include "spanorama/layout/timeline.h"

namespace spanorama {

inline constexpr float kOutsidePx = 8;  // how far a clipped bar reaches past the viewport
inline constexpr float kLeastBarPx = 1.5f;

// Shown nanoseconds from the viewport's begin.
inline double ns_in_view(UnixTime time, const Viewport& view) {
  if (view.folds == nullptr) return ns_between(time, view.begin);
  return ns_between(view.folds->shown_from(time), view.folds->shown_from(view.begin));
}

struct Edges {
  float x0_px = 0, x1_px = 0;
};

// Clipped edges of start..end, at least `least_px` wide. What is widened at the right end of the viewport grows to the
// left, so that the last instant of a trace can be seen.
inline Edges edges_of(UnixTime start, UnixTime end, const Viewport& view, float least_px) {
  const double low = -kOutsidePx, high = static_cast<double>(view.width_px) + kOutsidePx;
  Edges edges;
  edges.x0_px = static_cast<float>(std::clamp(ns_in_view(start, view) * view.px_per_ns, low, high));
  edges.x1_px = static_cast<float>(std::clamp(ns_in_view(end, view) * view.px_per_ns, low, high));
  if (edges.x1_px - edges.x0_px >= least_px) return edges;
  if (edges.x0_px <= view.width_px) edges.x0_px = std::min(edges.x0_px, std::max(view.width_px - least_px, 0.0f));
  edges.x1_px = edges.x0_px + least_px;
  return edges;
}

inline bool in_view(UnixTime start, UnixTime end, UnixTime view_begin, UnixTime view_end) {
  return end >= view_begin && start <= view_end;
}

// The box of one span alone.
SpanBox box_of(const TraceStore& store, SpanRow row, const Viewport& view);

}  // namespace spanorama
