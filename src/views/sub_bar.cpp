// What is listed, and sums over what passes the filter.
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "spanorama/base/format.h"
#include "views/panels.h"
#include "views/save_menu.h"
#include "views/sizes.h"
#include "views/trace_text.h"
#include "views/widgets/controls.h"
#include "views/widgets/menu.h"

namespace spanorama {

namespace {

void figure(Ui& ui, Rect& row, std::string_view label, const std::string& value, Color color) {
  const float width = text_width(ui, label, kSmall) + text_width(ui, value, kStrong) + 24;
  if (width > row.width()) return;
  text_left(ui, row, label, ui.color.dim, kSmall, 6);
  text_left(ui, row, value, color, {Face::semibold, 12.5f, Align::left}, 18);
}

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

constexpr std::array<std::string_view, kListViewCount> kViewTitles = {
    "Traces", "Calls", "Steps", "Sessions", "Users", "Prompts", "Versions", "Models", "Providers", "Tools", "Groups"};

// The views behind the first `shown`, in a list.
void more_views(Ui& ui, Rect& row, std::size_t shown) {
  const auto current = static_cast<std::size_t>(ui.state().view);
  const bool among = current >= shown;
  const Chip chip{"view-more", among ? kViewTitles[current] : "More", {}, among};
  const float width = chip_width(ui, chip, true);
  std::vector<MenuItem> items;
  for (std::size_t i = shown; i < kViewTitles.size(); ++i) items.push_back({std::string(kViewTitles[i]), i == current});
  const Rect cell = cut_left(row, width);
  const auto chosen = menu_chip(ui, centered(cell, cell.width(), cards() ? 34.0f : 24.0f), chip, items, false);
  if (chosen) ui.push(SetView{static_cast<ListView>(shown + *chosen)});
}

// What is listed: as many tabs as there is room for.
void view_tabs(Ui& ui, Rect& row) {
  constexpr float kMoreWidth = 92, kFigures = 260;
  const float room = narrow() ? row.width() : row.width() - kFigures;
  std::array<float, kListViewCount> widths;
  float all = 0;
  for (std::size_t i = 0; i < widths.size(); ++i)
    all += widths[i] = std::ceil(text_width(ui, kViewTitles[i], kStrong)) + 20;
  std::size_t shown = 0;
  float used = 0;
  for (; shown < widths.size() && (shown == 0 || used + widths[shown] <= (all <= room ? all : room - kMoreWidth));
       ++shown)
    used += widths[shown];
  const auto tabs = std::span<const std::string_view>(kViewTitles).first(shown);
  const std::optional<int> chosen = tab_row(ui, "view-", cut_left(row, used), tabs, static_cast<int>(ui.state().view));
  if (shown < widths.size()) {
    row.x0 += 6;
    more_views(ui, row, shown);
  }
  row.x0 += 14;
  if (chosen) ui.push(SetView{static_cast<ListView>(*chosen)});
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
