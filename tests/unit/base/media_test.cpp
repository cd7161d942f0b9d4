#include "spanorama/base/media.h"

#include <doctest/doctest.h>

#include <string>

#include "spanorama/base/json_text.h"

using namespace spanorama;

namespace {

constexpr std::size_t kMost = 1 << 20;

std::string png_head(std::string_view width, std::string_view height) {
  using namespace std::string_literals;
  return "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s + std::string(width) + std::string(height) + "\x08\x06"s;
}

bool is(const std::optional<PictureSize>& size, std::uint32_t width, std::uint32_t height) {
  return size && size->width_px == width && size->height_px == height;
}

}  // namespace

TEST_CASE("media: a data URI gives its bytes and its type, whatever the case of its scheme") {
  const Media base64 = media_from("data:image/png;base64,iVBORw0KGgo=", "", kMost);
  CHECK(base64.bytes == "\x89PNG\r\n\x1A\n");
  CHECK(base64.type == "image/png");
  const Media plain = media_from("DATA:text/plain;charset=utf-8,a%20b%2", "", kMost);
  CHECK(plain.bytes == "a b%2");
  CHECK(plain.type == "text/plain");
  CHECK(media_from("data:image/png;base64", "", kMost).bytes.empty());
}

TEST_CASE("media: the bytes know better than the text what they are") {
  const Media media = media_from("data:image/jpeg;base64,iVBORw0KGgo=", "", kMost);
  CHECK(media.type == "image/png");
}

TEST_CASE("media: bare base64 counts where a type was told or the bytes tell it; words do not") {
  CHECK(media_from("iVBORw0KGgoAAAANSUhEUg==", "", kMost).type == "image/png");
  CHECK(media_from("AAAAAAAAAAAAAAAAAAAAAA==", "audio/PCM", kMost).type == "audio/pcm");
  CHECK(media_from("AAAAAAAAAAAAAAAAAAAAAA==", "audio/PCM", kMost).bytes.size() == 16);
  CHECK(media_from("averylongwordthatlookslikebase64", "", kMost).bytes.empty());
  CHECK(media_from("file-abc", "image/png", kMost).bytes.empty());
  CHECK(media_from("not base64 at all, is it?", "image/png", kMost).bytes.empty());
}

TEST_CASE("media: addresses are told and not followed") {
  const Media media = media_from("HTTPS://example.org/a.png", "image/png", kMost);
  CHECK(media.address == "HTTPS://example.org/a.png");
  CHECK(media.bytes.empty());
}

TEST_CASE("media: what is too large is not decoded") {
  const std::string text = "data:image/png;base64," + std::string(4096, 'A');
  CHECK(media_from(text, "", 1024).too_large);
  CHECK(media_from(text, "", 1024).bytes.empty());
  CHECK(media_from(text, "", 4096).bytes.size() == 3072);
}

TEST_CASE("picture size: of every kind's head") {
  using namespace std::string_literals;
  CHECK(is(picture_size(png_head("\0\0\1\2"s, "\0\0\0\7"s)), 258, 7));
  CHECK(is(picture_size("GIF89a\x40\x01\xF0\0"s), 320, 240));
  CHECK(is(picture_size("\xFF\xD8\xFF\xE0\0\x04XX\xFF\xFF\xC2\0\x11\x08\x01\x00\x02\x00\x03XXXX"s), 512, 256));
  CHECK(is(picture_size("RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\x03\0\xFF\x01\0"s), 1024, 512));
  CHECK(is(picture_size("RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9D\x01\x2A\x64\0\x32\0"s), 100, 50));
  CHECK(is(picture_size("RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2F\x63\x40\x0C\0XXXXX"s), 100, 50));
}

TEST_CASE("picture size: nothing of what is cut off anywhere") {
  using namespace std::string_literals;
  const std::string whole[] = {png_head("\0\0\1\2"s, "\0\0\0\7"s), "GIF89a\x40\x01\xF0\0"s,
                               "\xFF\xD8\xFF\xE0\0\x04XX\xFF\xC2\0\x11\x08\x01\x00\x02\x00\x03"s,
                               "RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\x03\0\xFF\x01\0"s};
  for (const std::string& text : whole)
    for (std::size_t size = 0; size < 10; ++size) CHECK_FALSE(picture_size(text.substr(0, size)));
  CHECK_FALSE(picture_size("\xFF\xD8\xFF\xE0\xFF\xFFxxxxxxxxxxxxxxxxx"s));  // a segment longer than all
  CHECK_FALSE(picture_size("\xFF\xD8\xFF\xD9xxxxxxxxxxxxxxxxxxxx"s));
}
