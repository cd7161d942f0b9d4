// Lanes and their indexes: made once per trace, then asked every frame by lanes.cpp.
#include <algorithm>
#include <numeric>

#include "layout/lane_buckets.h"
#include "layout/longest.h"
#include "layout/packing.h"
#include "layout/saturated.h"

namespace spanorama {

namespace {

// Counting sort of the trace's spans into lanes; inside a lane they keep depth-first order.
void group(DepthLanes& lanes, std::uint32_t first_span, const std::vector<std::uint32_t>& lane_of) {
  const std::uint32_t lane_count = lane_of.empty() ? 0 : *std::max_element(lane_of.begin(), lane_of.end()) + 1;
  lanes.begin.assign(lane_count + std::size_t{1}, 0);
  for (const std::uint32_t lane : lane_of) ++lanes.begin[lane + std::size_t{1}];
  std::partial_sum(lanes.begin.begin(), lanes.begin.end(), lanes.begin.begin());
  std::vector<std::uint32_t> next(lanes.begin.begin(), lanes.begin.end() - 1);
  lanes.spans.resize(lane_of.size());
  for (std::uint32_t i = 0; i < lane_of.size(); ++i) lanes.spans[next[lane_of[i]]++] = {first_span + i};
}

void sort_lane(const TraceStore& store, DepthLanes& lanes, std::uint32_t begin, std::uint32_t end) {
  const auto start = store.columns().start;
  std::sort(lanes.spans.begin() + begin, lanes.spans.begin() + end, [&](SpanRow a, SpanRow b) {
    return start[a.value] != start[b.value] ? start[a.value] < start[b.value] : a < b;
  });
  std::copy(lanes.spans.begin() + begin, lanes.spans.begin() + end, lanes.by_end.begin() + begin);
  std::sort(lanes.by_end.begin() + begin, lanes.by_end.begin() + end, [&](SpanRow a, SpanRow b) {
    const UnixTime end_a = end_of_span(store, a), end_b = end_of_span(store, b);
    return end_a != end_b ? end_a < end_b : a < b;
  });
  SpanRow farthest;
  for (std::uint32_t i = begin; i < end; ++i) {
    const SpanRow row = lanes.spans[i];
    if (!farthest.valid() || end_of_span(store, row) > end_of_span(store, farthest)) farthest = row;
    lanes.reach[i] = farthest;
  }
}

std::vector<std::uint32_t> failed(const TraceStore& store, const std::vector<SpanRow>& rows) {
  std::vector<std::uint32_t> result;
  for (std::uint32_t i = 0; i < rows.size(); ++i)
    if (store.columns().status[rows[i].value] == Status::error) result.push_back(i);
  return result;
}

DepthLanes lanes_from(const TraceStore& store, std::uint32_t first_span, const std::vector<std::uint32_t>& lane_of) {
  DepthLanes lanes;
  group(lanes, first_span, lane_of);
  lanes.by_end.resize(lanes.spans.size());
  lanes.reach.resize(lanes.spans.size());
  for (std::size_t lane = 0; lane + 1 < lanes.begin.size(); ++lane)
    sort_lane(store, lanes, lanes.begin[lane], lanes.begin[lane + 1]);
  lanes.start.reserve(lanes.spans.size());
  lanes.duration.reserve(lanes.spans.size());
  for (const SpanRow row : lanes.spans) {
    lanes.start.push_back(store.columns().start[row.value]);
    lanes.duration.push_back(store.columns().duration[row.value]);
  }
  lanes.blocks = longest_blocks(lanes.duration);
  lanes.errors = failed(store, lanes.spans);
  lanes.errors_by_end = failed(store, lanes.by_end);
  lanes.buckets = lane_buckets(lanes);
  return lanes;
}

}  // namespace

DepthLanes depth_lanes(const TraceStore& store, TraceRow trace, std::uint32_t max_lanes) {
  if (trace.value >= store.trace_count() || max_lanes == 0) return lanes_from(store, 0, {});
  const Trace& t = store.trace(trace);
  std::vector<std::uint32_t> lane_of(t.span_count);
  for (std::uint32_t i = 0; i < t.span_count; ++i)
    lane_of[i] = std::min(store.columns().depth[t.first_span.value + i], max_lanes - 1);
  return lanes_from(store, t.first_span.value, lane_of);
}

DepthLanes packed_lanes(const TraceStore& store, TraceRow trace, std::uint32_t max_lanes) {
  if (trace.value >= store.trace_count() || max_lanes == 0) return lanes_from(store, 0, {});
  const Trace& t = store.trace(trace);
  return lanes_from(store, t.first_span.value, packed_lane_of(store, t.first_span.value, t.span_count, max_lanes));
}

}  // namespace spanorama
