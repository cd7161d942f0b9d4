// From when to when: presets, a month to pick days in, and fields for times. Both ends are inclusive.
#include <algorithm>
#include <array>
#include <cmath>

#include "spanorama/base/format.h"
#include "views/calendar_days.h"
#include "views/dialog.h"
#include "views/filter_edit.h"
#include "views/filter_parts.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/widgets/controls.h"
#include "views/widgets/menu.h"

namespace spanorama {

namespace {

struct Preset {
  std::string_view label;
  std::int64_t minutes;
  std::int64_t seconds = 0;
};
constexpr std::array<Preset, 13> kPresets = {{{"30 s", 0, 30},
                                              {"5 min", 5},
                                              {"15 min", 15},
                                              {"30 min", 30},
                                              {"1 h", 60},
                                              {"3 h", 180},
                                              {"6 h", 360},
                                              {"24 h", 1440},
                                              {"7 d", 7 * 1440},
                                              {"14 d", 14 * 1440},
                                              {"30 d", 30 * 1440},
                                              {"90 d", 90 * 1440},
                                              {"1 y", 365 * 1440}}};
constexpr float kDayNamesHeight = 24;
float fields_height() { return cards() ? 62.0f + 24 + 44 : 52.0f + 24 + 32; }
// What is left of `room` beside the fields is the days', as much of it as they need.
float grid_height(float room) {
  const float most = kDayNamesHeight + 6 * (cards() ? 44.0f : 34.0f);
  return std::clamp(room - 6 - fields_height(), kDayNamesHeight + 6 * 16, most);
}
using Bounds = std::pair<std::int64_t, std::int64_t>;

void close(Ui& ui) { ui.memory.calendar = {}; }

void set_time(Ui& ui, std::optional<Bounds> range) {
  ui.push(SetFilterText{print(with_range(ui.state().filter, FilterField::time, range))});
  close(ui);
}

// The first and the last start of what is open; now, when nothing is.
UnixTime last_start(Ui& ui) {
  const TraceStore& store = ui.store();
  return store.trace_count() == 0 ? ui.frame.host.now() : store.trace(TraceRow{store.trace_count() - 1}).start;
}

// What the filter says now, in the zone that is chosen now.
void fill_in(Ui& ui) {
  CalendarMemory& memory = ui.memory.calendar;
  const int offset = ui.utc_offset_minutes();
  const Condition* range = range_of(ui.state().filter, FilterField::time);
  memory.from.clear();
  memory.to.clear();
  if (range != nullptr && range->low != INT64_MIN) memory.from = text_of_begin(range->low, offset);
  if (range != nullptr && range->high != INT64_MAX) memory.to = text_of_end(range->high, offset);
  const auto shown = instants_of(memory.from.empty() ? memory.to : memory.from, offset);
  memory.cursor = day_of(shown ? UnixTime{shown->first} : last_start(ui), offset);
  memory.month = month_begin(memory.cursor);
  memory.offset = offset;
  memory.filled = true;
}

std::optional<std::int64_t> day_in(const std::string& text) {
  const auto instants = instants_of(text, 0);
  return instants ? std::optional(day_of(UnixTime{instants->first}, 0)) : std::nullopt;
}

// The first day that is picked is both ends; the second one becomes the other end.
void pick_day(CalendarMemory& memory, std::int64_t day) {
  const std::optional<std::int64_t> from = day_in(memory.from);
  memory.cursor = day;
  memory.month = month_begin(day);
  if (!memory.second || !from) {
    memory.from = memory.to = text_from_day(day);
    memory.second = true;
    return;
  }
  memory.from = text_from_day(std::min(*from, day));
  memory.to = text_from_day(std::max(*from, day));
  memory.second = false;
}

// What both fields say; a sentence when that is no range. Empty fields are open ends.
std::string read_fields(const CalendarMemory& memory, Bounds& out) {
  out = {INT64_MIN, INT64_MAX};
  const auto from = instants_of(memory.from, memory.offset), to = instants_of(memory.to, memory.offset);
  if ((!memory.from.empty() && !from) || (!memory.to.empty() && !to))
    return "A day such as 2026-08-01, or with a time: 2026-08-01 14:30";
  if (from) out.first = from->first;
  if (to) out.second = to->second;
  return out.first > out.second ? "The end lies before the beginning" : "";
}

void presets(Ui& ui, Rect& content) {
  const float height = cards() ? 44.0f : 32.0f;
  Rect row = cut_top(content, height);
  for (const Preset& preset : kPresets) {
    const std::string name =
        "calendar-last-" + (preset.seconds > 0 ? std::to_string(preset.seconds) + "s" : std::to_string(preset.minutes));
    const Chip chip{name, preset.label, {}, false};
    const float width = chip_width(ui, chip, false);
    if (width > row.width()) row = cut_top(content, height);
    const Rect cell = cut_left(row, width);
    row.x0 += 5;
    const std::int64_t length = (preset.minutes * 60 + preset.seconds) * kNanosPerSecond;
    const std::optional<Bounds> of_newest = before_newest(ui, length);
    if (toggle_chip(ui, centered(cell, width, height - 6), chip,
                    of_newest ? "All that is open is older: counted back from the newest trace"
                              : "From then on until now, and what comes"))
      set_time(ui, of_newest.value_or(Bounds(ui.frame.host.now().ns - length, INT64_MAX)));
  }
}

void month_head(Ui& ui, Rect row) {
  CalendarMemory& memory = ui.memory.calendar;
  const auto move = [&](std::string_view name, Rect cell, Icon which, std::string_view tip, int by) {
    if (icon_button(ui, name, cell, which, tip)) memory.month = month_begin(memory.month, by);
  };
  move("calendar-previous", cut_left(row, 32), Icon::chevron_left, "The month before  Page Up", -1);
  move("calendar-next", cut_right(row, 32), Icon::chevron_right, "The next month  Page Down", 1);
  text_in(ui, row, month_title(memory.month), ui.color.text, aligned(kStrong, Align::center));
}

// Arrows move a day or a week, Page Up and Down a month, Enter and Space pick.
void grid_keys(CalendarMemory& memory) {
  const auto pressed = [](ImGuiKey key) { return ImGui::IsKeyPressed(key, true); };
  std::int64_t day = memory.cursor;
  if (pressed(ImGuiKey_LeftArrow)) day -= 1;
  if (pressed(ImGuiKey_RightArrow)) day += 1;
  if (pressed(ImGuiKey_UpArrow)) day -= 7;
  if (pressed(ImGuiKey_DownArrow)) day += 7;
  for (const auto& [key, by] : {std::pair(ImGuiKey_PageUp, -1), std::pair(ImGuiKey_PageDown, 1)})
    if (pressed(key)) {
      const std::int64_t month = month_begin(day, by);
      day = month + std::min<std::int64_t>(day - month_begin(day), days_in_month(month) - 1);
    }
  if (day != memory.cursor) memory.month = month_begin(memory.cursor = day);
  if (ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_Space, false))
    pick_day(memory, memory.cursor);
}

void day_cell(Ui& ui, Rect cell, std::int64_t day, std::int64_t today, bool keyboard) {
  CalendarMemory& memory = ui.memory.calendar;
  const bool of_month = month_begin(day) == memory.month;
  const std::optional<std::int64_t> from = day_in(memory.from), to = day_in(memory.to);
  const bool inside = (from || to) && day >= from.value_or(day) && day <= to.value_or(day);
  const bool end = (from && day == *from) || (to && day == *to);
  const Press pressed = press(ui, "calendar-day-" + text_from_day(day), cell, kPressNoFocus);
  if (inside) fill(ui, inset(cell, 0, 2), with_alpha(ui.color.accent, 0.16f));
  if (end) fill(ui, inset(cell, 2, 2), with_alpha(ui.color.accent, 0.55f), 6);
  if (pressed.hovered) fill(ui, inset(cell, 2, 2), with_alpha(ui.color.raised, 0.8f), 6);
  if (day == today) outline(ui, inset(cell, 3, 3), ui.color.hairline, 6);
  if (keyboard && day == memory.cursor) focus_ring(ui, inset(cell, 2, 2), 6);
  const Color ink = end ? ui.color.text : of_month ? mixed(ui.color.dim, ui.color.text, 0.6f) : ui.color.faint;
  text_in(ui, cell, std::to_string(civil_day(day).day), ink, aligned(kSmall, Align::center));
  if (pressed.clicked) pick_day(memory, day);
}

void month_grid(Ui& ui, Rect area) {
  constexpr std::array<std::string_view, 7> kNames{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
  CalendarMemory& memory = ui.memory.calendar;
  ui.rects.add("calendar-grid", {area.x0, area.y0, area.width(), area.height()});
  const bool keyboard = focusable(ui, 0x63616c65u);  // one stop of Tab; arrows move inside
  if (keyboard && !ImGui::GetIO().WantTextInput) grid_keys(memory);
  const float width = area.width() / 7;
  const Rect names = cut_top(area, kDayNamesHeight);
  const float height = area.height() / 6;
  for (std::size_t i = 0; i < 7; ++i)
    text_in(
        ui,
        {names.x0 + width * static_cast<float>(i), names.y0, names.x0 + width * static_cast<float>(i + 1), names.y1},
        kNames[i], ui.color.faint, aligned(kTiny, Align::center));
  const std::int64_t first = memory.month - weekday(memory.month);
  const std::int64_t today = day_of(ui.frame.host.now(), memory.offset);
  for (int i = 0; i < 42; ++i) {
    const float x = area.x0 + width * static_cast<float>(i % 7), y = area.y0 + height * static_cast<float>(i / 7);
    day_cell(ui, {x, y, x + width, y + height}, first + i, today, keyboard);
  }
}

bool field(Ui& ui, Rect area, std::string_view label, std::string_view name, std::string& text) {
  text_in(ui, cut_top(area, 20), label, ui.color.dim, kSmall);
  InputOptions options;
  options.hint = "any";
  options.style = kMono;
  return text_input(ui, name, cut_top(area, cards() ? 40.0f : 30.0f), text, options).entered;
}

// The two ends, the zone, and what to do with them.
void draw_fields(Ui& ui, Rect content) {
  CalendarMemory& memory = ui.memory.calendar;
  Rect row = cut_top(content, cards() ? 62.0f : 52.0f);
  const Rect left = cut_left(row, row.width() * 0.5f - 6);
  row.x0 += 12;
  bool entered = field(ui, left, "From", "calendar-from", memory.from);
  entered = field(ui, row, "To, inclusive", "calendar-to", memory.to) || entered;
  Bounds range;
  const std::string mistake = read_fields(memory, range);
  Rect line = cut_top(content, 24);
  text_in(ui, line, mistake, ui.color.error, kSmall);
  Rect buttons = cut_top(content, cards() ? 44.0f : 32.0f);
  const std::string_view zone = ui.state().utc ? "Days in UTC" : "Days in local time";
  if (text_button(ui, "calendar-zone", cut_left(buttons, button_width(ui, zone)), zone, ButtonKind::quiet))
    ui.push(SetUtc{!ui.state().utc});
  const bool apply =
      text_button(ui, "calendar-apply", cut_right(buttons, button_width(ui, "Apply")), "Apply", ButtonKind::primary);
  buttons.x1 -= 8;
  if (text_button(ui, "calendar-any", cut_right(buttons, button_width(ui, "Any time")), "Any time",
                  ButtonKind::outlined))
    return set_time(ui, std::nullopt);
  if (!(apply || entered) || !mistake.empty()) return;
  if (memory.from.empty() && memory.to.empty()) return set_time(ui, std::nullopt);
  set_time(ui, range);
}

}  // namespace

void draw_calendar(Ui& ui, Rect screen) {
  CalendarMemory& memory = ui.memory.calendar;
  if (!memory.shown) return;
  // The zone was switched: the fields keep their instants.
  if (!memory.filled || memory.offset != ui.utc_offset_minutes()) fill_in(ui);
  Dialog dialog = dialog_begin(ui, "calendar", "Time of the start", screen, 420, 530);
  Rect content = dialog.content;
  presets(ui, content);
  content.y0 += 6;
  if (memory.shown) {
    month_head(ui, cut_top(content, cards() ? 44.0f : 32.0f));
    month_grid(ui, cut_top(content, grid_height(content.height())));
    content.y0 += 6;
    draw_fields(ui, content);
  }
  if (dialog.closed) close(ui);
  dialog_end(ui);
}

}  // namespace spanorama
