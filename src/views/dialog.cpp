#include "views/dialog.h"

#include <string>

#include "views/sizes.h"
#include "views/widgets/controls.h"

namespace spanorama {

void overlay_begin(Ui& ui, std::string_view name, Rect screen, Rect box) {
  ImGui::SetNextWindowPos(corner0(screen));
  ImGui::SetNextWindowSize({screen.width(), screen.height()});
  // A list that is open over it keeps the press that was begun there.
  if (ui.memory.open_menu.empty()) ImGui::SetNextWindowFocus();
  const std::string id = "##dialog-" + std::string(name);
  ImGui::Begin(id.c_str(), nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBackground);
  fill(ui, screen, with_alpha(ui.color.dark ? 0xff000000u : 0xff1a1410u, ui.color.dark ? 0.55f : 0.35f));
  const bool whole = box.width() >= screen.width();
  for (int i = 6; i > 0 && !whole; --i) {
    const float spread = static_cast<float>(i) * 4;
    fill(ui, {box.x0 - spread, box.y0 - spread + 8, box.x1 + spread, box.y1 + spread + 8},
         with_alpha(0xff000000u, ui.color.dark ? 0.035f : 0.014f), 10 + spread);
  }
  fill(ui, box, ui.color.panel, whole ? 0.0f : 10.0f);
  if (!whole) outline(ui, box, mixed(ui.color.hairline, ui.color.faint, 0.2f), 10);
  ui.rects.add(std::string(name) + "-dialog", {box.x0, box.y0, box.width(), box.height()});
}

Dialog dialog_begin(Ui& ui, std::string_view name, std::string_view title, Rect screen, float width, float height) {
  Dialog dialog;
  const bool whole = screen.width() < kCardWidth;
  const float margin = screen.height() < 600 ? 16.0f : 48.0f;
  const Rect box =
      whole ? screen
            : centered(screen, std::min(width, screen.width() - 48), std::min(height, screen.height() - margin));
  overlay_begin(ui, name, screen, box);
  Rect rest = box;
  Rect head = cut_top(rest, 48);
  head = inset(head, 20, 0);
  dialog.closed = icon_button(ui, std::string(name) + "-close", cut_right(head, 30), Icon::close, "Close  Esc");
  text_in(ui, head, title, ui.color.text, kTitle);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) dialog.closed = true;
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !box.contains(mouse.x, mouse.y)) dialog.closed = true;
  dialog.content = inset(rest, 20, 0);
  dialog.content.y1 -= 16;
  return dialog;
}

void dialog_end(Ui&) { ImGui::End(); }

}  // namespace spanorama
