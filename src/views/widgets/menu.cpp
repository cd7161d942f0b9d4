#include "views/widgets/menu.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "views/sizes.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

constexpr float kPad = 8, kCaret = 12;

Press chip_ground(Ui& ui, Rect rect, const Chip& chip, bool open) {
  const Press pressed = press(ui, chip.name, rect);
  if (chip.lit) fill(ui, rect, with_alpha(ui.color.accent, 0.14f), 5);
  if (pressed.hovered || open) fill(ui, rect, ui.color.raised, 5);
  outline(ui, rect, chip.lit ? with_alpha(ui.color.accent, 0.6f) : ui.color.hairline, 5);
  Rect inner = inset(rect, kPad, 0);
  text_left(ui, inner, chip.label, chip.value.empty() && (chip.lit || pressed.hovered) ? ui.color.text : ui.color.dim,
            kSmall, 5);
  text_in(ui, inner, chip.value, ui.color.text, kSmall);
  if (pressed.focused) focus_ring(ui, rect, 5);
  return pressed;
}

float beside_width(const Ui& ui, const MenuItem& item) { return std::ceil(text_width(ui, item.label, kBody)) + 24; }

// Where each item stands: the first of a row takes what those beside it leave.
struct Place {
  std::size_t row = 0;
  float from_right = 0;  // of its column, to its right edge
};
struct MenuRows {
  std::vector<Place> places;
  std::size_t count = 0;
  float width = 0;  // of the widest
};

MenuRows rows_of(const Ui& ui, std::span<const MenuItem> items, float least_width) {
  MenuRows out;
  out.width = least_width;
  out.places.resize(items.size());
  for (std::size_t begin = 0; begin < items.size(); ++out.count) {
    std::size_t end = begin + 1;
    while (end < items.size() && items[end].beside) ++end;
    float right = end > begin + 1 ? 8.0f : 0.0f;
    for (std::size_t i = end; i-- > begin;) {
      out.places[i] = {out.count, right};
      if (i > begin) right += beside_width(ui, items[i]);
    }
    out.width = std::max(out.width, right + text_width(ui, items[begin].label, kBody) + 58);
    begin = end;
  }
  return out;
}

// The list below its button: as many columns as the screen's height asks for and its width allows. What does not fit
// then is scrolled to.
struct MenuBox {
  Rect box;
  std::size_t rows = 0, seen = 0;  // of each column
  float column_width = 0;
};

MenuBox menu_box(Rect chip, const MenuRows& rows, float row_height) {
  MenuBox out;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const auto fit = static_cast<std::size_t>(std::max(1.0f, (screen.y - 16) / row_height));
  out.column_width = std::min(std::ceil(rows.width), screen.x - 8);
  const auto side_by_side = static_cast<std::size_t>(std::max(1.0f, (screen.x - 8) / out.column_width));
  const std::size_t columns = std::clamp<std::size_t>((rows.count + fit - 1) / fit, 1, side_by_side);
  out.rows = (rows.count + columns - 1) / columns;
  out.seen = std::min(out.rows, fit);
  const float width = out.column_width * static_cast<float>(columns);
  const float height = row_height * static_cast<float>(out.seen) + 8;
  const float x = std::clamp(chip.x0, 4.0f, std::max(4.0f, screen.x - width - 4));
  const float y = chip.y1 + 4 + height > screen.y ? std::max(4.0f, screen.y - height - 4) : chip.y1 + 4;
  out.box = {x, y, x + width, y + height};
  return out;
}

// The first row that is seen: moved by the wheel, and so that the one chosen by keys is in view.
std::size_t first_seen_row(Ui& ui, const MenuBox& menu, const MenuRows& rows) {
  Memory::MenuKeys& keys = ui.memory.menu_keys;
  const float most = static_cast<float>(menu.rows - menu.seen);
  keys.scrolled = std::clamp(keys.scrolled - ImGui::GetIO().MouseWheel * 2, 0.0f, most);
  if (keys.moved && keys.at >= 0) {
    const auto row = static_cast<float>(rows.places[static_cast<std::size_t>(keys.at)].row % menu.rows);
    keys.scrolled = std::clamp(keys.scrolled, row - static_cast<float>(menu.seen) + 1, row);
  }
  return static_cast<std::size_t>(keys.scrolled);
}

bool draw_beside(Ui& ui, std::string_view name, Rect row, const MenuItem& item, bool at_key) {
  const Press pressed = press(ui, name, row, kPressNoFocus);
  const Rect ground = inset(row, 2, 2);
  if (pressed.hovered || at_key || item.checked) fill(ui, ground, ui.color.raised, 4);
  text_in(ui, row, item.label, item.checked ? ui.color.accent : ui.color.text, {Face::regular, 13, Align::center});
  if (at_key) focus_ring(ui, ground);
  return pressed.clicked;
}

// `heads_row`: others stand beside it.
bool draw_item(Ui& ui, std::string_view name, Rect row, const MenuItem& item, bool at_key, bool heads_row) {
  if (item.title) {
    text_in(ui, inset(row, 12, 0), item.label, heads_row ? ui.color.dim : ui.color.faint, heads_row ? kSmall : kTiny);
    return false;
  }
  if (item.beside) return draw_beside(ui, name, row, item, at_key);
  const Press pressed = press(ui, name, row, kPressNoFocus);
  if (pressed.hovered || at_key) fill(ui, inset(row, 4, 0), ui.color.raised, 4);
  if (item.checked) icon(ui, Icon::check, row.x0 + 16, row.center_y(), 12, ui.color.accent);
  Rect label{row.x0 + 30, row.y0, row.x1 - 8, row.y1};
  if (item.swatch != 0) {
    fill(ui, centered({label.x0, row.y0, label.x0 + 10, row.y1}, 10, 10), item.swatch, 2);
    label.x0 += 16;
  }
  text_in(ui, label, item.label, ui.color.text, kBody);
  if (at_key) focus_ring(ui, inset(row, 4, 0));
  return pressed.clicked;
}

