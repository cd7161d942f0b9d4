// Pictures, sounds and files inside of texts: what a data URI or base64 holds, and how large a picture is before anybody
// decodes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spanorama {

// One of `bytes` and `address` is there, or neither: then the text names something that is kept elsewhere.
struct Media {
  std::string type;     // "image/png"; what the bytes begin with comes before what the text says. May be empty
  std::string bytes;    // decoded
  std::string address;  // http or https, as written; nothing is fetched
  bool too_large = false;
};

// `text` is a data URI (RFC 2397), an address, or base64; `told_type` a MIME type, or empty. Of more than `most_bytes`
// nothing is decoded. O(text).
Media media_from(std::string_view text, std::string_view told_type, std::size_t most_bytes);

// The MIME type of what begins like this: png, jpeg, gif, webp, wav, mp3, ogg, pdf; nothing of others.
std::string_view type_of_bytes(std::string_view bytes);

struct PictureSize {
  std::uint32_t width_px = 0, height_px = 0;
};
// As the head of a png, jpeg, gif or webp says; nothing where it says none or is broken off before. O(head): of a jpeg its
// segments are skipped by their lengths.
std::optional<PictureSize> picture_size(std::string_view bytes);

struct Picture {
  int width_px = 0, height_px = 0;
  std::vector<unsigned char> rgba;  // straight alpha, rows from the top
};

}  // namespace spanorama
