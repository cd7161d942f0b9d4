#include <cstring>

#include "layout/span_geometry.h"

namespace spanorama {

namespace {

// Where the first token is inside the box, or -1. Past the clipped end it sticks to it: all that is seen is waiting.
float first_token_px(const TraceStore& store, SpanRow row, const Viewport& view, const SpanBox& box) {
  const MaybeFacts facts = store.facts(row);
  if (facts == nullptr || facts->ttft_ns == kUnknown || facts->ttft_ns < 0) return -1;
  if (facts->ttft_ns > store.columns().duration[row.value].count) return -1;
  const UnixTime time = shifted(store.columns().start[row.value], static_cast<double>(facts->ttft_ns));
  const float x_px = px_from(time, view);
  if (x_px < 0) return -1;
  return std::min(std::max(x_px, box.x0_px), box.x1_px);
}

bool any_error(const TraceStore& store, SpanRow first, std::uint32_t end) {
  static_assert(sizeof(Status) == 1);
  const auto statuses = store.columns().status.subspan(first.value, end - first.value);
  return std::memchr(statuses.data(), static_cast<int>(Status::error), statuses.size()) != nullptr;
}

// One past the last span that rows[index] stands for: itself, or its subtree when the next row is not in it.
std::uint32_t shown_end(const TraceStore& store, const std::vector<SpanRow>& rows, std::size_t index) {
  const std::uint32_t row = rows[index].value;
  const std::uint32_t subtree_end = store.columns().subtree_end[row];
  const bool open = index + 1 < rows.size() && rows[index + 1].value < subtree_end;
  return open ? row + 1 : std::max(subtree_end, row + 1);
}

}  // namespace

SpanBox box_of(const TraceStore& store, SpanRow row, const Viewport& view) {
  SpanBox box;
  const Edges edges = edges_of(store.columns().start[row.value], end_of_span(store, row), view, kLeastBarPx);
  box.x0_px = edges.x0_px;
  box.x1_px = edges.x1_px;
  box.row = row;
  box.error = store.columns().status[row.value] == Status::error;
  box.first_token_px = first_token_px(store, row, view, box);
  return box;
}

std::vector<SpanRow> visible_rows(const TraceStore& store, TraceRow trace, const std::vector<SpanRow>& folded_sorted) {
  std::vector<SpanRow> rows;
  if (trace.value >= store.trace_count()) return rows;
  const Trace& t = store.trace(trace);
  const std::uint32_t end = t.first_span.value + t.span_count;
  rows.reserve(t.span_count);
  auto folded = folded_sorted.begin();
  for (std::uint32_t row = t.first_span.value; row < end;) {
    rows.push_back({row});
    while (folded != folded_sorted.end() && folded->value < row) ++folded;
    const bool closed = folded != folded_sorted.end() && folded->value == row;
    row = closed ? std::max(store.columns().subtree_end[row], row + 1) : row + 1;
  }
  return rows;
}

void lay_out_rows(const TraceStore& store, const std::vector<SpanRow>& rows, std::uint32_t first, std::uint32_t count,
                  const Viewport& view, std::vector<SpanBox>& out) {
  const UnixTime view_end = end_of(view);
  const std::size_t last = std::min(rows.size(), static_cast<std::size_t>(first) + count);
  for (std::size_t index = first; index < last; ++index) {
    const SpanRow row = rows[index];
    if (!in_view(store.columns().start[row.value], end_of_span(store, row), view.begin, view_end)) continue;
    SpanBox box = box_of(store, row, view);
    const std::uint32_t end = shown_end(store, rows, index);
    box.lane = static_cast<std::uint32_t>(index - first);
    box.folded = end - row.value - 1;
    box.error = any_error(store, row, end);
    out.push_back(box);
  }
}

}  // namespace spanorama
