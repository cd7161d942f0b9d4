// Three charts over time above the list: traces by status, latency, cost. A drag is a time range for the filter.
#include <algorithm>
#include <cmath>

#include "spanorama/base/format.h"
#include "spanorama/layout/charts.h"
#include "views/filter_edit.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/quads.h"

namespace spanorama {

namespace {

constexpr std::uint32_t kLevels = 14;
constexpr float kTitleHeight = 24, kAxisHeight = 16, kValueAxis = 52;

struct Chart {
  int index;
  std::string_view name, title;
  Rect area;  // all of it
  Rect plot;
};

ChartArea area_of(Rect plot) { return {plot.x0, plot.y0, plot.width(), plot.height()}; }

Chart chart_in(int index, std::string_view name, std::string_view title, Rect area, float value_axis = kValueAxis) {
  Rect plot = inset(area, 12, 0);
  plot.y0 += kTitleHeight + 6;
  plot.y1 -= kAxisHeight + 2;
  plot.x0 += value_axis - 8;
  return {index, name, title, area, plot};
}

Quad bar_quad(const ChartRect& rect, Color color, float gap) {
  Quad quad;
  quad.x0 = rect.x0_px;
  quad.x1 = std::max(rect.x0_px + 1, rect.x1_px - gap);
  quad.y0 = rect.y0_px;
  quad.y1 = rect.y1_px;
  quad.color = color;
  return quad;
}

void frame_and_title(Ui& ui, const Chart& chart, std::string_view value) {
  Rect title{chart.area.x0 + 12, chart.area.y0 + 4, chart.area.x1 - 12, chart.area.y0 + kTitleHeight};
  text_left(ui, title, chart.title, ui.color.dim, {Face::semibold, 12, Align::left}, 8);
  text_in(ui, title, value, ui.color.faint, kSmall);
}

void grid(Ui& ui, const Chart& chart, const std::vector<AxisTick>& ticks) {
  for (const AxisTick& tick : ticks) {
    const float y = std::round(tick.at_px);
    if (y < chart.plot.y0 - 1 || y > chart.plot.y1 + 1) continue;
    fill(ui, {chart.plot.x0, y, chart.plot.x1, y + 1}, with_alpha(ui.color.hairline, 0.7f));
    text_in(ui, {chart.area.x0 + 2, y - 8, chart.plot.x0 - 6, y + 8}, tick.label, ui.color.faint,
            aligned({Face::regular, 10.5f, Align::left}, Align::right));
  }
}

void time_axis(Ui& ui, const Chart& chart, TimeBuckets buckets) {
  const float top = chart.plot.y1 + 1;
  fill(ui, {chart.plot.x0, top - 1, chart.plot.x1, top}, ui.color.hairline);
  float free_from = chart.plot.x0 - 1;
  for (const AxisTick& tick : bucket_ticks(buckets, area_of(chart.plot), 76, ui.utc_offset_minutes())) {
    const float half = text_width(ui, tick.label, {Face::regular, 10.5f, Align::left}) * 0.5f + 1;
    const float x = std::clamp(tick.at_px, chart.plot.x0 + half, std::max(chart.plot.x0 + half, chart.plot.x1 - half));
    if (x - half < free_from) continue;
    free_from = x + half + 10;
    text_in(ui, {x - half, top + 1, x + half + 2, top + kAxisHeight}, tick.label, ui.color.faint,
            {Face::regular, 10.5f, Align::left});
  }
}

int bucket_under(const Chart& chart, TimeBuckets buckets, float x) {
  if (buckets.count == 0 || x < chart.plot.x0 || x >= chart.plot.x1) return -1;
  return static_cast<int>((x - chart.plot.x0) / chart.plot.width() * static_cast<float>(buckets.count));
}

UnixTime time_under(const Chart& chart, TimeBuckets buckets, float x) {
  const double share = std::clamp(static_cast<double>((x - chart.plot.x0) / chart.plot.width()), 0.0, 1.0);
  return buckets.begin +
         Nanos{static_cast<std::int64_t>(share * static_cast<double>(buckets.width.count) * buckets.count)};
}

float x_of(const Chart& chart, TimeBuckets buckets, std::int64_t ns) {
  const double whole = static_cast<double>(buckets.width.count) * buckets.count;
  const double share = whole > 0 ? static_cast<double>(ns - buckets.begin.ns) / whole : 0;
  return chart.plot.x0 + static_cast<float>(std::clamp(share, 0.0, 1.0)) * chart.plot.width();
}

void set_time(Ui& ui, std::optional<std::pair<std::int64_t, std::int64_t>> range) {
  ui.push(SetFilterText{print(with_range(ui.state().filter, FilterField::time, range))});
}

// The durations between two heights of the heatmap, when the drag was a box and not a line.
std::optional<std::pair<std::int64_t, std::int64_t>> durations_between(const Chart& chart, const Heatmap& heat,
                                                                       float y0, float y1) {
  if (std::abs(y1 - y0) < 8 || heat.low.count <= 0 || heat.high.count <= heat.low.count) return std::nullopt;
  const double log_ratio = std::log(static_cast<double>(heat.high.count) / static_cast<double>(heat.low.count));
  const auto at = [&](float y) {
    const double share = std::clamp(static_cast<double>((chart.plot.y1 - y) / chart.plot.height()), 0.0, 1.0);
    return static_cast<std::int64_t>(static_cast<double>(heat.low.count) * std::exp(log_ratio * share));
  };
  return std::pair(at(std::max(y0, y1)), at(std::min(y0, y1)));
}

// What is picked by the drag in progress, or stands in the filter; with a × to take it away.
void brush(Ui& ui, const Chart& chart, TimeBuckets buckets, const Heatmap* heat = nullptr) {
  ChartBrush& drag = ui.memory.brush;
  const float mouse_x = ImGui::GetIO().MousePos.x, mouse_y = ImGui::GetIO().MousePos.y;
  const Rect press_area{chart.plot.x0, chart.plot.y0, chart.plot.x1, chart.plot.y1 + kAxisHeight};
  const Press pressed = press(ui, chart.name, press_area, kPressNoFocus | kPressOverlap);
  if (pressed.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (pressed.held && drag.chart < 0) drag = {chart.index, mouse_x, mouse_x, mouse_y};
  if (drag.chart == chart.index) {
    drag.x1 = std::clamp(mouse_x, chart.plot.x0, chart.plot.x1);
    Rect picked{std::min(drag.x0, drag.x1), chart.plot.y0, std::max(drag.x0, drag.x1), chart.plot.y1};
    const auto durations = heat == nullptr ? std::nullopt : durations_between(chart, *heat, drag.y0, mouse_y);
    if (durations) {
      picked.y0 = std::max(chart.plot.y0, std::min(drag.y0, mouse_y));
      picked.y1 = std::min(chart.plot.y1, std::max(drag.y0, mouse_y));
    }
    fill(ui, picked, with_alpha(ui.color.accent, 0.18f));
    if (!pressed.held) {
      if (picked.width() > 3) {
        // Both ends are inclusive in a filter.
        Filter filter = with_range(
            ui.state().filter, FilterField::time,
            std::pair(time_under(chart, buckets, picked.x0).ns, time_under(chart, buckets, picked.x1).ns - 1));
        if (durations) filter = with_range(filter, FilterField::duration, durations);
        ui.push(SetFilterText{print(filter)});
      }
      drag = {};
    }
  }
}

void brush_mark(Ui& ui, const Chart& chart, TimeBuckets buckets) {
  const Condition* time = range_of(ui.state().filter, FilterField::time);
  if (time == nullptr || chart.index != 0) return;
  const float x0 = time->low == INT64_MIN ? chart.plot.x0 : x_of(chart, buckets, time->low);
  const float x1 = time->high == INT64_MAX ? chart.plot.x1 : x_of(chart, buckets, time->high);
  fill(ui, {x0, chart.plot.y0, x1, chart.plot.y0 + 2}, ui.color.accent);
  const Rect clear{chart.area.x1 - 108, chart.area.y0 + 4, chart.area.x1 - 8, chart.area.y0 + kTitleHeight};
  const Press pressed = press(ui, "chart-brush-clear", clear, kPressOverlap);
  Rect inner = inset(clear, 4, 0);
  icon(ui, Icon::close, inner.x1 - 6, clear.center_y(), 9, pressed.hovered ? ui.color.text : ui.color.accent);
  inner.x1 -= 16;
  text_in(ui, inner, "Time filter", pressed.hovered ? ui.color.text : ui.color.accent, aligned(kSmall, Align::right));
  if (pressed.focused) focus_ring(ui, clear);
  if (pressed.clicked) set_time(ui, std::nullopt);
}

std::string bucket_title(Ui& ui, TimeBuckets buckets, int bucket) {
  const UnixTime begin = buckets.begin + Nanos{buckets.width.count * bucket};
  return text_from(begin, buckets.width.count < kNanosPerSecond ? 3 : 0, ui.utc_offset_minutes()) + "  + " +
         text_from(buckets.width);
}

void hover_column(Ui& ui, const Chart& chart, TimeBuckets buckets, int bucket) {
  const float step = chart.plot.width() / static_cast<float>(buckets.count);
  const float x = chart.plot.x0 + step * static_cast<float>(bucket);
  fill(ui, {x, chart.plot.y0, x + step, chart.plot.y1}, with_alpha(ui.color.text, 0.07f));
}

// A bar stands for the traces that began in its bucket.
ShownValue bucket_value(Ui& ui, TimeBuckets buckets, int bucket) {
  const std::int64_t begin = buckets.begin.ns + buckets.width.count * bucket;
  ShownValue value{FilterField::time, bucket_title(ui, buckets, bucket)};
  value.range = std::pair(begin, begin + buckets.width.count - 1);
  return value;
}

int hovered_bucket(Ui& ui, const Chart& chart, TimeBuckets buckets) {
  if (!mouse_in(chart.plot) || ui.memory.brush.chart >= 0) return -1;
  const int bucket = bucket_under(chart, buckets, ImGui::GetIO().MousePos.x);
  if (bucket >= 0) offer_values(ui, chart.plot, false, [&] { return std::vector{bucket_value(ui, buckets, bucket)}; });
  if (bucket >= 0) hover_column(ui, chart, buckets, bucket);
  return bucket;
}

void traces_chart(Ui& ui, const Chart& chart, const ListCharts& charts) {
  frame_and_title(ui, chart, charts.buckets.count > 0 ? "per " + text_from(charts.buckets.width) : "");
  std::int64_t most = 0;
  for (const auto& counts : charts.traces)
    most = std::max(most, static_cast<std::int64_t>(counts[0]) + counts[1] + counts[2]);
  grid(ui, chart, value_ticks(most, area_of(chart.plot), 3));
  QuadBatch& batch = new_batch(ui);
  const float step = charts.buckets.count > 0 ? chart.plot.width() / static_cast<float>(charts.buckets.count) : 0;
  const Color unset = mixed(ui.color.faint, ui.color.accent, 0.45f);
  for (const ChartRect& rect : stacked_bars(charts.traces, area_of(chart.plot))) {
    const auto status = static_cast<Status>(rect.series);
    batch.quads.push_back(
        bar_quad(rect, status == Status::unset ? unset : status_color(status, ui.color), step > 4 ? 1.0f : 0.0f));
  }
  draw_batch(ui, batch);
  time_axis(ui, chart, charts.buckets);
  brush(ui, chart, charts.buckets);
  brush_mark(ui, chart, charts.buckets);
  const int bucket = hovered_bucket(ui, chart, charts.buckets);
  if (bucket < 0 || bucket >= static_cast<int>(charts.traces.size())) return;
  const auto& counts = charts.traces[static_cast<std::size_t>(bucket)];
  const TipLine lines[] = {{"", bucket_title(ui, charts.buckets, bucket)},
                           {"ok", grouped(counts[1])},
                           {"unset", grouped(counts[0])},
                           {"error", grouped(counts[2])}};
  tooltip(ui, lines);
}

std::size_t level_under(const Chart& chart, const Heatmap& heat, float y) {
  const double share = static_cast<double>((chart.plot.y1 - y) / chart.plot.height());
  return static_cast<std::size_t>(std::clamp(share * heat.levels, 0.0, static_cast<double>(heat.levels - 1)));
}

// The durations that a level begins and the next one begins with.
Nanos level_edge(const Heatmap& heat, std::size_t level) {
  const double ratio =
      std::log(static_cast<double>(heat.high.count) / static_cast<double>(heat.low.count)) / heat.levels;
  return Nanos{
      static_cast<std::int64_t>(static_cast<double>(heat.low.count) * std::exp(ratio * static_cast<double>(level)))};
}

bool has_levels(const Heatmap& heat) { return heat.levels > 0 && heat.low.count > 0; }

// A cell of the heatmap can be asked for by its time and by its durations.
void offer_cell(Ui& ui, const Chart& chart, const Heatmap& heat) {
  if (!has_levels(heat)) return;
  offer_values(ui, chart.plot, false, [&] {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const std::size_t level = level_under(chart, heat, mouse.y);
    const Nanos low = level_edge(heat, level), high = level_edge(heat, level + 1);
    ShownValue durations{FilterField::duration, text_from(low) + " \u2013 " + text_from(high)};
    durations.range = std::pair(low.count, high.count - 1);
    const int bucket = bucket_under(chart, heat.buckets, mouse.x);
    return bucket < 0 ? std::vector{durations} : std::vector{bucket_value(ui, heat.buckets, bucket), durations};
  });
}

void latency_chart(Ui& ui, const Chart& chart, const ListCharts& charts) {
  frame_and_title(ui, chart, "");
  const Heatmap& heat = charts.latency;
  grid(ui, chart, latency_ticks(heat, area_of(chart.plot)));
  QuadBatch& batch = new_batch(ui);
  const float step = heat.buckets.count > 0 ? chart.plot.width() / static_cast<float>(heat.buckets.count) : 0;
  for (const ChartRect& rect : heatmap_cells(heat, area_of(chart.plot)))
    batch.quads.push_back(bar_quad(rect, ramp_color(0.12f + 0.88f * rect.weight, ui.color), step > 5 ? 1.0f : 0.0f));
  draw_batch(ui, batch);
  time_axis(ui, chart, heat.buckets);
  brush(ui, chart, heat.buckets, &heat);
  offer_cell(ui, chart, heat);
  const int bucket = hovered_bucket(ui, chart, heat.buckets);
  if (bucket < 0 || !has_levels(heat)) return;
  const std::size_t level = level_under(chart, heat, ImGui::GetIO().MousePos.y);
  const std::size_t cell = static_cast<std::size_t>(bucket) * heat.levels + level;
  if (cell >= heat.cells.size()) return;
  const TipLine lines[] = {
      {"", bucket_title(ui, heat.buckets, bucket)},
      {"latency", text_from(level_edge(heat, level)) + " \u2013 " + text_from(level_edge(heat, level + 1))},
      {"traces", grouped(heat.cells[cell])}};
  tooltip(ui, lines);
}

void cost_chart(Ui& ui, const Chart& chart, const ListCharts& charts) {
  frame_and_title(ui, chart, "");
  std::int64_t most = 0;
  for (const std::int64_t cost : charts.cost) most = std::max(most, cost);
  const bool known = most > 0;
  if (known) {
    const Rect top{chart.area.x0 + 2, chart.plot.y0 - 8, chart.plot.x0 - 6, chart.plot.y0 + 8};
    text_in(ui, top, text_from_microcents(most), ui.color.faint,
            aligned({Face::regular, 10.5f, Align::left}, Align::right));
    fill(ui, {chart.plot.x0, chart.plot.y0, chart.plot.x1, chart.plot.y0 + 1}, with_alpha(ui.color.hairline, 0.7f));
  }
  QuadBatch& batch = new_batch(ui);
  const float step = charts.buckets.count > 0 ? chart.plot.width() / static_cast<float>(charts.buckets.count) : 0;
  for (const ChartRect& rect : value_bars(charts.cost, area_of(chart.plot)))
    batch.quads.push_back(
        bar_quad(rect, type_color(ObservationType::generation, ui.color.dark), step > 4 ? 1.0f : 0.0f));
  draw_batch(ui, batch);
  if (!known) text_in(ui, chart.plot, "No cost is known", ui.color.faint, aligned(kSmall, Align::center));
  time_axis(ui, chart, charts.buckets);
  brush(ui, chart, charts.buckets);
  const int bucket = hovered_bucket(ui, chart, charts.buckets);
  if (bucket < 0 || bucket >= static_cast<int>(charts.cost.size())) return;
  const TipLine lines[] = {{"", bucket_title(ui, charts.buckets, bucket)},
                           {"cost", text_from_microcents(charts.cost[static_cast<std::size_t>(bucket)])}};
  tooltip(ui, lines);
}

}  // namespace

void draw_charts_row(Ui& ui, Rect area) {
  fill(ui, area, ui.color.panel);
  hairline_below(ui, area);
  ui.rects.add("charts", {area.x0, area.y0, area.width(), area.height()});
  Rect rest = area;
  const bool three = area.width() >= 640;
  const Rect first = three ? cut_left(rest, std::round(area.width() * 0.42f)) : rest;
  const auto buckets = static_cast<std::uint32_t>(std::clamp(first.width() / 9.0f, 12.0f, 90.0f));
  const ListCharts& charts = ui.frame.derived.charts(ui.state(), buckets, kLevels);
  traces_chart(ui, chart_in(0, "chart-time", "Traces over time", first), charts);
  if (!three) return;
  hairline_right(ui, first);
  const Rect second = cut_left(rest, std::round(rest.width() * 0.55f));
  latency_chart(ui, chart_in(1, "chart-latency", "Latency", second), charts);
  hairline_right(ui, second);
  cost_chart(ui, chart_in(2, "chart-cost", "Cost", rest, 58), charts);
}

}  // namespace spanorama
