// What is listed, and sums over what passes the filter.
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "spanorama/base/format.h"
#include "views/panels.h"
#include "views/save_menu.h"
#include "views/sizes.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

void figure(Ui& ui, Rect& row, std::string_view label, const std::string& value, Color color) {
  const float width = text_width(ui, label, kSmall) + text_width(ui, value, kStrong) + 24;
  if (width > row.width()) return;
  text_left(ui, row, label, ui.color.dim, kSmall, 6);
  text_left(ui, row, value, color, {Face::semibold, 12.5f, Align::left}, 18);
}

std::string duration_or_dash(std::int64_t ns) { return ns == kUnknown ? "\u2013" : text_from(Nanos{ns}); }

void figures(Ui& ui, Rect& row) {
  const Summary& sum = ui.frame.derived.summary(ui.state());
  const auto shown = static_cast<std::int64_t>(sum.traces);
  const auto all = static_cast<std::int64_t>(ui.store().trace_count());
  figure(ui, row, "Traces", shown == all ? grouped(all) : grouped(shown) + " of " + grouped(all), ui.color.text);
  if (sum.errors > 0) figure(ui, row, "Errors", grouped(static_cast<std::int64_t>(sum.errors)), ui.color.error);
  figure(ui, row, "Spans", grouped(static_cast<std::int64_t>(sum.spans)), ui.color.text);
  figure(ui, row, "p50", duration_or_dash(sum.p50_ns), ui.color.text);
  figure(ui, row, "p95", duration_or_dash(sum.p95_ns), ui.color.text);
  figure(ui, row, "Tokens", text_from_count(sum.total_tokens), ui.color.text);
  figure(ui, row, "Cost", text_from_microcents(sum.cost_microcents), ui.color.text);
  if (sum.ttft_p50_ns != kUnknown) figure(ui, row, "First token p50", duration_or_dash(sum.ttft_p50_ns), ui.color.text);
}

// What is listed. Where there is no room for all, the others follow one another in the place of the last.
void view_tabs(Ui& ui, Rect& row) {
  constexpr std::array<std::string_view, kListViewCount> kLabels = {
      "Traces", "Calls", "Steps", "Sessions", "Users", "Prompts", "Versions", "Models", "Providers", "Tools", "Groups"};
  const auto current = static_cast<int>(ui.state().view);
  const float room = narrow() ? row.width() : row.width() - 260;
  float used = 0;
  std::size_t shown = 0;
  for (; shown < kLabels.size(); ++shown) {
    const float width = std::ceil(text_width(ui, kLabels[shown], kStrong)) + 20;
    if (shown > 0 && used + width > room) break;
    used += width;
  }
  std::vector<std::string_view> labels(kLabels.begin(), kLabels.begin() + static_cast<std::ptrdiff_t>(shown));
  std::vector<int> views(shown);
  for (std::size_t i = 0; i < shown; ++i) views[i] = static_cast<int>(i);
  if (shown < kLabels.size() && shown > 1) {
    views.back() = std::max(current, static_cast<int>(shown) - 1);
    labels.back() = kLabels[static_cast<std::size_t>(views.back())];
  }
  int active = 0;
  for (std::size_t i = 0; i < shown; ++i)
    if (views[i] == current) active = static_cast<int>(i);
  const std::optional<int> chosen = tab_row(ui, "view-", cut_left(row, used), labels, active);
  row.x0 += 14;
  if (!chosen) return;
  int next = views[static_cast<std::size_t>(*chosen)];
  if (shown < kLabels.size() && *chosen == static_cast<int>(shown) - 1 && next == current)
    next = next + 1 < kListViewCount ? next + 1 : static_cast<int>(shown) - 1;
  ui.push(SetView{static_cast<ListView>(next)});
}

}  // namespace

void draw_sub_bar(Ui& ui, Rect area) {
  fill(ui, area, ui.color.page);
  hairline_below(ui, area);
  Rect row = inset(area, 8, 0);
  const float size = cards() ? 44.0f : 30.0f;
  const bool rail_open = narrow() ? ui.memory.rail_popup : ui.state().filters_shown;
  if (icon_button(ui, "filters-toggle", cut_left(row, size), Icon::filter, "Show or hide the filters", rail_open)) {
    if (narrow())
      ui.memory.rail_popup = !ui.memory.rail_popup;
    else
      ui.push(ShowFilters{!ui.state().filters_shown});
  }
  row.x0 += 6;
  const bool active = !ui.state().filter.conditions.empty();
  Rect right = cut_right(row, static_cast<float>(active ? 3 : 2) * size + 4);
  if (icon_button(ui, "charts-toggle", cut_right(right, size), Icon::chart, "Show or hide the charts",
                  ui.memory.charts_shown)) {
    ui.memory.charts_shown = !ui.memory.charts_shown;
    ui.memory.charts_chosen = true;
  }
  save_menu(ui, "list-save", cut_right(right, size), SaveTraces::Which::passing,
            "Save the traces that pass the filter as a file");
  if (active && icon_button(ui, "filters-reset", cut_right(right, size), Icon::reset, "Take all filters away"))
    ui.push(SetFilterText{});
  view_tabs(ui, row);
  figures(ui, row);
}

}  // namespace spanorama
