#include "compare.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "test_paths.h"

namespace spanorama::test {

namespace {

constexpr int kTolerance = 10;
constexpr std::size_t kPixelsForgiven = 12;  // single edge pixels of glyphs

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

int channel_difference(const Image& a, const Image& b, std::size_t pixel) {
  int most = 0;
  for (std::size_t i = pixel * 4; i < pixel * 4 + 3; ++i)
    most = std::max(most, std::abs(int{a.rgba[i]} - int{b.rgba[i]}));
  return most;
}

bool same_size(const Image& a, const Image& b) { return a.width_px == b.width_px && a.height_px == b.height_px; }

void keep_failure(const std::string& name, const Image& got, const Image* want) {
  const std::string folder = environment("SPANORAMA_IMAGE_DIFF").empty() ? SPANORAMA_SOURCE_DIR "/build/image-diff"
                                                                         : environment("SPANORAMA_IMAGE_DIFF");
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  CHECK(write_png(got, folder + "/" + name + "-got.png"));
  if (want == nullptr) return;
  CHECK(write_png(*want, folder + "/" + name + "-want.png"));
  if (same_size(got, *want))
    CHECK(write_png(difference_picture(got, *want, kTolerance), folder + "/" + name + "-diff.png"));
}

}  // namespace

Difference compare(const Image& got, const Image& want, int tolerance) {
  Difference difference;
  difference.same_size = same_size(got, want);
  if (!difference.same_size) return difference;
  for (std::size_t pixel = 0; pixel < got.rgba.size() / 4; ++pixel) {
    const int by = channel_difference(got, want, pixel);
    difference.most = std::max(difference.most, by);
    if (by > tolerance) ++difference.pixels;
  }
  return difference;
}

Image difference_picture(const Image& got, const Image& want, int tolerance) {
  Image picture = got;
  for (std::size_t pixel = 0; pixel < got.rgba.size() / 4; ++pixel) {
    const bool differs = channel_difference(got, want, pixel) > tolerance;
    const auto grey = static_cast<std::uint8_t>(got.rgba[pixel * 4 + 1] / 3);
    picture.rgba[pixel * 4] = differs ? 255 : grey;
    picture.rgba[pixel * 4 + 1] = differs ? 40 : grey;
    picture.rgba[pixel * 4 + 2] = differs ? 40 : grey;
  }
  return picture;
}

bool matches(const std::string& name, const Image& got) {
  const std::string path = SPANORAMA_SOURCE_DIR "/tests/images/want/" + name + ".png";
  if (!environment("SPANORAMA_UPDATE").empty()) return static_cast<bool>(write_png(got, path));
  const auto want = read_png(path);
  if (!want) {
    MESSAGE(want.error().message);
    keep_failure(name, got, nullptr);
    return false;
  }
  const Difference difference = compare(got, want.value(), kTolerance);
  if (difference.same_size && difference.pixels <= kPixelsForgiven) return true;
  MESSAGE(name << ": " << difference.pixels << " pixels differ, by at most " << difference.most);
  keep_failure(name, got, &want.value());
  return false;
}

}  // namespace spanorama::test
