#include <doctest/doctest.h>

#include "picture.h"
#include "spanorama/layout/charts.h"
#include "support/trace_text.h"

namespace spanorama::test {
namespace {

std::string picture(const std::vector<ChartRect>& rects) {
  std::string text = "\n";
  for (const ChartRect& rect : rects) {
    text += "bucket=" + std::to_string(rect.bucket) + " series=" + std::to_string(rect.series);
    text +=
        " x=" + number(rect.x0_px) + ".." + number(rect.x1_px) + " y=" + number(rect.y0_px) + ".." + number(rect.y1_px);
    if (rect.weight != 0) text += " weight=" + number(rect.weight);
    text += '\n';
  }
  return text;
}

std::string picture(const std::vector<AxisTick>& ticks) {
  std::string text;
  for (const AxisTick& tick : ticks) text += (text.empty() ? "" : " | ") + number(tick.at_px) + " " + tick.label;
  return text;
}

TEST_CASE("bars stack unset, ok and error from the bottom; empty buckets give nothing") {
  CHECK(picture(stacked_bars({{1, 2, 1}, {0, 0, 0}, {0, 4, 0}}, {10, 0, 30, 100})) == R"(
bucket=0 series=0 x=10..19 y=75..100
bucket=0 series=1 x=10..19 y=25..75
bucket=0 series=2 x=10..19 y=0..25
bucket=2 series=1 x=30..39 y=0..100
)");
  CHECK(stacked_bars({}, {0, 0, 10, 10}).empty());
  CHECK(stacked_bars({{0, 0, 0}}, {0, 0, 10, 10}).empty());
}

TEST_CASE("one error in a thousand is a pixel high, and the bar no higher for it") {
  CHECK(picture(stacked_bars({{0, 9999, 1}}, {0, 0, 3, 50})) == R"(
bucket=0 series=1 x=0..3 y=1..50
bucket=0 series=2 x=0..3 y=0..1
)");
}

TEST_CASE("value bars leave out what is unknown") {
  CHECK(picture(value_bars({kUnknown, 50, 0, 100}, {0, 0, 8, 10})) == R"(
bucket=1 series=0 x=2..4 y=5..10
bucket=3 series=0 x=6..8 y=0..10
)");
}

TEST_CASE("heatmap cells rise with the level and weigh by the root of their share") {
  Heatmap heatmap;
  heatmap.buckets = {kBaseTime, Nanos{kNanosPerSecond}, 2};
  heatmap.low = {1'000'000};
  heatmap.high = {1'000'000'000};
  heatmap.levels = 3;
  heatmap.cells = {4, 0, 0, 0, 0, 1};
  heatmap.most = 4;
  CHECK(picture(heatmap_cells(heatmap, {0, 0, 20, 30})) == R"(
bucket=0 series=0 x=0..10 y=20..30 weight=1
bucket=1 series=2 x=10..20 y=0..10 weight=0.5
)");
  CHECK(picture(latency_ticks(heatmap, {0, 0, 20, 30})) == "30 1 ms | 20 10 ms | 10 100 ms | 0 1 s");
}

TEST_CASE("value ticks are round") {
  CHECK(picture(value_ticks(87, {0, 0, 10, 87}, 4)) == "87 0 | 37 50");
  CHECK(value_ticks(0, {0, 0, 10, 10}, 4).empty());
}

TEST_CASE("bucket ticks show the day at midnight, of the zone asked for") {
  const TimeBuckets day{kBaseTime - Nanos{6 * 3600 * kNanosPerSecond}, Nanos{3600 * kNanosPerSecond}, 24};
  CHECK(picture(bucket_ticks(day, {100, 0, 240, 0}, 50, 0)) ==
        "100 18:00 | 160 Aug 1 | 220 06:00 | 280 12:00 | 340 18:00");
  CHECK(picture(bucket_ticks(day, {100, 0, 240, 0}, 50, 120)) == "140 Aug 1 | 200 06:00 | 260 12:00 | 320 18:00");
  const TimeBuckets minute{kBaseTime, Nanos{kNanosPerSecond}, 60};
  CHECK(picture(bucket_ticks(minute, {0, 0, 600, 0}, 200, 0)) == "0 Aug 1 | 300 00:00:30 | 600 00:01:00");
  CHECK(bucket_ticks({}, {0, 0, 100, 0}, 10, 0).empty());
}

}  // namespace
}  // namespace spanorama::test
