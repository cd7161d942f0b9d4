// The filter panel: values of a field with their counts under the other conditions; a click edits the query.
#include <array>

#include "spanorama/base/format.h"
#include "views/filter_edit.h"
#include "views/filter_parts.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

struct Section {
  std::string_view title, name;
  FilterField field;
  bool open;
};
constexpr std::array<Section, 19> kSections = {{
    {"Status", "status", FilterField::status, true},
    {"Bookmarked", "bookmarked", FilterField::bookmarked, true},
    {"Local tags", "local-tag", FilterField::local_tag, true},
    {"Name", "name", FilterField::name, true},
    {"Model", "model", FilterField::model, true},
    {"Step type", "type", FilterField::type, true},
    {"Provider", "provider", FilterField::provider, true},
    {"Service", "service", FilterField::service, true},
    {"Tool", "tool", FilterField::tool, false},
    {"Prompt", "prompt", FilterField::prompt, false},
    {"Prompt version", "version", FilterField::version, false},
    {"Operation", "operation", FilterField::operation, false},
    {"Error type", "error-type", FilterField::error_type, false},
    {"Environment", "environment", FilterField::environment, true},
    {"Release", "release", FilterField::release, false},
    {"Tags", "tags", FilterField::tags, true},
    {"User", "user", FilterField::user, false},
    {"Session", "session", FilterField::session, false},
    {"Scores by", "score-source", FilterField::score_source, false},
}};
constexpr std::size_t kFewValues = 6, kManyValues = 60, kSearchFrom = 12;

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

// At the right end, while the pointer is on the row: all but this value.
void exclude_button(Ui& ui, const Section& section, const std::string& value, Rect& row, bool excluded) {
  const Rect area = cut_right(row, 22);
  const Press pressed = press(ui, "exclude-" + std::string(section.name) + ":" + value, area, kPressOverlap);
  const Color ink = excluded ? ui.color.error : pressed.hovered ? ui.color.text : ui.color.faint;
  ui.draw()->AddCircle({area.center_x(), area.center_y()}, 6, ink, 0, 1.3f);
  fill(ui, {area.center_x() - 3, area.center_y() - 1, area.center_x() + 3, area.center_y() + 1}, ink);
  if (pressed.hovered) tooltip(ui, excluded ? "Let it in again" : "Without this value");
  if (pressed.clicked) ui.push(SetFilterText{print(with_value_excluded(ui.state().filter, section.field, value))});
}

void value_row(Ui& ui, const Section& section, const FacetValue& value, Rect row) {
  const bool chosen = has_value(ui.state().filter, section.field, value.value);
  const Press pressed = press(ui, "facet-" + std::string(section.name) + ":" + value.value, row, kPressOverlap);
  if (pressed.hovered) fill(ui, inset(row, 4, 1), ui.color.raised, 4);
  if (pressed.focused) focus_ring(ui, inset(row, 5, 2));
  Rect inner = inset(row, 12, 0);
  check_box(ui, cut_left(inner, 14), chosen, pressed.hovered);
  inner.x0 += 8;
  const std::string count = grouped(value.count);
  const bool excluded = has_excluded(ui.state().filter, section.field, value.value);
  if (mouse_in(row) || excluded || pressed.focused) exclude_button(ui, section, value.value, inner, excluded);
  text_right(ui, inner, count, chosen ? ui.color.text : ui.color.faint, kSmall, 6);
  value_mark(ui, section, value.value, inner);
  const float width =
      text_in(ui, inner, value.value, chosen ? ui.color.text : mixed(ui.color.dim, ui.color.text, 0.5f), kSmall);
  offer_values(ui, row, pressed.focused, [&] { return text_value(section.field, value.value); });
  if (pressed.hovered && width >= inner.width() - 1) tooltip(ui, value.value);
  if (pressed.clicked) ui.push(SetFilterText{print(with_value_toggled(ui.state().filter, section.field, value.value))});
}

// A field for searching among many values.
float search_row(Ui& ui, const Section& section, Rect area, float y) {
  const std::string key(section.name);
  InputOptions options;
  options.hint = "Search";
  options.style = kSmall;
  text_input(ui, "facet-search-" + key, {area.x0 + 12, y + 2, area.x1 - 12, y + (cards() ? 40.0f : 26.0f)},
             ui.memory.rail_search[key], options);
  return y + (cards() ? 46.0f : 32.0f);
}

float draw_section(Ui& ui, const Section& section, Rect area, float y) {
  const std::string key(section.name);
  const std::string& search = ui.memory.rail_search[key];
  const FacetList& facet = ui.frame.derived.facet_values(ui.state(), section.field, search);
  const std::vector<FacetValue>& all = facet.values;
  if (all.empty() && search.empty()) return y;
  bool& open = ui.memory.rail_open.try_emplace(key, section.open).first->second;
  const Rect head{area.x0, y, area.x1, y + (cards() ? 44.0f : 30.0f)};
  const Press pressed = press(ui, "facet-section-" + key, head);
  Rect inner = inset(head, 12, 0);
  icon(ui, open ? Icon::chevron_down : Icon::chevron_right, inner.x0 + 5, head.center_y(), 9,
       pressed.hovered ? ui.color.text : ui.color.faint);
  inner.x0 += 18;
  text_in(ui, inner, section.title, pressed.hovered ? ui.color.text : ui.color.dim, {Face::semibold, 12, Align::left});
  if (!open) text_in(ui, inner, grouped(facet.distinct), ui.color.faint, aligned(kSmall, Align::right));
  if (pressed.focused) focus_ring(ui, inset(head, 4, 2));
  if (pressed.clicked) open = !open;
  y = head.y1;
  if (!open) return y;
  bool& show_all = ui.memory.rail_all[key];
  if (facet.distinct > kSearchFrom || !search.empty()) y = search_row(ui, section, area, y);
  if (all.empty()) {
    text_in(ui, {area.x0 + 34, y, area.x1 - 12, y + value_height()}, "No such value", ui.color.faint, kSmall);
    return y + value_height() + 6;
  }
  const std::vector<FacetValue> values(all.begin(),
                                       all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), kManyValues)));
  const std::size_t shown = show_all ? values.size() : std::min(values.size(), kFewValues);
  for (std::size_t i = 0; i < shown; ++i, y += value_height())
    value_row(ui, section, values[i], {area.x0, y, area.x1, y + value_height()});
  if (values.size() > kFewValues) {
    const Rect more{area.x0 + 34, y, area.x1 - 12, y + value_height()};
    const Press toggled = press(ui, "facet-more-" + key, more);
    const std::string label =
        show_all ? "Show fewer" : grouped(facet.distinct - static_cast<std::int64_t>(kFewValues)) + " more";
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
  float y = draw_filter_shelf(ui, area, panel.area.y0 + 4);
  constexpr std::size_t kBeforeNumbers = 5;  // what is ticked most stands above the numbers
  for (std::size_t i = 0; i < kBeforeNumbers; ++i) y = draw_section(ui, kSections[i], area, y);
  y = draw_filter_ranges(ui, area, y);
  for (std::size_t i = kBeforeNumbers; i < kSections.size(); ++i) y = draw_section(ui, kSections[i], area, y);
  scroll_panel_end(ui, "filter-rail", panel, y);
}

}  // namespace spanorama
