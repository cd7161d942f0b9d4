// A window that nobody sees: an EGL context without a surface, a framebuffer of fixed size and scale, and a Dear ImGui
// context whose clock moves by 1/60 s a frame. For pictures in tests and documents; needs no display.
//
//   auto window = HeadlessWindow::open({.width_points = 480, .height_points = 200, .pixels_per_point = 2}, why);
//   for (int i = 0; i < 5; ++i) { window->begin_frame(); draw(); window->end_frame(); }
//   write_png(window->picture(), "out.png");
#pragma once

#include <memory>
#include <string>

#include "platform/headless/image.h"
#include "spanorama/platform/platform.h"

namespace spanorama {

class HeadlessWindow final : public Window {
 public:
  // Null, with a sentence in `why`, when there is no EGL with OpenGL 3.3 (Mesa's software rendering will do).
  static std::unique_ptr<HeadlessWindow> open(WindowSize size, std::string& why);
  ~HeadlessWindow() override;
  HeadlessWindow(const HeadlessWindow&) = delete;
  HeadlessWindow& operator=(const HeadlessWindow&) = delete;

  WindowSize size() const override { return size_; }
  void request_frame() override {}
  void request_frame_after(double) override {}
  void begin_frame() override;  // up to and with ImGui::NewFrame
  void end_frame() override;    // ImGui::Render into the framebuffer
  void set_title(std::string_view) override {}
  void set_clear_color(std::uint32_t abgr) { clear_color_ = abgr; }

  // What was drawn last. Waits for the GPU.
  Image picture() const;

 private:
  struct Context;
  HeadlessWindow(WindowSize size, std::unique_ptr<Context> context);
  int px(int points) const;

  WindowSize size_;
  std::unique_ptr<Context> context_;
  std::uint32_t clear_color_ = 0xff16110eu;
};

}  // namespace spanorama
