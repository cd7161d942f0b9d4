// A window with OpenGL 3.3 core and a Dear ImGui context, through GLFW. Draws when something happened, else sleeps.
//
//   std::string why;
//   auto window = DesktopWindow::open({.title = "Spanorama"}, why);   null: say why
//   window->on_drop = [&](std::vector<std::string> paths) { open(paths); };
//   window->run({.frame = [&] { window->begin_frame(); draw(); window->end_frame(); return animating; }});
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/desktop/ui_queue.h"
#include "spanorama/platform/platform.h"

struct GLFWwindow;

namespace spanorama {

struct DesktopWindowOptions {
  std::string title = "Spanorama";
  int width_points = 1440, height_points = 900;
};

class DesktopWindow final : public Window {
 public:
  // One at a time in a process. Null, with a sentence in `why`, without a display or OpenGL 3.3.
  static std::unique_ptr<DesktopWindow> open(const DesktopWindowOptions& options, std::string& why);
  ~DesktopWindow() override;
  DesktopWindow(const DesktopWindow&) = delete;
  DesktopWindow& operator=(const DesktopWindow&) = delete;

  // Until the window is closed.
  void run(const FrameLoop& loop);
  void close();

  WindowSize size() const override;
  void request_frame() override;
  void request_frame_after(double seconds) override;
  void begin_frame() override;  // up to and with ImGui::NewFrame
  void end_frame() override;    // ImGui::Render and onto the screen
  void set_title(std::string_view title) override;
  void set_clear_color(std::uint32_t abgr) { clear_color_ = abgr; }
  void copy_text(const std::string& text);

  // Tasks run on the thread of run(), and each is followed by a frame.
  UiQueue& queue() { return queue_; }

  std::function<void(std::vector<std::string> paths)> on_drop;

 private:
  explicit DesktopWindow(GLFWwindow* window);
  void install_callbacks();
  void input_arrived();
  void wait();
  bool frame_due();
  double points_per_window_unit() const;
  static DesktopWindow& self(GLFWwindow* window);

  GLFWwindow* window_;
  UiQueue queue_;
  int frames_due_ = 3;
  double wake_at_s_ = -1;  // of glfwGetTime; below 0: no timer
  std::uint32_t clear_color_ = 0xff16110eu;
};

}  // namespace spanorama
