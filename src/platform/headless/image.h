// Pictures as rows of RGBA bytes, and PNG files of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spanorama/base/result.h"

namespace spanorama {

struct Image {
  int width_px = 0, height_px = 0;
  std::vector<std::uint8_t> rgba;  // top row first, 4 * width_px bytes a row
};

Result<void> write_png(const Image& image, const std::string& path);
Result<Image> read_png(const std::string& path);

}  // namespace spanorama
