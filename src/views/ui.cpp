#include "views/ui.h"

namespace spanorama {

void fill(const Ui& ui, Rect rect, Color color, float radius) {
  if (rect.drawable()) ui.draw()->AddRectFilled(corner0(rect), corner1(rect), color, radius);
}

void outline(const Ui& ui, Rect rect, Color color, float radius, float thickness) {
  if (rect.drawable()) ui.draw()->AddRect(corner0(rect), corner1(rect), color, radius, 0, thickness);
}

void hairline_below(const Ui& ui, Rect rect) { fill(ui, {rect.x0, rect.y1 - 1, rect.x1, rect.y1}, ui.color.hairline); }

void hairline_right(const Ui& ui, Rect rect) { fill(ui, {rect.x1 - 1, rect.y0, rect.x1, rect.y1}, ui.color.hairline); }

// Of the window and not only of its drawing, so that what is hidden cannot be pressed.
void push_clip(const Ui&, Rect rect) { ImGui::PushClipRect(corner0(rect), corner1(rect), true); }
void pop_clip(const Ui&) { ImGui::PopClipRect(); }

bool mouse_in(Rect rect) {
  return ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem | ImGuiHoveredFlags_ChildWindows) &&
         ImGui::IsMouseHoveringRect(corner0(rect), corner1(rect), false);
}

bool keys_are_free(const Ui& ui) { return !ui.modal && !ImGui::GetIO().WantTextInput; }

}  // namespace spanorama
