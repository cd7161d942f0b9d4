#include "platform/desktop/picture_decoder.h"

#include <gif_lib.h>
#include <png.h>
#include <turbojpeg.h>
#include <webp/decode.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

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

using GifFile = std::unique_ptr<GifFileType, void (*)(GifFileType*)>;

int take_gif_bytes(GifFileType* file, GifByteType* to, int count) {
  auto& left = *static_cast<std::string_view*>(file->UserData);
  const std::size_t given = left.copy(reinterpret_cast<char*>(to), static_cast<std::size_t>(std::max(count, 0)));
  left.remove_prefix(given);
  return static_cast<int>(given);
}

// The extension that was met; the index of the colour that is clear, where it tells one.
bool read_gif_extension(GifFileType* file, int& clear) {
  int code = 0;
  GifByteType* bytes = nullptr;
  if (DGifGetExtension(file, &code, &bytes) == GIF_ERROR) return false;
  if (code == GRAPHICS_EXT_FUNC_CODE && bytes != nullptr && bytes[0] >= 4 && (bytes[1] & 1) != 0) clear = bytes[4];
  while (bytes != nullptr)
    if (DGifGetExtensionNext(file, &bytes) == GIF_ERROR) return false;
  return true;
}

void put_gif_line(Picture& picture, const GifFileType& file, const std::vector<GifPixelType>& line, int y, int clear) {
  const ColorMapObject* colors = file.Image.ColorMap != nullptr ? file.Image.ColorMap : file.SColorMap;
  if (y >= picture.height_px || colors == nullptr) return;
  for (int i = 0; i < file.Image.Width && file.Image.Left + i < picture.width_px; ++i) {
    const int index = line[static_cast<std::size_t>(i)];
    if (index == clear || index >= colors->ColorCount) continue;
    const GifColorType color = colors->Colors[index];
    const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width_px) +
                    static_cast<std::size_t>(file.Image.Left + i);
    unsigned char* out = &picture.rgba[4 * at];
    out[0] = color.Red, out[1] = color.Green, out[2] = color.Blue, out[3] = 255;
  }
}

// As far as it goes, where it is cut off.
bool read_gif_frame(GifFileType* file, Picture& picture, int clear) {
  constexpr std::int64_t kMostPixels = 1 << 26;  // a frame may be larger than the picture that it is a part of
  if (DGifGetImageDesc(file) == GIF_ERROR) return false;
  const int width = file->Image.Width, height = file->Image.Height;
  if (width <= 0 || height <= 0 || file->Image.Left < 0 || file->Image.Top < 0) return false;
  if (std::int64_t{width} * height > kMostPixels) return false;
  std::vector<GifPixelType> line(static_cast<std::size_t>(width));
  constexpr int kOffsets[] = {0, 4, 2, 1}, kSteps[] = {8, 8, 4, 2};
  const bool interlaced = file->Image.Interlace;
  for (int pass = 0; pass < (interlaced ? 4 : 1); ++pass)
    for (int y = interlaced ? kOffsets[pass] : 0; y < height; y += interlaced ? kSteps[pass] : 1) {
      if (DGifGetLine(file, line.data(), width) == GIF_ERROR) return true;
      put_gif_line(picture, *file, line, file->Image.Top + y, clear);
    }
  return true;
}

// The first frame.
std::optional<Picture> decoded_gif(std::string_view bytes) {
  int error = 0;
  const GifFile file(DGifOpen(&bytes, take_gif_bytes, &error), [](GifFileType* f) { DGifCloseFile(f, nullptr); });
  if (!file || file->SWidth <= 0 || file->SHeight <= 0) return std::nullopt;
  Picture picture = of_size(file->SWidth, file->SHeight);
  int clear = -1;
  for (GifRecordType type = UNDEFINED_RECORD_TYPE; DGifGetRecordType(file.get(), &type) != GIF_ERROR;) {
    if (type == IMAGE_DESC_RECORD_TYPE)
      return read_gif_frame(file.get(), picture, clear) ? std::optional(std::move(picture)) : std::nullopt;
    if (type != EXTENSION_RECORD_TYPE || !read_gif_extension(file.get(), clear)) break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Picture> decoded_picture(std::string_view bytes, int width_px, int height_px) {
  const std::string_view type = type_of_bytes(bytes);
  std::optional<Picture> picture = type == "image/png"    ? decoded_png(bytes)
                                   : type == "image/jpeg" ? decoded_jpeg(bytes)
                                   : type == "image/webp" ? decoded_webp(bytes)
                                   : type == "image/gif"  ? decoded_gif(bytes)
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
