// The window of the desktop program, from opening to the last frame.
#pragma once

#include <string>
#include <vector>

#include "spanorama/app/importer.h"

namespace spanorama {

struct WindowOptions {
  std::vector<std::string> sources;  // files, folders, "-", http(s) URLs, or links
  std::string link;                  // what to show: "spanorama:#v=1&…", or any address with such a fragment
  ReadLimits limits = {};
};
// Exit status: 0, or 2 when there is no display or no OpenGL 3.3 (standard error says so).
int run_window(const WindowOptions& options);

struct ScreenshotOptions {
  std::string path;  // of the PNG
  int width_points = 1280, height_points = 720;
  float pixels_per_point = 1;
  bool dark = true;
  std::vector<std::string> sources;
  std::string link;
};
// Reads everything, draws until nothing moves and writes the picture. Needs no display. Exit status as above.
int run_screenshot(const ScreenshotOptions& options);

}  // namespace spanorama
