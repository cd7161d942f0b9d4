#include "views/widgets/scroll.h"

#include <cmath>
#include <string>
#include <utility>

#include "views/widgets/press.h"

#include <imgui_internal.h>

namespace spanorama {

namespace {

constexpr float kWheelPoints = 56, kBarWidth = 6, kLeastThumb = 28;

double furthest(const Scroll& scroll) { return std::max(0.0, scroll.content - scroll.view); }

void drag_thumb(Scroll& scroll, Rect track, float thumb_height, const Press& pressed, float thumb_y) {
  const float mouse_y = ImGui::GetIO().MousePos.y;
  if (!pressed.held) {
    scroll.dragging = false;
    return;
  }
  if (!scroll.dragging) {
    scroll.dragging = true;
    const bool on_thumb = mouse_y >= thumb_y && mouse_y < thumb_y + thumb_height;
    scroll.grab = on_thumb ? mouse_y - thumb_y : thumb_height * 0.5f;
  }
  const double free = std::max(1.0f, track.height() - thumb_height);
  scroll.y = std::clamp((static_cast<double>(mouse_y - scroll.grab - track.y0) / free) * furthest(scroll), 0.0,
                        furthest(scroll));
}

// A finger that moves scrolls and presses nothing.
void follow_finger(Scroll& scroll, Rect area) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.MouseSource != ImGuiMouseSource_TouchScreen || !ImGui::IsMouseDragging(ImGuiMouseButton_Left, 6)) return;
  const ImVec2 start = io.MouseClickedPos[0];
  if (!area.contains(start.x, start.y) || !mouse_in(area)) return;
  scroll.y -= static_cast<double>(io.MouseDelta.y);
  ImGui::ClearActiveID();
}

}  // namespace

ScrollView scroll_begin(Ui& ui, Scroll& scroll, Rect area, double content_height, bool finger) {
  scroll.content = content_height;
  scroll.view = static_cast<double>(area.height());
  const ImGuiIO& io = ImGui::GetIO();
  if (finger) follow_finger(scroll, area);
  if (mouse_in(area) && io.MouseWheel != 0 && !io.KeyCtrl && !io.KeyShift)
    scroll.y -= static_cast<double>(io.MouseWheel * kWheelPoints);
  scroll.y = std::clamp(scroll.y, 0.0, furthest(scroll));
  push_clip(ui, area);
  return {area, std::round(scroll.y)};
}

void scroll_end(Ui& ui, std::string_view name, Scroll& scroll, const ScrollView& view) {
  pop_clip(ui);
  if (scroll.content <= scroll.view + 1) return;
  const Rect track{view.area.x1 - kBarWidth - 3, view.area.y0 + 2, view.area.x1 - 3, view.area.y1 - 2};
  const float share = static_cast<float>(scroll.view / scroll.content);
  const float thumb = std::max(kLeastThumb, track.height() * share);
  const float y = track.y0 + (track.height() - thumb) * static_cast<float>(scroll.y / furthest(scroll));
  const Press pressed = press(ui, std::string(name) + "-scrollbar", inset(track, -3, 0), kPressNoFocus);
  drag_thumb(scroll, track, thumb, pressed, y);
  const float strength = pressed.held ? 0.75f : pressed.hovered ? 0.6f : mouse_in(view.area) ? 0.38f : 0.16f;
  fill(ui, {track.x0, y, track.x1, y + thumb}, with_alpha(ui.color.faint, strength), kBarWidth * 0.5f);
}

void scroll_to(Scroll& scroll, double top, double bottom) {
  if (top < scroll.y) scroll.y = top;
  if (bottom > scroll.y + scroll.view) scroll.y = bottom - scroll.view;
}

Scroll& scroll_of(Ui& ui, std::string_view name) { return ui.memory.scrolls[std::string(name)]; }

ScrollPanel scroll_panel_begin(Ui& ui, std::string_view name, Rect area, float padding) {
  ScrollPanel panel;
  panel.scroll = &scroll_of(ui, name);
  panel.view = scroll_begin(ui, *panel.scroll, area, panel.scroll->content);
  panel.area = inset(area, padding, padding);
  panel.area.y0 -= static_cast<float>(panel.view.y);
  return panel;
}

void scroll_panel_end(Ui& ui, std::string_view name, ScrollPanel& panel, float content_end_y) {
  const double height = static_cast<double>(content_end_y - panel.view.area.y0) + panel.view.y + 12;
  if (std::abs(panel.scroll->content - height) > 0.5) ui.animating = true;  // once more with the right bar
  panel.scroll->content = height;
  if (const auto wanted = std::exchange(ui.memory.scroll_wanted, std::nullopt)) {
    const double y = static_cast<double>(*wanted - panel.view.area.y0) + panel.view.y;
    scroll_to(*panel.scroll, y - 60, y + 80);
    ui.animating = true;
  }
  scroll_end(ui, name, *panel.scroll, panel.view);
}

}  // namespace spanorama
