// Geometry of the charts above the list: rectangles in pixels and axis ticks, from the numbers of `analysis`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spanorama/analysis/charts.h"

namespace spanorama {

struct ChartArea {
  float x_px = 0, y_px = 0, width_px = 0, height_px = 0;
};
struct ChartRect {
  float x0_px = 0, y0_px = 0, x1_px = 0, y1_px = 0;
  std::uint32_t bucket = 0;
  std::uint32_t series = 0;  // status for stacked bars; level for heatmaps
  float weight = 0;          // heatmap: 0..1 on a perceptual ramp (square root of count / most)
};
// Stacked bars, unset at the bottom, then ok, then error. Empty buckets give nothing.
std::vector<ChartRect> stacked_bars(const std::vector<std::array<std::uint32_t, 3>>& counts, ChartArea area);
std::vector<ChartRect> value_bars(const std::vector<std::int64_t>& values, ChartArea area);
std::vector<ChartRect> heatmap_cells(const Heatmap& heatmap, ChartArea area);

struct AxisTick {
  float at_px = 0;
  std::string label;
};
std::vector<AxisTick> bucket_ticks(TimeBuckets buckets, ChartArea area, float min_gap_px, int utc_offset_minutes);
std::vector<AxisTick> latency_ticks(const Heatmap& heatmap, ChartArea area);
std::vector<AxisTick> value_ticks(std::int64_t most, ChartArea area, int max_ticks);

}  // namespace spanorama
