// Everything that can be pressed: mouse, touch, and the keyboard's focus ring in one place. Also records the rectangle.
#pragma once

#include <string_view>

#include "views/ui.h"

namespace spanorama {

struct Press {
  bool hovered = false, held = false, clicked = false, double_clicked = false, focused = false;
};

enum PressFlags : int { kPressPlain = 0, kPressNoFocus = 1, kPressOverlap = 2 };

// `name` is unique on the screen and is the rectangle's name.
Press press(Ui& ui, std::string_view name, Rect rect, int flags = kPressPlain);

// Tab and Shift+Tab, before anything is drawn.
void move_focus(Ui& ui);
// Takes part in the order of Tab; true when the keyboard is on it. Text inputs use it directly.
bool focusable(Ui& ui, std::uint32_t id);
void focus_ring(Ui& ui, Rect rect, float radius = 4);

}  // namespace spanorama