// Moves over what can be chosen, around the ends; -1 before the first press of an arrow.
void move_by_keys(Ui& ui, std::string_view name, std::span<const MenuItem> items) {
  Memory::MenuKeys& keys = ui.memory.menu_keys;
  if (keys.menu != name) keys = {std::string(name), -1, 0, false};
  keys.moved = false;
  const int by = static_cast<int>(ImGui::IsKeyPressed(ImGuiKey_DownArrow)) -
                 static_cast<int>(ImGui::IsKeyPressed(ImGuiKey_UpArrow));
  const int count = static_cast<int>(items.size());
  if (keys.at >= count) keys.at = -1;
  if (by == 0 || count == 0) return;
  int at = keys.at < 0 && by < 0 ? 0 : keys.at;
  for (int tries = 0; tries < count; ++tries) {
    at = (at + by + count) % count;
    if (items[static_cast<std::size_t>(at)].title) continue;
    keys.at = at;
    keys.moved = true;
    return;
  }
}

}  // namespace

void close_menu(Ui& ui) {
  ui.memory.open_menu.clear();
  ui.memory.menu_keys = {};
}

// A window of its own over everything, as wide as the screen so that a press beside the list closes it.
std::optional<std::size_t> menu_list(Ui& ui, Rect chip, std::string_view name, std::span<const MenuItem> items) {
  const float row_height = cards() ? 44.0f : 26.0f;
  const MenuRows rows = rows_of(ui, items, chip.width());
  const MenuBox menu = menu_box(chip, rows, row_height);
  const Rect box = menu.box;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen);
  ImGui::SetNextWindowFocus();
  ImGui::Begin("##menu", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBackground);
  for (int i = 4; i > 0; --i) {
    const float spread = static_cast<float>(i) * 2;
    fill(ui, {box.x0 - spread, box.y0 - spread + 3, box.x1 + spread, box.y1 + spread + 3},
         with_alpha(0xff000000u, 0.06f), 6 + spread);
  }
  fill(ui, box, ui.color.panel, 6);
  outline(ui, box, mixed(ui.color.hairline, ui.color.faint, 0.3f), 6);
  move_by_keys(ui, name, items);
  const int at_key = ui.memory.menu_keys.at;
  std::optional<std::size_t> chosen;
  if (at_key >= 0 && (ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_Space, false)))
    chosen = static_cast<std::size_t>(at_key);
  const std::size_t first = first_seen_row(ui, menu, rows);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Place& place = rows.places[i];
    const std::size_t column = place.row / menu.rows, row = place.row % menu.rows;
    if (row < first || row >= first + menu.seen) continue;
    const float x0 = box.x0 + menu.column_width * static_cast<float>(column);
    const float x1 = x0 + menu.column_width - place.from_right;
    const float y = box.y0 + 4 + row_height * static_cast<float>(row - first);
    const Rect area{items[i].beside ? x1 - beside_width(ui, items[i]) : x0, y, x1, y + row_height};
    if (draw_item(ui, std::string(name) + "-" + std::to_string(i), area, items[i], at_key == static_cast<int>(i),
                  i + 1 < items.size() && items[i + 1].beside))
      chosen = i;
  }
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool beside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !box.contains(mouse.x, mouse.y);
  if (beside || ImGui::IsKeyPressed(ImGuiKey_Escape, false)) close_menu(ui);
  ImGui::End();
  return chosen;
}

float chip_width(const Ui& ui, const Chip& chip, bool has_menu) {
  const float value = chip.value.empty() ? 0 : text_width(ui, chip.value, kSmall) + 5;
  return std::ceil(text_width(ui, chip.label, kSmall) + value) + 2 * kPad + (has_menu ? kCaret : 0) + 2;
}

std::optional<std::size_t> menu_chip(Ui& ui, Rect rect, const Chip& chip, std::span<const MenuItem> items, bool stays) {
  const bool open = ui.memory.open_menu == chip.name;
  const Press pressed = chip_ground(ui, rect, chip, open);
  icon(ui, Icon::chevron_down, rect.x1 - kPad, rect.center_y(), 8, ui.color.faint);
  std::optional<std::size_t> chosen;
  if (open) {
    chosen = menu_list(ui, rect, chip.name, items);
    if (chosen && !stays) close_menu(ui);
  } else if (pressed.clicked) {
    ui.memory.open_menu = chip.name;
    ui.animating = true;
  }
  return chosen;
}

std::optional<std::size_t> menu_button(Ui& ui, std::string_view name, Rect rect, Icon which, std::string_view tip,
                                       std::span<const MenuItem> items) {
  const bool open = ui.memory.open_menu == name;
  if (icon_button(ui, name, rect, which, open ? std::string_view() : tip, open) && !open) {
    ui.memory.open_menu = name;
    ui.animating = true;
    return std::nullopt;
  }
  return open ? menu_list(ui, rect, name, items) : std::nullopt;
}

bool toggle_chip(Ui& ui, Rect rect, const Chip& chip, std::string_view tip) {
  const Press pressed = chip_ground(ui, rect, chip, false);
  if (pressed.hovered && !tip.empty()) tooltip(ui, tip);
  return pressed.clicked;
}

}  // namespace spanorama
