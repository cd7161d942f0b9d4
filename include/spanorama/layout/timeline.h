// The timeline of one trace as boxes in pixels: which rows are visible, where their bars are, ticks of the axis,
// and the same spans folded into lanes by depth for the minimap and the flame. No GPU, no ImGui, no state.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spanorama/base/time.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// The visible part of time. Nanoseconds stay integers until `begin` is subtracted.
struct Viewport {
  UnixTime begin;
  double px_per_ns = 0;
  float width_px = 0;
};
float px_from(UnixTime time, const Viewport& view);
UnixTime time_from_px(float x_px, const Viewport& view);
UnixTime end_of(const Viewport& view);
Viewport viewport_over(UnixTime begin, UnixTime end, float width_px);
// Zooms by `factor` keeping the time under `x_px` where it is; never below 1 µs or above 100 years over the width.
Viewport zoomed(const Viewport& view, double factor, float x_px);
Viewport panned(const Viewport& view, float dx_px);

// Spans of a trace that are shown as rows: depth-first, with the subtrees of folded spans left out.
// O(spans of trace), remembered by app.
std::vector<SpanRow> visible_rows(const TraceStore& store, TraceRow trace, const std::vector<SpanRow>& folded_sorted);

// One bar. x is clipped to -8 .. width + 8 so that rounded ends stay outside; at least 1.5 px wide.
struct SpanBox {
  float x0_px = 0, x1_px = 0;
  float first_token_px = -1;      // inside the bar, or -1
  std::uint32_t lane = 0;         // row on the screen, or depth for lanes
  std::uint32_t folded = 0;       // spans this box stands for beside `row`
  SpanRow row;                    // the longest of them
  bool error = false;             // any of them
};
// Boxes of rows[first .. first + count); spans outside the viewport give none. O(count).
void lay_out_rows(const TraceStore& store, const std::vector<SpanRow>& rows, std::uint32_t first, std::uint32_t count,
                  const Viewport& view, std::vector<SpanBox>& out);

// Spans of one trace grouped by depth and sorted by start, for folding by binary search.
struct DepthLanes {
  std::vector<std::uint32_t> begin;  // depth -> index into `spans`; one more entry than lanes
  std::vector<SpanRow> spans;
};
DepthLanes depth_lanes(const TraceStore& store, TraceRow trace, std::uint32_t max_lanes);
// A few boxes per pixel column however many spans there are: what is narrower than `min_px` is folded with its
// neighbours, keeping the longest row, the count and any error. O(boxes * log spans) plus folded errors' lookup.
void lay_out_lanes(const TraceStore& store, const DepthLanes& lanes, const Viewport& view, float min_px,
                   std::vector<SpanBox>& out);

struct Tick {
  float x_px = 0;
  std::string label;  // relative to the trace's start: "0", "250 ms", "1.5 s"
};
// Round steps, at least `min_gap_px` apart.
std::vector<Tick> time_ticks(const Viewport& view, UnixTime origin, float min_gap_px);

}  // namespace spanorama
