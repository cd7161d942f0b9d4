// A canvas with a WebGL2 context, and the platform side of Dear ImGui on it. web/main.js hands input over through
// the exported functions of web_exports.cpp and answers the calls of web_page.h.
//
// A frame is drawn when one was asked for, by the program, by input, or by a timer; never else, and never while the page is
// hidden (the browser then holds animation frames back).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "spanorama/platform/platform.h"

namespace spanorama {

enum class PointerKind : int { move = 0, down = 1, up = 2, leave = 3 };

// Bits as web/input.js sends them.
enum Modifier : unsigned { kModifierCtrl = 1, kModifierShift = 2, kModifierAlt = 4, kModifierMeta = 8 };

class WebWindow final : public Window {
 public:
  // Takes the page's canvas; null with `why` (a sentence) when there is no WebGL2. An ImGui context must be current and
  // stay as long as the window.
  static std::unique_ptr<WebWindow> open(std::string& why);
  ~WebWindow() override;

  void run(FrameLoop loop);
  void set_clear_color(std::uint32_t abgr) { clear_color_ = abgr; }

  WindowSize size() const override { return size_; }
  void request_frame() override;
  void request_frame_after(double seconds) override;
  void begin_frame() override;
  void end_frame() override;
  void set_title(std::string_view title) override;
  // Dear ImGui has input that it has not taken in.
  bool input_pending() const;

  // From the page
  void resize(float css_width, float css_height, int width_px, int height_px);
  void pointer(PointerKind kind, float x, float y, int button, bool touch);
  // The press that comes next is the second of a double click, however late frames see it.
  void second_press();
  void wheel(float dx, float dy, bool zoom);
  void modifiers(unsigned bits);
  void key(std::string_view code, bool down);
  void text(const char* utf8);
  void focus(bool focused);
  void clipboard(std::string text) { clipboard_ = std::move(text); }
  // Draws at once what is due, as often as queued input needs (a few times at most).
  void frame_now();
  // A task of the page's: the next piece of work.
  void work_now();

 private:
  WebWindow() = default;
  void connect_imgui();
  void run_frame();
  void post_work();
  void input_came();
  static int animation_frame(double time_ms, void* self);
  static int context_lost(int type, const void* reserved, void* self);
  static int context_restored(int type, const void* reserved, void* self);

  FrameLoop loop_;
  WindowSize size_{1, 1, 1};
  int width_px_ = 1, height_px_ = 1;
  unsigned long context_ = 0;
  std::uint32_t clear_color_ = 0;
  double last_frame_ms_ = 0;
  double settle_until_ms_ = 0;  // tooltips come a moment after the pointer rests: frames at a few moments until then
  long timer_ = 0;
  int frames_owed_ = 0;  // Dear ImGui needs a few frames to take in input
  bool second_press_ = false;
  bool wheel_queued_ = false;  // a turn of the wheel that no frame has seen
  bool zoom_key_ = false;      // held for a pinch until frames have seen it
  unsigned modifiers_ = 0;
  int cursor_ = 0;
  bool frame_requested_ = false, in_frame_ = false, lost_ = false, work_posted_ = false;
  std::string clipboard_;
};

}  // namespace spanorama
