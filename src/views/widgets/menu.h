// A chip that opens a list below it, and a chip that is on or off.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "views/widgets/icons.h"
#include "views/widgets/text.h"

namespace spanorama {

struct MenuItem {
  std::string label;
  bool checked = false;
  Color swatch = 0;     // 0: none
  bool title = false;   // a heading, not chosen
  bool beside = false;  // in the row of the item before it, at its right end
};
struct Chip {
  std::string_view name, label, value;  // `name` is unique on the screen
  bool lit = false;                     // something other than the default is chosen
};
float chip_width(const Ui& ui, const Chip& chip, bool has_menu);

// The index of the item that was pressed. With `stays` the list remains open for more; items are named
// NAME + "-" + index.
std::optional<std::size_t> menu_chip(Ui& ui, Rect rect, const Chip& chip, std::span<const MenuItem> items, bool stays);
// The same list below a button that is only an icon; it stays open for more.
std::optional<std::size_t> menu_button(Ui& ui, std::string_view name, Rect rect, Icon which, std::string_view tip,
                                       std::span<const MenuItem> items);
// The open list below `below`, where there is room else above it; arrows and Enter choose too. Whoever calls it closes
// it; a press beside it and Escape do so by themselves.
std::optional<std::size_t> menu_list(Ui& ui, Rect below, std::string_view name, std::span<const MenuItem> items);
void close_menu(Ui& ui);
bool toggle_chip(Ui& ui, Rect rect, const Chip& chip, std::string_view tip);

}  // namespace spanorama
