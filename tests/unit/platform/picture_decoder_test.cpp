#include "platform/desktop/picture_decoder.h"

#include <doctest/doctest.h>
#include <gif_lib.h>
#include <png.h>
#include <turbojpeg.h>

#include <string>
#include <vector>

using namespace spanorama;

namespace {

// Left half red, right half clear blue.
Picture two_halves(int width_px, int height_px) {
  Picture picture{width_px, height_px, {}};
  for (int y = 0; y < height_px; ++y)
    for (int x = 0; x < width_px; ++x)
      for (const int channel : {x < width_px / 2 ? 255 : 0, 0, x < width_px / 2 ? 0 : 255, 255})
        picture.rgba.push_back(static_cast<unsigned char>(channel));
  return picture;
}

std::string as_png(const Picture& picture) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = static_cast<png_uint_32>(picture.width_px);
  png.height = static_cast<png_uint_32>(picture.height_px);
  png.format = PNG_FORMAT_RGBA;
  png_alloc_size_t size = 0;
  REQUIRE(png_image_write_to_memory(&png, nullptr, &size, 0, picture.rgba.data(), 0, nullptr) != 0);
  std::string out(size, '\0');
  REQUIRE(png_image_write_to_memory(&png, out.data(), &size, 0, picture.rgba.data(), 0, nullptr) != 0);
  return out;
}

std::string as_jpeg(const Picture& picture) {
  const tjhandle encoder = tjInitCompress();
  unsigned char* at = nullptr;
  unsigned long size = 0;
  REQUIRE(tjCompress2(encoder, picture.rgba.data(), picture.width_px, 0, picture.height_px, TJPF_RGBA, &at, &size,
                      TJSAMP_444, 95, 0) == 0);
  const std::string out(reinterpret_cast<const char*>(at), size);
  tjFree(at);
  tjDestroy(encoder);
  return out;
}

int red_at(const Picture& picture, int x, int y) {
  return picture.rgba[static_cast<std::size_t>(4 * (y * picture.width_px + x))];
}

// Left half red, right half clear blue, as a frame of a larger screen, right of a clear column.
std::string as_gif(const Picture& picture, bool interlaced) {
  std::string out;
  int error = 0;
  const auto put = [](GifFileType* file, const GifByteType* bytes, int count) {
    static_cast<std::string*>(file->UserData)
        ->append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count));
    return count;
  };
  GifFileType* file = EGifOpen(&out, put, &error);
  REQUIRE(file != nullptr);
  const GifColorType colors[] = {{255, 0, 0}, {0, 0, 255}};
  ColorMapObject* map = GifMakeMapObject(2, colors);
  EGifPutScreenDesc(file, picture.width_px + 1, picture.height_px, 8, 0, map);
  EGifPutImageDesc(file, 1, 0, picture.width_px, picture.height_px, interlaced, nullptr);
  std::vector<GifPixelType> line;
  for (int x = 0; x < picture.width_px; ++x) line.push_back(x < picture.width_px / 2 ? 0 : 1);
  for (int y = 0; y < picture.height_px; ++y) EGifPutLine(file, line.data(), picture.width_px);
  EGifCloseFile(file, &error);
  GifFreeMapObject(map);
  return out;
}

}  // namespace

TEST_CASE("the first frame of a GIF is shown in its place, and as far as it goes") {
  for (const bool interlaced : {false, true}) {
    const std::string bytes = as_gif(two_halves(8, 4), interlaced);
    const auto picture = decoded_picture(bytes, 100, 100);
    REQUIRE(picture);
    CHECK(picture->width_px == 9);
    CHECK(picture->height_px == 4);
    CHECK(picture->rgba[3] == 0);
    for (int y = 0; y < 4; ++y) {
      CHECK(red_at(*picture, 1, y) == 255);
      CHECK(red_at(*picture, 8, y) == 0);
      CHECK(picture->rgba[static_cast<std::size_t>(4 * (y * 9 + 8) + 3)] == 255);
    }
    for (std::size_t size = 0; size < bytes.size(); ++size) (void)decoded_picture(bytes.substr(0, size), 100, 100);
  }
}

TEST_CASE("pictures are decoded, and made smaller to the size that is asked for") {
  const Picture made = two_halves(64, 32);
  for (const std::string& bytes : {as_png(made), as_jpeg(made)}) {
    const auto same = decoded_picture(bytes, 64, 32);
    REQUIRE(same);
    CHECK(same->width_px == 64);
    CHECK(same->height_px == 32);
    CHECK(red_at(*same, 3, 3) > 240);
    CHECK(red_at(*same, 60, 3) < 15);
    const auto small = decoded_picture(bytes, 16, 8);
    REQUIRE(small);
    CHECK(small->rgba.size() == 16u * 8u * 4u);
    CHECK(red_at(*small, 1, 1) > 240);
    CHECK(red_at(*small, 14, 6) < 15);
  }
}

TEST_CASE("pictures that are cut off or are none give nothing, or what there is of them") {
  for (const std::string& bytes : {as_png(two_halves(64, 32)), as_jpeg(two_halves(64, 32))}) {
    CHECK_FALSE(decoded_picture(bytes.substr(0, 24), 64, 32));
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
      const auto part = decoded_picture(bytes.substr(0, size), 64, 32);
      if (part) CHECK(part->rgba.size() == 64u * 32u * 4u);
    }
  }
  CHECK_FALSE(decoded_picture("GIF89a\x01\x01\x01\x01", 1, 1));
  CHECK_FALSE(decoded_picture("", 1, 1));
}

TEST_CASE("each pixel of a smaller picture is the mean of those that it covers") {
  Picture four{2, 2, {}};
  for (const int value : {0, 100, 200, 101}) four.rgba.insert(four.rgba.end(), 4, static_cast<unsigned char>(value));
  const Picture one = shrunk(four, 1, 1);
  CHECK(one.rgba == std::vector<unsigned char>(4, 100));
  CHECK(shrunk(four, 5, 5).rgba == four.rgba);  // never larger
}
