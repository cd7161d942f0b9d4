// Pictures of messages as pixels, by the libraries of the system: libpng, libjpeg-turbo, libwebp,
// giflib.
#pragma once

#include <optional>
#include <string_view>

#include "spanorama/base/media.h"

namespace spanorama {

// A png, jpeg, webp or (its first frame) gif with no more sides than `width_px` and `height_px`, which have its proportions; nothing when it is
// damaged or of another kind. The caller has looked at picture_size(): memory is 4 bytes for each pixel of the original.
// Any thread.
std::optional<Picture> decoded_picture(std::string_view bytes, int width_px, int height_px);

// Each pixel is the mean of those that it covers. O(pixels of `large`).
Picture shrunk(const Picture& large, int width_px, int height_px);

}  // namespace spanorama
