#include "unit/views/screen.h"

#include <doctest/doctest.h>

#include "spanorama/views/theme.h"

namespace spanorama::test {

namespace {

// What a graphics backend does, without graphics.
void accept_textures(ImDrawData* data) {
  if (data->Textures == nullptr) return;
  for (ImTextureData* texture : *data->Textures) {
    if (texture->Status == ImTextureStatus_WantDestroy) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    } else if (texture->Status != ImTextureStatus_OK) {
      texture->SetTexID(ImTextureID{1});
      texture->SetStatus(ImTextureStatus_OK);
    }
  }
}

void run_callbacks(const ImDrawData* data) {
  for (const ImDrawList* list : data->CmdLists)
    for (const ImDrawCmd& command : list->CmdBuffer)
      if (command.UserCallback != nullptr && command.UserCallback != ImDrawCallback_ResetRenderState)
        command.UserCallback(list, &command);
}

}  // namespace

Screen::Screen(std::shared_ptr<const TraceStore> store, float width, float height) : context_(ImGui::CreateContext()) {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  io.DisplaySize = {width, height};
  io.ConfigInputTrickleEventQueue = false;
  load_fonts({});
  if (store) run(StoreArrived{std::move(store), {}});
  settle();
}

Screen::~Screen() { ImGui::DestroyContext(context_); }

std::string Screen::frame() {
  RecordingRenderer renderer;
  ImGui::GetIO().DeltaTime = 1.0f / 60;
  ImGui::NewFrame();
  moving_ = workspace.draw(app.frame(), renderer);
  ImGui::Render();
  accept_textures(ImGui::GetDrawData());
  run_callbacks(ImGui::GetDrawData());
  app.update();
  return renderer.log();
}

std::string Screen::settle() {
  std::string log;
  for (int i = 0; i < 60; ++i) {
    log = frame();
    if (!moving_ && i > 1) break;
  }
  return log;
}

void Screen::move_to(float x, float y) {
  ImGui::GetIO().AddMousePosEvent(x, y);
  frame();
}

void Screen::press(std::string_view name) {
  const PointRect where = rect(name);
  move_to(where.x + where.width * 0.5f, where.y + where.height * 0.5f);
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  frame();
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  frame();
  settle();
}

void Screen::key(ImGuiKey key) {
  ImGui::GetIO().AddKeyEvent(key, true);
  frame();
  ImGui::GetIO().AddKeyEvent(key, false);
  settle();
}

void Screen::drag(float x0, float y0, float x1, float y1) {
  move_to(x0, y0);
  ImGui::GetIO().AddMouseButtonEvent(0, true);
  frame();
  move_to((x0 + x1) * 0.5f, (y0 + y1) * 0.5f);
  move_to(x1, y1);
  ImGui::GetIO().AddMouseButtonEvent(0, false);
  settle();
}

void Screen::wheel(float steps, bool with_control) {
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, with_control);
  frame();
  ImGui::GetIO().AddMouseWheelEvent(0, steps);
  frame();
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
  settle();
}

PointRect Screen::rect(std::string_view name) {
  const std::optional<PointRect> found = workspace.rects().find(name);
  REQUIRE_MESSAGE(found.has_value(), std::string(name));
  return *found;
}

}  // namespace spanorama::test
