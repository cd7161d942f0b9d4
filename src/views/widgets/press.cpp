#include "views/widgets/press.h"

#include <algorithm>
#include <string>

#include "spanorama/base/hash.h"

namespace spanorama {

namespace {

std::uint32_t focus_id(std::string_view name) { return static_cast<std::uint32_t>(hash64(name)) | 1u; }

}  // namespace

void move_focus(Ui& ui) {
  KeyboardFocus& focus = ui.memory.focus;
  const std::vector<std::uint32_t> order = std::exchange(focus.order, {});
  focus.moved = false;
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) focus.visible = false;
  if (order.empty() || !ImGui::IsKeyPressed(ImGuiKey_Tab)) return;
  const auto found = std::find(order.begin(), order.end(), focus.current);
  const bool back = ImGui::GetIO().KeyShift;
  std::size_t at = static_cast<std::size_t>(found - order.begin());
  if (found == order.end() || !focus.visible) {
    at = back ? order.size() - 1 : (found == order.end() ? 0 : at);
  } else {
    at = (at + (back ? order.size() - 1 : 1)) % order.size();
  }
  focus.current = order[at];
  focus.visible = focus.moved = true;
}

bool focusable(Ui& ui, std::uint32_t id) {
  ui.memory.focus.order.push_back(id);
  return ui.memory.focus.visible && ui.memory.focus.current == id;
}

void focus_ring(Ui& ui, Rect rect, float radius) { outline(ui, inset(rect, -1, -1), ui.color.accent, radius + 1, 2); }

Press press(Ui& ui, std::string_view name, Rect rect, int flags) {
  Press result;
  ui.rects.add(name, {rect.x0, rect.y0, rect.width(), rect.height()});
  if (!rect.drawable()) return result;
  ImGui::PushID(name.data(), name.data() + name.size());
  ImGui::SetCursorScreenPos(corner0(rect));
  if ((flags & kPressOverlap) != 0) ImGui::SetNextItemAllowOverlap();
  result.clicked = ImGui::InvisibleButton("##press", {rect.width(), rect.height()});
  result.hovered = ImGui::IsItemHovered();
  result.held = ImGui::IsItemActive();
  result.double_clicked = result.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
  ImGui::PopID();
  if (result.clicked) ui.memory.focus.current = focus_id(name);
  if ((flags & kPressNoFocus) != 0) return result;
  result.focused = focusable(ui, focus_id(name));
  if (!result.focused || ImGui::GetIO().WantTextInput) return result;
  if (ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_Space, false)) result.clicked = true;
  return result;
}

}  // namespace spanorama
