// The timeline of one trace as boxes in pixels: which rows are visible, where their bars are, ticks of the axis,
// and the same spans folded into lanes by depth for the minimap and the flame. No GPU, no ImGui, no state.
//
//   Viewport view = viewport_over(trace.start, trace.start + trace.duration, 900);
//   std::vector<SpanBox> boxes;
//   lay_out_rows(store, visible_rows(store, row, folded), first, 40, view, boxes);
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spanorama/base/time.h"
#include "spanorama/layout/time_folds.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// The visible part of time. Nanoseconds stay integers until `begin` is subtracted.
struct Viewport {
  UnixTime begin;
  double px_per_ns = 0;  // of shown time
  float width_px = 0;
  const TimeFolds* folds = nullptr;  // idle stretches that are taken out; none: every nanosecond is shown
};
float px_from(UnixTime time, const Viewport& view);
UnixTime time_from_px(float x_px, const Viewport& view);
UnixTime end_of(const Viewport& view);
// At least 1 µs and at most 100 years wide, whatever is asked for.
Viewport viewport_over(UnixTime begin, UnixTime end, float width_px);
// Zooms by `factor` (over 1 shows less time) keeping the time under `x_px` where it is; never below 1 µs or above
// 100 years over the width.
Viewport zoomed(const Viewport& view, double factor, float x_px);
// Positive `dx_px` shows later times.
Viewport panned(const Viewport& view, float dx_px);

// Spans of a trace that are shown as rows: depth-first, with the subtrees of folded spans left out.
// O(spans of trace), remembered by app.
std::vector<SpanRow> visible_rows(const TraceStore& store, TraceRow trace, const std::vector<SpanRow>& folded_sorted);

// One bar. x is clipped to -8 .. width + 8 so that rounded ends stay outside; at least 1.5 px wide.
struct SpanBox {
  float x0_px = 0, x1_px = 0;
  float first_token_px = -1;  // inside the bar; -1: not known, left of the view, or the box stands for several
  std::uint32_t lane = 0;     // rows: counted from `first`; lanes: depth
  std::uint32_t folded = 0;   // spans this box stands for beside `row`
  SpanRow row;                // the longest of them
  bool error = false;         // any of them
};
// Boxes of rows[first .. first + count); spans outside the viewport give none. `rows` as visible_rows made it: a row
// whose subtree is left out stands for it (`folded`, `error`). O(count), plus one byte looked at per left-out span.
void lay_out_rows(const TraceStore& store, const std::vector<SpanRow>& rows, std::uint32_t first, std::uint32_t count,
                  const Viewport& view, std::vector<SpanBox>& out);

// Spans of one trace grouped by depth and sorted by start, with what makes folding a matter of binary searches.
//
//   spans    lane 0: a b c | lane 1: d e f g | …          by start, then row
//   by_end   lane 0: b a c | lane 1: …                    the same spans by end
//   reach    lane 0: a a c | lane 1: …                    which of the spans so far ends last
//   blocks   the longest of each 16 spans, then of each 16 blocks, and so on
//   buckets  of large traces: spans that start in the same stretch of time, put together once, for ever longer stretches
//
// About 42 bytes a span: start and duration stand beside `spans`, durations in `blocks` again, and all of a folded box in
// `buckets`, so that a frame walks through neighbouring memory, and through no more of it the longer the trace is.
struct LaneBucket {
  UnixTime first, last;      // starts of its first and last span
  Nanos duration;            // of its longest span
  std::uint32_t begin = 0;   // its first span, an index into `spans`; it goes on to the next bucket's
  std::uint32_t at = 0;      // its longest span, an index into `spans`
  SpanRow row;               // the same
  std::uint32_t errors = 0;  // failed spans
};
struct LaneBuckets {
  int shift = 0;                     // a stretch is 2^shift ns
  std::vector<std::uint32_t> begin;  // lane -> index into `rows`; one more entry than lanes
  std::vector<LaneBucket> rows;
};
struct LongestSpan {
  Nanos duration{-1};
  std::uint32_t index = UINT32_MAX;  // into `spans`
};
struct DepthLanes {
  std::vector<std::uint32_t> begin;  // depth -> index into `spans`; one more entry than lanes
  std::vector<SpanRow> spans;
  std::vector<UnixTime> start;  // of `spans`
  std::vector<Nanos> duration;
  std::vector<SpanRow> by_end;
  std::vector<SpanRow> reach;
  std::vector<std::vector<LongestSpan>> blocks;
  std::vector<LaneBuckets> buckets;  // the finest first; each has at most half as many rows as the one before
  std::vector<std::uint32_t> errors, errors_by_end;  // indexes of failed spans in `spans` and in `by_end`, rising
};
// The last lane also holds what is deeper. O(n log n).
DepthLanes depth_lanes(const TraceStore& store, TraceRow trace, std::uint32_t max_lanes);

// The same, but spans that run at the same time never share a lane: a span takes the first lane below its parent's
// that is free for as long as its whole subtree runs. Parallel steps are seen side by side. Past `max_lanes` spans
// share the last lane. O(n log n + n * lanes tried).
DepthLanes packed_lanes(const TraceStore& store, TraceRow trace, std::uint32_t max_lanes);

// A few boxes per pixel column however many spans there are. Time is cut into buckets of at least `min_px` (and less
// than twice that), fixed in time so that panning does not change what is folded. Of the spans that start in a bucket:
// a wide longest one is a box of its own, and all others are one folded box; those that started before the viewport
// and reach into it are one box, that of the one that ends last. Every span in view is in exactly one box.
// Boxes come lane by lane, left to right, of the lanes first_lane .. first_lane + lane_count. O(boxes * log spans).
void lay_out_lanes(const TraceStore& store, const DepthLanes& lanes, const Viewport& view, float min_px,
                   std::vector<SpanBox>& out, std::uint32_t first_lane = 0, std::uint32_t lane_count = UINT32_MAX);

// How many spans run in the viewport, over all lanes. O(lanes * log spans).
std::uint32_t spans_in_view(const TraceStore& store, const DepthLanes& lanes, const Viewport& view);

struct Tick {
  float x_px = 0;
  std::string label;  // relative to the trace's start: "0", "250 ms", "1.5 s"
};
// Round steps of real time, at least `min_gap_px` apart where no time is taken out. At most 1000.
std::vector<Tick> time_ticks(const Viewport& view, UnixTime origin, float min_gap_px);

}  // namespace spanorama
