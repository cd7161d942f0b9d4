#include "platform/desktop/picture_decoder.h"

#include <png.h>
#include <turbojpeg.h>
#include <webp/decode.h>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace spanorama {
namespace {

const unsigned char* data_of(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

Picture of_size(int width_px, int height_px) {
  Picture picture{width_px, height_px, {}};
  picture.rgba.resize(std::size_t{4} * static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px));
  return picture;
}

std::optional<Picture> decoded_png(std::string_view bytes) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) == 0) return std::nullopt;
  png.format = PNG_FORMAT_RGBA;
  Picture picture = of_size(static_cast<int>(png.width), static_cast<int>(png.height));
  if (png_image_finish_read(&png, nullptr, picture.rgba.data(), 0, nullptr) == 0) return std::nullopt;
  return picture;
}

std::optional<Picture> decoded_jpeg(std::string_view bytes) {
  const std::unique_ptr<void, int (*)(tjhandle)> decoder(tjInitDecompress(), tjDestroy);
  int width_px = 0, height_px = 0, sampling = 0, space = 0;
  const auto size = static_cast<unsigned long>(bytes.size());
  if (!decoder ||
      tjDecompressHeader3(decoder.get(), data_of(bytes), size, &width_px, &height_px, &sampling, &space) != 0)
    return std::nullopt;
  Picture picture = of_size(width_px, height_px);
  const int failed =
      tjDecompress2(decoder.get(), data_of(bytes), size, picture.rgba.data(), width_px, 0, height_px, TJPF_RGBA, 0);
  // What is cut off at its end is shown as far as it goes.
  if (failed != 0 && tjGetErrorCode(decoder.get()) != TJERR_WARNING) return std::nullopt;
  return picture;
}

std::optional<Picture> decoded_webp(std::string_view bytes) {
  int width_px = 0, height_px = 0;
  if (WebPGetInfo(data_of(bytes), bytes.size(), &width_px, &height_px) == 0) return std::nullopt;
  Picture picture = of_size(width_px, height_px);
  if (WebPDecodeRGBAInto(data_of(bytes), bytes.size(), picture.rgba.data(), picture.rgba.size(), 4 * width_px) ==
      nullptr)
    return std::nullopt;
  return picture;
}

}  // namespace

std::optional<Picture> decoded_picture(std::string_view bytes, int width_px, int height_px) {
  const std::string_view type = type_of_bytes(bytes);
  std::optional<Picture> picture = type == "image/png"    ? decoded_png(bytes)
                                   : type == "image/jpeg" ? decoded_jpeg(bytes)
                                   : type == "image/webp" ? decoded_webp(bytes)
                                                          : std::nullopt;
  if (picture && (picture->width_px > width_px || picture->height_px > height_px))
    return shrunk(*picture, width_px, height_px);
  return picture;
}

Picture shrunk(const Picture& large, int width_px, int height_px) {
  Picture small = of_size(std::min(width_px, large.width_px), std::min(height_px, large.height_px));
  const auto edge = [](int at, int from, int to) { return static_cast<int>(std::int64_t{at} * from / to); };
  for (int y = 0; y < small.height_px; ++y) {
    const int y0 = edge(y, large.height_px, small.height_px), y1 = edge(y + 1, large.height_px, small.height_px);
    for (int x = 0; x < small.width_px; ++x) {
      const int x0 = edge(x, large.width_px, small.width_px), x1 = edge(x + 1, large.width_px, small.width_px);
      std::uint64_t sums[4] = {};
      for (int row = y0; row < y1; ++row)
        for (int column = x0; column < x1; ++column)
          for (int channel = 0; channel < 4; ++channel)
            sums[channel] += large.rgba[(static_cast<std::size_t>(row) * static_cast<std::size_t>(large.width_px) +
                                         static_cast<std::size_t>(column)) *
                                            4 +
                                        static_cast<std::size_t>(channel)];
      const auto count = static_cast<std::uint64_t>(y1 - y0) * static_cast<std::uint64_t>(x1 - x0);
      unsigned char* out = &small.rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(small.width_px) +
                                        static_cast<std::size_t>(x)) *
                                       4];
      for (int channel = 0; channel < 4; ++channel)
        out[channel] = static_cast<unsigned char>((sums[channel] + count / 2) / count);
    }
  }
  return small;
}

}  // namespace spanorama
