#include <algorithm>
#include <array>
#include <cmath>

#include "spanorama/base/format.h"
#include "views/filter_edit.h"
#include "views/filter_parts.h"
#include "views/sizes.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

struct Number {
  std::string_view title, name;
  FilterField field;
};
constexpr std::array<Number, 6> kNumbers = {{
    {"Duration", "duration", FilterField::duration},
    {"First token", "ttft", FilterField::ttft},
    {"Cost", "cost", FilterField::cost},
    {"Tokens", "tokens", FilterField::tokens},
    {"Steps", "spans", FilterField::spans},
    {"Errors", "errors", FilterField::errors},
}};
constexpr float kBarsHeight = 30;

std::string shown(FilterField field, std::int64_t value) {
  if (field == FilterField::duration || field == FilterField::ttft) return text_from(Nanos{value});
  if (field == FilterField::cost) return text_from_microcents(value);
  return text_from_count(value);
}

void set_range(Ui& ui, FilterField field, std::optional<std::pair<std::int64_t, std::int64_t>> range) {
  ui.push(SetFilterText{print(with_range(ui.state().filter, field, range))});
}

struct Span {
  float x0, x1;
};
// Where the filter's range lies; the whole width without one.
Span picked_span(const Distribution& spread, const Condition* range, Rect plot) {
  if (range == nullptr) return {plot.x0, plot.x1};
  const auto x = [&](std::int64_t value) {
    return plot.x0 + plot.width() * static_cast<float>(share_of(spread, value));
  };
  return {range->low == INT64_MIN ? plot.x0 : x(range->low), range->high == INT64_MAX ? plot.x1 : x(range->high)};
}

void draw_bars(Ui& ui, const Distribution& spread, Rect plot, Span picked) {
  const std::uint32_t most = *std::max_element(spread.bins.begin(), spread.bins.end());
  const float step = plot.width() / static_cast<float>(spread.bins.size());
  for (std::size_t i = 0; i < spread.bins.size(); ++i) {
    if (spread.bins[i] == 0) continue;
    const float x = plot.x0 + step * static_cast<float>(i);
    const float height =
        std::max(2.0f, plot.height() * std::sqrt(static_cast<float>(spread.bins[i]) / static_cast<float>(most)));
    const bool inside = x + step * 0.5f >= picked.x0 && x + step * 0.5f <= picked.x1;
    fill(ui, {x, plot.y1 - height, x + step - 1, plot.y1}, with_alpha(ui.color.accent, inside ? 0.75f : 0.22f), 1);
  }
  fill(ui, {plot.x0, plot.y1, plot.x1, plot.y1 + 1}, ui.color.hairline);
}

// A drag picks from here to there; near an end of what is picked it moves that end only.
void drag_range(Ui& ui, const Number& number, const Distribution& spread, Rect plot, Span& picked,
                const Condition* range) {
  const Rect hit{plot.x0 - 6, plot.y0, plot.x1 + 6, plot.y1 + 8};
  const Press pressed = press(ui, "range-" + std::string(number.name), hit, kPressNoFocus);
  if (pressed.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  auto& drag = ui.memory.range_drag;
  const float x = std::clamp(ImGui::GetIO().MousePos.x, plot.x0, plot.x1);
  if (pressed.held && drag.field < 0) {
    constexpr float kNear = 8;
    drag = {static_cast<int>(number.field), x};
    if (std::abs(x - picked.x0) < kNear)
      drag.x0 = picked.x1;
    else if (std::abs(x - picked.x1) < kNear)
      drag.x0 = picked.x0;
  }
  if (drag.field != static_cast<int>(number.field)) return;
  picked = {std::min(drag.x0, x), std::max(drag.x0, x)};
  if (pressed.held) return;
  drag = {};
  if (picked.x1 - picked.x0 < 3) {
    if (range != nullptr) set_range(ui, number.field, std::nullopt);
    return;
  }
  const auto value = [&](float at) { return value_at(spread, static_cast<double>((at - plot.x0) / plot.width())); };
  const std::int64_t low = picked.x0 <= plot.x0 + 1 ? INT64_MIN : value(picked.x0);
  const std::int64_t high = picked.x1 >= plot.x1 - 1 ? INT64_MAX : value(picked.x1);
  set_range(ui, number.field, std::pair(low, high));
}

void draw_handles(Ui& ui, Rect plot, Span picked) {
  fill(ui, {picked.x0, plot.y1 - 1, picked.x1, plot.y1 + 1}, ui.color.accent);
  for (const float x : {picked.x0, picked.x1}) {
    ui.draw()->AddCircleFilled({x, plot.y1}, 5, ui.color.page);
    ui.draw()->AddCircleFilled({x, plot.y1}, 4, ui.color.accent);
  }
}

void percentile_button(Ui& ui, const Number& number, Rect& row, int percent) {
  const std::string label = "p" + std::to_string(percent);
  const Rect area = cut_right(row, std::ceil(text_width(ui, label, kTiny)) + 8);
  const Press pressed = press(ui, "range-" + label + "-" + std::string(number.name), area);
  text_in(ui, area, label, pressed.hovered ? ui.color.accent : ui.color.faint, aligned(kTiny, Align::center));
  if (pressed.hovered) tooltip(ui, "Only the greatest: at or above this percentile");
  if (!pressed.clicked) return;
  Filter filter = with_range(ui.state().filter, number.field, std::nullopt);
  Condition condition;
  condition.field = number.field;
  condition.match = Match::range;
  condition.fine.low_percentile = percent * 100;
  filter.conditions.push_back(condition);
  ui.push(SetFilterText{print(filter)});
}

float draw_number(Ui& ui, const Number& number, Rect area, float y) {
  const Distribution& spread = ui.frame.derived.distribution(ui.state(), number.field);
  if (spread.bins.empty() || spread.low == spread.high) return y;
  const Condition* range = range_of(ui.state().filter, number.field);
  const Rect plot{area.x0 + 18, y + 24, area.x1 - 18, y + 24 + kBarsHeight};
  Span picked = picked_span(spread, range, plot);
  Rect head{area.x0 + 12, y, area.x1 - 12, y + 22};
  for (const int percent : {99, 95, 90}) percentile_button(ui, number, head, percent);
  text_in(ui, head, number.title, ui.color.dim, {Face::semibold, 12, Align::left});
  drag_range(ui, number, spread, plot, picked, range);
  draw_bars(ui, spread, plot, picked);
  draw_handles(ui, plot, picked);
  const auto value = [&](float at) { return value_at(spread, static_cast<double>((at - plot.x0) / plot.width())); };
  const Rect labels{area.x0 + 12, plot.y1 + 6, area.x1 - 12, plot.y1 + 22};
  text_in(ui, labels, shown(number.field, value(picked.x0)), ui.color.faint, kTiny);
  text_in(ui, labels, shown(number.field, value(picked.x1)), ui.color.faint, aligned(kTiny, Align::right));
  return labels.y1 + 6;
}

}  // namespace

float draw_filter_ranges(Ui& ui, Rect area, float y) {
  for (const Number& number : kNumbers) y = draw_number(ui, number, area, y);
  return y;
}

}  // namespace spanorama
