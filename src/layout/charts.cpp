#include "spanorama/layout/charts.h"

#include <algorithm>
#include <cmath>

#include "layout/round_step.h"
#include "layout/saturated.h"
#include "spanorama/base/format.h"

namespace spanorama {

namespace {

constexpr float kLeastSegmentPx = 1;  // what is there can be seen

float bucket_px(const ChartArea& area, std::size_t count) { return area.width_px / static_cast<float>(count); }

// Bars leave a gap of 1 px where there is room for it.
ChartRect column(const ChartArea& area, std::size_t bucket, std::size_t count) {
  const float width = bucket_px(area, count);
  ChartRect rect;
  rect.x0_px = area.x_px + static_cast<float>(bucket) * width;
  rect.x1_px = rect.x0_px + (width >= 4 ? width - 1 : width);
  rect.bucket = static_cast<std::uint32_t>(bucket);
  return rect;
}

std::uint64_t sum(const std::array<std::uint32_t, 3>& counts) {
  return std::uint64_t{0} + counts[0] + counts[1] + counts[2];
}

// Heights of the three segments: proportional, but none that counts is under a pixel; the tallest pays for it.
std::array<float, 3> segment_heights(const std::array<std::uint32_t, 3>& counts, std::uint64_t most, float height_px) {
  std::array<float, 3> heights{};
  float owed = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    if (counts[i] == 0) continue;
    const float exact = height_px * static_cast<float>(static_cast<double>(counts[i]) / static_cast<double>(most));
    heights[i] = std::max(exact, kLeastSegmentPx);
    owed += heights[i] - exact;
  }
  float& tallest = *std::max_element(heights.begin(), heights.end());
  tallest = std::max(tallest - owed, kLeastSegmentPx);
  return heights;
}

}  // namespace

std::vector<ChartRect> stacked_bars(const std::vector<std::array<std::uint32_t, 3>>& counts, ChartArea area) {
  std::vector<ChartRect> rects;
  std::uint64_t most = 0;
  for (const auto& bucket : counts) most = std::max(most, sum(bucket));
  for (std::size_t i = 0; i < counts.size() && most > 0; ++i) {
    if (sum(counts[i]) == 0) continue;
    const std::array<float, 3> heights = segment_heights(counts[i], most, area.height_px);
    float bottom = area.y_px + area.height_px;
    for (std::uint32_t series = 0; series < 3; ++series) {
      if (counts[i][series] == 0) continue;
      ChartRect rect = column(area, i, counts.size());
      rect.series = series;
      rect.y1_px = bottom;
      rect.y0_px = bottom -= heights[series];
      rects.push_back(rect);
    }
  }
  return rects;
}

std::vector<ChartRect> value_bars(const std::vector<std::int64_t>& values, ChartArea area) {
  std::vector<ChartRect> rects;
  const std::int64_t most = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] <= 0) continue;  // unknown is negative too
    ChartRect rect = column(area, i, values.size());
    const double share = static_cast<double>(values[i]) / static_cast<double>(most);
    rect.y1_px = area.y_px + area.height_px;
    rect.y0_px = rect.y1_px - std::max(static_cast<float>(share) * area.height_px, kLeastSegmentPx);
    rects.push_back(rect);
  }
  return rects;
}

std::vector<ChartRect> heatmap_cells(const Heatmap& heatmap, ChartArea area) {
  std::vector<ChartRect> rects;
  const std::uint32_t levels = heatmap.levels, columns = heatmap.buckets.count;
  if (levels == 0 || columns == 0 || heatmap.most == 0) return rects;
  const float height = area.height_px / static_cast<float>(levels);
  for (std::size_t cell = 0; cell < heatmap.cells.size(); ++cell) {
    if (heatmap.cells[cell] == 0) continue;
    const auto level = static_cast<std::uint32_t>(cell % levels);
    ChartRect rect;
    rect.bucket = static_cast<std::uint32_t>(cell / levels);
    rect.series = level;
    rect.x0_px = area.x_px + static_cast<float>(rect.bucket) * bucket_px(area, columns);
    rect.x1_px = rect.x0_px + bucket_px(area, columns);
    rect.y1_px = area.y_px + area.height_px - static_cast<float>(level) * height;
    rect.y0_px = rect.y1_px - height;
    rect.weight = std::sqrt(static_cast<float>(heatmap.cells[cell]) / static_cast<float>(heatmap.most));
    rects.push_back(rect);
  }
  return rects;
}

std::vector<AxisTick> value_ticks(std::int64_t most, ChartArea area, int max_ticks) {
  std::vector<AxisTick> ticks;
  if (most <= 0 || max_ticks < 1) return ticks;
  const std::int64_t step = round_step(static_cast<double>(most) / max_ticks);
  for (std::int64_t value = 0; value <= most; value += step) {
    const double share = static_cast<double>(value) / static_cast<double>(most);
    ticks.push_back({area.y_px + area.height_px * static_cast<float>(1 - share), text_from_count(value)});
    if (value > INT64_MAX - step) break;
  }
  return ticks;
}

std::vector<AxisTick> latency_ticks(const Heatmap& heatmap, ChartArea area) {
  std::vector<AxisTick> ticks;
  const double low = static_cast<double>(std::max<std::int64_t>(heatmap.low.count, 1));
  const double high = static_cast<double>(heatmap.high.count);
  if (!(high > low) || heatmap.levels == 0) return ticks;
  for (std::int64_t decade = 1; decade <= INT64_MAX / 10; decade *= 10) {
    const double value = static_cast<double>(decade);
    if (value < low || value > high) continue;
    const double share = std::log(value / low) / std::log(high / low);
    ticks.push_back({area.y_px + area.height_px * static_cast<float>(1 - share), text_from(Nanos{decade})});
  }
  return ticks;
}

}  // namespace spanorama
