// The machine below the program: a window or canvas with a GL context, input for Dear ImGui, files, network, clipboard,
// the address. One folder per host implements it; main wires it to app.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace spanorama {

struct WindowSize {
  int width_points = 0, height_points = 0;
  float pixels_per_point = 1;
};

// Drives frames. `frame` is called when one is due, and returns true while another must follow at once (animation).
struct FrameLoop {
  std::function<bool()> frame;
  std::function<void()> context_restored;
  // Between frames, where the host has time: a short piece of work; false when nothing is left. It asks for a frame
  // itself when there is something to see.
  std::function<bool()> work = {};
};

class Window {
 public:
  virtual ~Window() = default;
  virtual WindowSize size() const = 0;
  // Asks for a frame soon; many calls make one frame.
  virtual void request_frame() = 0;
  // Asks for a frame after a while (cursor blink, relative times). Later calls replace earlier ones.
  virtual void request_frame_after(double seconds) = 0;
  // Between begin and end Dear ImGui's platform side is up to date and the framebuffer is bound and cleared.
  virtual void begin_frame() = 0;
  virtual void end_frame() = 0;
  virtual void set_title(std::string_view title) = 0;
};

}  // namespace spanorama
