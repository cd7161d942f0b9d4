#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "spanorama/base/format.h"
#include "spanorama/query/value_search.h"
#include "views/filter_edit.h"
#include "views/filter_parts.h"
#include "views/present_view.h"
#include "views/sizes.h"
#include "views/trace_text.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

struct Preset {
  std::string_view label, filter;
  std::int64_t last_hours = 0;  // what the filter says, where it says only that
};
constexpr std::array<Preset, 10> kPresets = {{
    {"Errors", "status:error"},
    {"Errors that cost", "status:error cost:>100"},
    {"Slow gpt-4o", "model:gpt-4o duration:>5s"},
    {"Errors in production", "environment:production errors:>0"},
    {"Errors in production (metadata)", "metadata.environment:production errors:>0"},
    {"Slowest 5 %", "duration:>=p95"},
    {"Last hour", "time:last 1h", 1},
    {"Last 24 hours", "time:last 24h", 24},
    {"Last 7 days", "time:last 7d", 7 * 24},
    {"Last 30 days", "time:last 30d", 30 * 24},
}};

// What a saved view finds now.
struct FoundNote {
  std::string count, tooltip;
};

bool searches_values(const std::string& filter_text, UnixTime now) {
  const Result<Filter> filter = parse_filter(filter_text, now);
  if (!filter) return false;
  const std::vector<Condition>& conditions = filter.value().conditions;
  return std::any_of(conditions.begin(), conditions.end(), looks_into_values);
}

FoundNote found_note(Ui& ui, const SavedView& view) {
  const Derived::Found* found = ui.frame.derived.found(ui.state(), view.filter, ui.frame.host.now());
  if (found == nullptr && searches_values(view.filter, ui.frame.host.now()))
    return {"search", view.filter + ": counted when it is used, whole prompts are searched for it"};
  if (found == nullptr) return {"", view.filter};
  const std::string count = grouped(found->traces);
  if (found->traces == 0) return {count, "Finds nothing now"};
  const std::string last = found->last_start.ns == 0 ? "" : ", the last began " + time_text(ui, found->last_start, 0);
  return {count, count + (found->traces == 1 ? " trace" : " traces") + last};
}

float row_height() { return cards() ? 44.0f : 26.0f; }

bool fold_head(Ui& ui, Rect area, float& y, const std::string& key, std::string_view title, bool open_first) {
  bool& open = ui.memory.rail_open.try_emplace(key, open_first).first->second;
  const Rect head{area.x0, y, area.x1, y + (cards() ? 44.0f : 30.0f)};
  const Press pressed = press(ui, "facet-section-" + key, head);
  Rect inner = inset(head, 12, 0);
  icon(ui, open ? Icon::chevron_down : Icon::chevron_right, inner.x0 + 5, head.center_y(), 9,
       pressed.hovered ? ui.color.text : ui.color.faint);
  inner.x0 += 18;
  text_in(ui, inner, title, pressed.hovered ? ui.color.text : ui.color.dim, {Face::semibold, 12, Align::left});
  if (pressed.focused) focus_ring(ui, inset(head, 4, 2));
  if (pressed.clicked) open = !open;
  y = head.y1;
  return open;
}

bool link_row(Ui& ui, Rect area, float& y, const std::string& name, std::string_view label, Rect* rest = nullptr,
              const FoundNote& note = {}) {
  const Rect row{area.x0, y, area.x1, y + row_height()};
  y = row.y1;
  const Press pressed = press(ui, name, row, kPressOverlap);
  if (pressed.hovered) fill(ui, inset(row, 4, 1), ui.color.raised, 4);
  if (pressed.focused) focus_ring(ui, inset(row, 5, 2));
  Rect inner = inset(row, 30, 0);
  inner.x1 = row.x1 - 10;
  if (rest != nullptr) *rest = cut_right(inner, 24);
  if (!note.count.empty())
    text_in(ui, cut_right(inner, std::ceil(text_width(ui, note.count, kSmall)) + 6), note.count, ui.color.faint,
            aligned(kSmall, Align::right));
  if (pressed.hovered && !note.tooltip.empty()) tooltip(ui, note.tooltip);
  text_in(ui, inner, label, pressed.hovered ? ui.color.text : mixed(ui.color.dim, ui.color.text, 0.5f), kSmall);
  return pressed.clicked;
}

