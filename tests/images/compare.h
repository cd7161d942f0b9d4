// Pictures against the committed ones in tests/images/want.
//
//   CHECK(matches("timeline-dark-1x", picture));     on failure: build/image-diff/<name>-{got,want,diff}.png
//
// Environment: SPANORAMA_IMAGE_DIFF names the folder for failures, SPANORAMA_UPDATE=1 rewrites what is wanted
// (scripts/dev test image --update sets both).
#pragma once

#include <string>

#include "platform/headless/image.h"

namespace spanorama::test {

struct Difference {
  bool same_size = false;
  std::size_t pixels = 0;  // that differ by more than the tolerance
  int most = 0;            // of one channel
};
// Channels may differ by `tolerance`: rasterisers round coverage differently.
Difference compare(const Image& got, const Image& want, int tolerance);
// Grey where both agree, red where not. Of the size of `got`.
Image difference_picture(const Image& got, const Image& want, int tolerance);

bool matches(const std::string& name, const Image& got);

}  // namespace spanorama::test
