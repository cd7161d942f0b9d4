// The filter panel: values of a field with their counts under the other conditions; a click edits the query.
#include <array>

#include "spanorama/base/format.h"
#include "views/filter_edit.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

struct Section {
  std::string_view title, name;
  FilterField field;
  bool open;
};
constexpr std::array<Section, 12> kSections = {{
    {"Status", "status", FilterField::status, true},
    {"Name", "name", FilterField::name, true},
    {"Model", "model", FilterField::model, true},
    {"Step type", "type", FilterField::type, true},
    {"Provider", "provider", FilterField::provider, true},
    {"Service", "service", FilterField::service, true},
    {"Tool", "tool", FilterField::tool, false},
    {"Environment", "environment", FilterField::environment, true},
    {"Release", "release", FilterField::release, false},
    {"Tags", "tags", FilterField::tags, true},
    {"User", "user", FilterField::user, false},
    {"Session", "session", FilterField::session, false},
}};
constexpr std::size_t kFewValues = 6, kManyValues = 60;

float value_height() { return cards() ? 44.0f : 26.0f; }

void value_mark(Ui& ui, const Section& section, const std::string& value, Rect& row) {
  if (section.field == FilterField::status) {
    const std::optional<Status> status = status_from(value);
    status_mark(ui, status.value_or(Status::unset), row.x0 + 6, row.center_y(), 10);
    row.x0 += 18;
  } else if (section.field == FilterField::type) {
    type_icon(ui, observation_type_from(value).value_or(ObservationType::span), row.x0 + 8, row.center_y(), 16);
    row.x0 += 22;
  }
}

void value_row(Ui& ui, const Section& section, const FacetValue& value, Rect row) {
  const bool chosen = has_value(ui.state().filter, section.field, value.value);
  const Press pressed = press(ui, "facet-" + std::string(section.name) + ":" + value.value, row);
  if (pressed.hovered) fill(ui, inset(row, 4, 1), ui.color.raised, 4);
  if (pressed.focused) focus_ring(ui, inset(row, 5, 2));
  Rect inner = inset(row, 12, 0);
  check_box(ui, cut_left(inner, 14), chosen, pressed.hovered);
  inner.x0 += 8;
  const std::string count = grouped(value.count);
  text_right(ui, inner, count, chosen ? ui.color.text : ui.color.faint, kSmall, 6);
  value_mark(ui, section, value.value, inner);
  const float width =
      text_in(ui, inner, value.value, chosen ? ui.color.text : mixed(ui.color.dim, ui.color.text, 0.5f), kSmall);
  if (pressed.hovered && width >= inner.width() - 1) tooltip(ui, value.value);
  if (pressed.clicked) ui.push(SetFilterText{print(with_value_toggled(ui.state().filter, section.field, value.value))});
}

// Values that are asked for are shown even where nothing has them now.
std::vector<FacetValue> values_of(Ui& ui, const Section& section) {
  std::vector<FacetValue> values = ui.frame.derived.facet_values(ui.state(), section.field).values;
  if (values.size() > kManyValues) values.resize(kManyValues);
  return values;
}

float draw_section(Ui& ui, const Section& section, Rect area, float y) {
  const std::vector<FacetValue>& all = ui.frame.derived.facet_values(ui.state(), section.field).values;
  if (all.empty()) return y;
  const std::string key(section.name);
  bool& open = ui.memory.rail_open.try_emplace(key, section.open).first->second;
  const Rect head{area.x0, y, area.x1, y + (cards() ? 44.0f : 30.0f)};
  const Press pressed = press(ui, "facet-section-" + key, head);
  Rect inner = inset(head, 12, 0);
  icon(ui, open ? Icon::chevron_down : Icon::chevron_right, inner.x0 + 5, head.center_y(), 9,
       pressed.hovered ? ui.color.text : ui.color.faint);
  inner.x0 += 18;
  text_in(ui, inner, section.title, pressed.hovered ? ui.color.text : ui.color.dim, {Face::semibold, 12, Align::left});
  if (!open)
    text_in(ui, inner, grouped(static_cast<std::int64_t>(all.size())), ui.color.faint, aligned(kSmall, Align::right));
  if (pressed.focused) focus_ring(ui, inset(head, 4, 2));
  if (pressed.clicked) open = !open;
  y = head.y1;
  if (!open) return y;
  bool& show_all = ui.memory.rail_all[key];
  const std::vector<FacetValue> values = values_of(ui, section);
  const std::size_t shown = show_all ? values.size() : std::min(values.size(), kFewValues);
  for (std::size_t i = 0; i < shown; ++i, y += value_height())
    value_row(ui, section, values[i], {area.x0, y, area.x1, y + value_height()});
  if (values.size() > kFewValues) {
    const Rect more{area.x0 + 34, y, area.x1 - 12, y + value_height()};
    const Press toggled = press(ui, "facet-more-" + key, more);
    const std::string label =
        show_all ? "Show fewer" : grouped(static_cast<std::int64_t>(all.size() - kFewValues)) + " more";
    text_in(ui, more, label, toggled.hovered ? ui.color.text : ui.color.accent, kSmall);
    if (toggled.focused) focus_ring(ui, more);
    if (toggled.clicked) show_all = !show_all;
    y = more.y1;
  }
  return y + 6;
}

}  // namespace

void draw_filter_rail(Ui& ui, Rect area) {
  fill(ui, area, ui.color.page);
  ui.rects.add("filter-rail", {area.x0, area.y0, area.width(), area.height()});
  ScrollPanel panel = scroll_panel_begin(ui, "filter-rail", area, 0);
  float y = panel.area.y0 + 6;
  for (const Section& section : kSections) y = draw_section(ui, section, area, y);
  scroll_panel_end(ui, "filter-rail", panel, y);
}

}  // namespace spanorama
