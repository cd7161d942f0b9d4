#include "spanorama/app/pictures.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "fake_host.h"
#include "spanorama/base/json_text.h"

using namespace spanorama;

namespace {

struct Decoding {
  std::string bytes;
  int width_px, height_px;
  std::function<void(std::optional<Picture>)> done;
};

class DecodingHost final : public test::FakeHost {
 public:
  std::vector<Decoding> asked_pictures;
  bool decode_picture(std::string bytes, const std::string&, int width_px, int height_px,
                      std::function<void(std::optional<Picture>)> done) override {
    asked_pictures.push_back({std::move(bytes), width_px, height_px, std::move(done)});
    return true;
  }
};

std::string png_text(std::string width, std::string height) {
  using namespace std::string_literals;
  return "data:image/png;base64," + base64_from("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s + width + height + "\x08\x06"s);
}

}  // namespace

TEST_CASE("a picture is decoded once, to the size of a screen, and is there when the host answers") {
  using namespace std::string_literals;
  DecodingHost host;
  Pictures pictures(host);
  const std::string text = png_text("\0\0\x0C\0"s, "\0\0\x06\0"s);  // 3072 x 1536
  const auto entry = pictures.of(text, "");
  CHECK(pictures.of(text, "") == entry);
  REQUIRE(host.asked_pictures.size() == 1);
  CHECK(host.asked_pictures[0].width_px == 1536);
  CHECK(host.asked_pictures[0].height_px == 768);
  CHECK(entry->size.width_px == 3072);
  CHECK_FALSE(entry->picture);
  CHECK(entry->problem.empty());
  host.asked_pictures[0].done(Picture{1, 1, {1, 2, 3, 4}});
  REQUIRE(entry->picture);
  CHECK(entry->picture->rgba.size() == 4);
}

TEST_CASE("pictures that lie about their size, are damaged or of another kind end in a sentence") {
  using namespace std::string_literals;
  DecodingHost host;
  Pictures pictures(host);
  const std::string bomb = png_text("\0\1\0\0"s, "\0\1\0\0"s);
  CHECK(pictures.of(bomb, "")->problem == "It says that it has 65536 × 65536 pixels: too many to be shown.");
  const std::string drawing = "data:image/svg+xml;base64,PHN2Zy8+";
  CHECK(pictures.of(drawing, "")->problem == "Its bytes do not begin as a PNG, JPEG, GIF or WebP picture does.");
  CHECK(host.asked_pictures.empty());
  const std::string small = png_text("\0\0\0\2"s, "\0\0\0\2"s);
  const auto damaged = pictures.of(small, "");
  host.asked_pictures[0].done(std::nullopt);
  CHECK(damaged->problem == "It is damaged, or of a kind that cannot be decoded here.");
  const std::string wrong = png_text("\0\0\0\2"s, "\0\0\0\3"s);
  const auto entry = pictures.of(wrong, "");
  host.asked_pictures[1].done(Picture{1000, 1000, {1, 2, 3, 4}});
  CHECK_FALSE(entry->picture);
}

TEST_CASE("what is no picture is not decoded, and what lies elsewhere is only named") {
  DecodingHost host;
  Pictures pictures(host);
  const std::string sound = "data:audio/wav;base64,UklGRgAAAABXQVZFZm10IA==";
  CHECK(pictures.of(sound, "")->type == "audio/wav");
  CHECK(pictures.of(sound, "")->encoded_bytes == 16);
  const std::string address = "https://example.org/a.png";
  CHECK(pictures.of(address, "image/png")->address == address);
  const std::string id = "file-abc123";
  CHECK(pictures.of(id, "image/png")->problem == "");
  CHECK(host.asked_pictures.empty());
  CHECK(host.asked.empty());
}
