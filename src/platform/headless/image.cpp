#include "platform/headless/image.h"

#include <png.h>

namespace spanorama {

// libpng's simplified interface: one call each way, errors in the struct instead of long jumps.

Result<void> write_png(const Image& image, const std::string& path) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = static_cast<png_uint_32>(image.width_px);
  png.height = static_cast<png_uint_32>(image.height_px);
  png.format = PNG_FORMAT_RGBA;
  if (png_image_write_to_file(&png, path.c_str(), 0, image.rgba.data(), 0, nullptr) == 0)
    return Error{std::string("The picture could not be written (") + png.message + "): " + path};
  return {};
}

Result<Image> read_png(const std::string& path) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_file(&png, path.c_str()) == 0)
    return Error{std::string("The picture could not be read (") + png.message + "): " + path};
  png.format = PNG_FORMAT_RGBA;
  Image image;
  image.width_px = static_cast<int>(png.width);
  image.height_px = static_cast<int>(png.height);
  image.rgba.resize(PNG_IMAGE_SIZE(png));
  if (png_image_finish_read(&png, nullptr, image.rgba.data(), 0, nullptr) == 0)
    return Error{std::string("The picture could not be read (") + png.message + "): " + path};
  return image;
}

}  // namespace spanorama
