// The words after the program's name when they ask for a window or a picture of one.
//
//   spanorama --open LINK [SRC…]
//   spanorama --screenshot OUT.png [--size WxH] [--scale S] [--theme dark|light] [--open LINK] [SRC…]
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "main/desktop/window.h"
#include "spanorama/base/result.h"

namespace spanorama {

struct WindowCommand {
  WindowOptions window;
  std::optional<ScreenshotOptions> screenshot;
};
// An error names what is wrong and what would be right.
Result<WindowCommand> parse_window_arguments(const std::vector<std::string>& arguments);

// Whether --open or --screenshot is among them.
bool asks_for_window(const std::vector<std::string>& arguments);
// Parses and runs; the exit status of the program (3: wrong usage).
int run_window_program(const std::vector<std::string>& arguments);

}  // namespace spanorama