void begin_rename(Ui& ui, const SavedView& view) {
  ui.memory.saved_view_name = ui.memory.saved_view_renamed = view.name;
  ui.memory.focus_saved_view_name = true;
}

void leave_rename(Ui& ui) {
  if (!std::exchange(ui.memory.saved_view_renamed, {}).empty()) ui.memory.saved_view_name.clear();
}

// A view that has the new name already gives way.
void rename_view(Ui& ui) {
  std::vector<SavedView>& views = ui.memory.saved_views;
  const std::string was = std::exchange(ui.memory.saved_view_renamed, {});
  const std::string name = std::exchange(ui.memory.saved_view_name, {});
  if (name.empty() || name == was) return;
  views.erase(std::remove_if(views.begin(), views.end(), [&](const SavedView& view) { return view.name == name; }),
              views.end());
  for (SavedView& view : views)
    if (view.name == was) view.name = name;
}

// A name replaces the view that has it.
void save_view(Ui& ui) {
  if (!ui.memory.saved_view_renamed.empty()) return rename_view(ui);
  std::string& name = ui.memory.saved_view_name;
  if (name.empty()) name = ui.state().filter_text.empty() ? "Everything" : ui.state().filter_text;
  merge_views(ui.memory.saved_views, {present_view(ui, name)});
  name.clear();
}

// Views travel in files: to another browser, to a colleague, into a repository.
float view_files(Ui& ui, Rect area, float y) {
  Rect row{area.x0 + 12, y, area.x1 - 12, y + (cards() ? 40.0f : 24.0f)};
  const bool any = !ui.memory.saved_views.empty() || !ui.state().notes->all().empty();
  const Rect first = cut_left(row, std::min(row.width() * 0.5f, button_width(ui, "Open file")));
  if (text_button(ui, "saved-views-open", first, "Open file", ButtonKind::quiet)) ui.push(PickFiles{});
  if (any &&
      text_button(ui, "saved-views-export", cut_left(row, std::min(row.width(), button_width(ui, "Save as file"))),
                  "Save as file", ButtonKind::quiet))
    ui.push(SaveText{"spanorama-views.json", views_file(ui.memory.saved_views, *ui.state().notes)});
  return first.y1;
}

float saved_views(Ui& ui, Rect area, float y) {
  if (!fold_head(ui, area, y, "saved", "Saved views", !ui.memory.saved_views.empty())) return y;
  std::vector<SavedView>& views = ui.memory.saved_views;
  for (std::size_t i = 0; i < views.size(); ++i) {
    Rect end;
    const std::string number = std::to_string(i);
    FoundNote note = found_note(ui, views[i]);
    note.tooltip += " (a double press renames)";
    const bool chosen = link_row(ui, area, y, "saved-view-" + number, views[i].name, &end, note);
    if (chosen) use_view(ui, views[i]);
    if (chosen && ImGui::GetIO().MouseClickedLastCount[0] == 2)
      begin_rename(ui, views[i]);
    else if (chosen)
      leave_rename(ui);
    if (icon_button(ui, "saved-view-remove-" + number, end, Icon::close, "Remove this view")) {
      views.erase(views.begin() + static_cast<std::ptrdiff_t>(i));
      break;
    }
  }
  InputOptions options;
  const std::string& renamed = ui.memory.saved_view_renamed;
  options.hint = renamed.empty() ? "Name for the present view" : "New name";
  options.style = kSmall;
  options.focus = std::exchange(ui.memory.focus_saved_view_name, false);
  const float height = cards() ? 40.0f : 26.0f;
  const Rect field{area.x0 + 12, y + 2, area.x1 - 44, y + 2 + height};
  const InputResult typed = text_input(ui, "saved-view-name", field, ui.memory.saved_view_name, options);
  const Rect button{area.x1 - 40, y + 2, area.x1 - 12, y + 2 + height};
  const std::string tip =
      renamed.empty() ? "Save filter, list, order and columns" : "Rename \u201c" + renamed + "\u201d";
  if (icon_button(ui, "saved-view-save", button, Icon::check, tip) || typed.entered) save_view(ui);
  return view_files(ui, area, y + height + 6) + 6;
}

