// The whole workspace without a window: a Dear ImGui context whose textures go nowhere, a renderer that writes down what
// it is asked, and hands for mouse and keyboard.
//
//   Screen screen(trace_from_text(…));
//   screen.press("trace-row-0");
//   screen.frame();
#pragma once

#include <imgui.h>

#include <memory>
#include <string>
#include <string_view>

#include "spanorama/app/application.h"
#include "spanorama/views/workspace.h"
#include "unit/app/fake_host.h"

namespace spanorama::test {

class Screen {
 public:
  explicit Screen(std::shared_ptr<const TraceStore> store, float width = 1280, float height = 720);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  template <class... Commands>
  void run(Commands... commands) {
    (app.commands().push(commands), ...);
    app.update();
  }
  // Draws and renders once, then applies what was asked for. Returns the renderer's log of that frame.
  std::string frame();
  // Until nothing moves any more; at most 60 frames.
  std::string settle();
  void move_to(float x, float y);
  void press(std::string_view rect);
  void key(ImGuiKey key);
  void drag(float x0, float y0, float x1, float y1);
  void wheel(float steps, bool with_control);
  PointRect rect(std::string_view name);
  bool has_rect(std::string_view name) { return workspace.rects().find(name).has_value(); }

  FakeHost host;
  Application app{host};
  Workspace workspace;

 private:
  ImGuiContext* context_;
  RenderStats last_;
  bool moving_ = false;
};

}  // namespace spanorama::test
