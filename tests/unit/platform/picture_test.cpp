#include <doctest/doctest.h>

#include <filesystem>

#include "platform/headless/image.h"

namespace spanorama {
namespace {

TEST_CASE("a picture written as PNG is read back as it was") {
  Image image{3, 2, {}};
  for (int i = 0; i < 3 * 2 * 4; ++i) image.rgba.push_back(static_cast<std::uint8_t>(i % 4 == 3 ? 255 : i * 9));
  const std::string path = (std::filesystem::temp_directory_path() / "spanorama-picture-test.png").string();
  REQUIRE(write_png(image, path));
  const auto back = read_png(path);
  std::filesystem::remove(path);
  REQUIRE(back);
  CHECK(back.value().width_px == 3);
  CHECK(back.value().height_px == 2);
  CHECK(back.value().rgba == image.rgba);
}

TEST_CASE("pictures that cannot be read or written say which") {
  const auto missing = read_png("/nonexistent/a.png");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message.find("/nonexistent/a.png") != std::string::npos);
  CHECK_FALSE(write_png({1, 1, {0, 0, 0, 0}}, "/nonexistent/b.png"));
}

}  // namespace
}  // namespace spanorama