std::string preset_filter(Ui& ui, const Preset& preset) {
  constexpr std::int64_t kHour = 3600 * kNanosPerSecond;
  const auto range = preset.last_hours > 0 ? before_newest(ui, preset.last_hours * kHour) : std::nullopt;
  return range ? print(with_range({}, FilterField::time, range)) : std::string(preset.filter);
}

float presets(Ui& ui, Rect area, float y) {
  if (!fold_head(ui, area, y, "presets", "Presets", false)) return y;
  for (std::size_t i = 0; i < kPresets.size(); ++i)
    if (link_row(ui, area, y, "preset-" + std::to_string(i), kPresets[i].label))
      ui.push(SetFilterText{preset_filter(ui, kPresets[i])});
  return y + 6;
}

}  // namespace

namespace {

// When the traces that pass began; a press opens the calendar.
float time_row(Ui& ui, Rect area, float y) {
  const Condition* range = range_of(ui.state().filter, FilterField::time);
  const auto end = [&](std::int64_t ns, std::int64_t open, const char* none) {
    return ns == open ? std::string(none) : text_from(UnixTime{ns}, 0, ui.utc_offset_minutes());
  };
  const Rect row{area.x0 + 4, y, area.x1 - 4, y + row_height() + 4};
  const Press pressed = press(ui, "time-range", row);
  if (pressed.hovered) fill(ui, row, ui.color.raised, 4);
  if (pressed.focused) focus_ring(ui, inset(row, 1, 1));
  const Color ink = range != nullptr ? ui.color.accent : pressed.hovered ? ui.color.text : ui.color.dim;
  icon(ui, Icon::clock, row.x0 + 14, row.center_y(), 13, ink);
  const std::string text =
      range == nullptr ? "Any time"
                       : end(range->low, INT64_MIN, "\u2026") + " \u2013 " + end(range->high, INT64_MAX, "\u2026");
  text_in(ui, {row.x0 + 26, row.y0, row.x1 - 4, row.y1}, text, ink, kSmall);
  if (pressed.hovered) tooltip(ui, range == nullptr ? std::string("From when to when  T") : text);
  if (pressed.clicked) ui.memory.calendar.shown = true;
  return row.y1 + 2;
}

}  // namespace

std::optional<std::pair<std::int64_t, std::int64_t>> before_newest(Ui& ui, std::int64_t length_ns) {
  const TraceStore& store = ui.store();
  const std::int64_t newest = store.trace_count() == 0 ? 0 : store.trace(TraceRow{store.trace_count() - 1}).start.ns;
  if (newest <= length_ns || newest >= ui.frame.host.now().ns - length_ns) return std::nullopt;
  return std::pair(newest - length_ns, newest);
}

void take_opened_views(Ui& ui) {
  if (ui.memory.opened_views_known == ui.state().opened_views.revision) return;
  ui.memory.opened_views_known = ui.state().opened_views.revision;
  merge_views(ui.memory.saved_views, ui.state().opened_views.views);
  ui.memory.rail_open["saved"] = true;
}

float draw_filter_shelf(Ui& ui, Rect area, float y) {
  const std::size_t count = ui.state().filter.conditions.size();
  Rect head{area.x0 + 12, y, area.x1 - 6, y + (cards() ? 44.0f : 28.0f)};
  const float size = cards() ? 44.0f : 26.0f;
  y = head.y1;
  if (!ui.state().filter_redo.empty() &&
      icon_button(ui, "filter-redo", cut_right(head, size), Icon::chevron_right, "Redo the change of the filter"))
    ui.push(RedoFilter{});
  if (!ui.state().filter_undo.empty() &&
      icon_button(ui, "filter-undo", cut_right(head, size), Icon::chevron_left, "Undo the change of the filter"))
    ui.push(UndoFilter{});
  if (icon_button(ui, "filter-rules", cut_right(head, size), Icon::columns, "Rules of field, operator and value"))
    ui.memory.rules.shown = true;
  const std::string title = count == 0 ? "Filters" : count == 1 ? "1 filter" : std::to_string(count) + " filters";
  text_in(ui, head, title, count > 0 ? ui.color.accent : ui.color.dim, {Face::semibold, 12, Align::left});
  y = time_row(ui, area, y);
  y = saved_views(ui, area, y);
  return presets(ui, area, y);
}

}  // namespace spanorama
