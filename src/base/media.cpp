#include "spanorama/base/media.h"

#include <algorithm>

#include "spanorama/base/json_text.h"

namespace spanorama {
namespace {

constexpr std::size_t kLeastBase64 = 16;  // shorter texts are names

std::uint32_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

std::uint32_t big(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8 | byte_at(bytes, at + i);
  return value;
}

std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i-- > 0;) value = value << 8 | byte_at(bytes, at + i);
  return value;
}

bool is_riff(std::string_view bytes, std::string_view what) {
  return bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == what;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool has_scheme(std::string_view text, std::string_view scheme) {
  return lower(text.substr(0, scheme.size())) == scheme;
}

std::string without_percent(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digit = [&](std::size_t at) {
      const char c = at < text.size() ? text[at] : 'x';
      return c >= '0' && c <= '9'   ? c - '0'
             : c >= 'a' && c <= 'f' ? c - 'a' + 10
             : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                    : -1;
    };
    if (text[i] == '%' && digit(i + 1) >= 0 && digit(i + 2) >= 0) {
      out += static_cast<char>(digit(i + 1) * 16 + digit(i + 2));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

void decode_base64(Media& media, std::string_view text, std::size_t most_bytes) {
  if (text.size() / 4 > most_bytes / 3) {
    media.too_large = true;
  } else if (!append_base64_decoded(media.bytes, text)) {
    media.bytes.clear();
  }
}

void decode_data_uri(Media& media, std::string_view text, std::size_t most_bytes) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) return;
  const std::string head = lower(text.substr(5, comma - 5));
  const std::string_view body = text.substr(comma + 1);
  if (const std::string type = head.substr(0, head.find(';')); !type.empty()) media.type = type;
  if (head.ends_with(";base64")) return decode_base64(media, body, most_bytes);
  if (body.size() > most_bytes) {
    media.too_large = true;
  } else {
    media.bytes = without_percent(body);
  }
}

// Frame headers are SOF0 to SOF15 without the three that define tables.
std::optional<PictureSize> jpeg_size(std::string_view bytes) {
  std::size_t at = 2;
  while (at + 9 < bytes.size()) {
    if (byte_at(bytes, at) != 0xFF) return std::nullopt;
    const std::uint32_t marker = byte_at(bytes, at + 1);
    if (marker == 0xFF) {  // padding
      ++at;
      continue;
    }
    const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) return PictureSize{big(bytes, at + 7, 2), big(bytes, at + 5, 2)};
    if (marker == 0xD9 || marker == 0xDA) return std::nullopt;
    at += 2 + std::max<std::uint32_t>(big(bytes, at + 2, 2), 2);
  }
  return std::nullopt;
}

std::optional<PictureSize> webp_size(std::string_view bytes) {
  if (bytes.size() < 30) return std::nullopt;
  const std::string_view kind = bytes.substr(12, 4);
  if (kind == "VP8X") return PictureSize{little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1};
  if (kind == "VP8 ") return PictureSize{little(bytes, 26, 2) & 0x3FFF, little(bytes, 28, 2) & 0x3FFF};
  if (kind != "VP8L" || byte_at(bytes, 20) != 0x2F) return std::nullopt;
  const std::uint32_t bits = little(bytes, 21, 4);
  return PictureSize{(bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1};
}

}  // namespace

Media media_from(std::string_view text, std::string_view told_type, std::size_t most_bytes) {
  Media media;
  media.type = lower(told_type);
  if (has_scheme(text, "data:")) {
    decode_data_uri(media, text, most_bytes);
  } else if (has_scheme(text, "http://") || has_scheme(text, "https://")) {
    media.address = text;
  } else if (text.size() >= kLeastBase64) {
    decode_base64(media, text, most_bytes);
  }
  if (const std::string_view found = type_of_bytes(media.bytes); !found.empty()) {
    media.type = found;
  } else if (!has_scheme(text, "data:") && media.type.empty()) {
    media.bytes.clear();  // words can look like base64
  }
  return media;
}

std::string_view type_of_bytes(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
  if (bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return "image/gif";
  if (is_riff(bytes, "WEBP")) return "image/webp";
  if (is_riff(bytes, "WAVE")) return "audio/wav";
  if (bytes.starts_with("ID3") || bytes.starts_with("\xFF\xFB") || bytes.starts_with("\xFF\xF3")) return "audio/mpeg";
  if (bytes.starts_with("OggS")) return "audio/ogg";
  if (bytes.starts_with("%PDF-")) return "application/pdf";
  return "";
}

std::optional<PictureSize> picture_size(std::string_view bytes) {
  const std::string_view type = type_of_bytes(bytes);
  if (type == "image/png" && bytes.size() >= 24 && bytes.substr(12, 4) == "IHDR")
    return PictureSize{big(bytes, 16, 4), big(bytes, 20, 4)};
  if (type == "image/gif" && bytes.size() >= 10) return PictureSize{little(bytes, 6, 2), little(bytes, 8, 2)};
  if (type == "image/jpeg") return jpeg_size(bytes);
  if (type == "image/webp") return webp_size(bytes);
  return std::nullopt;
}

}  // namespace spanorama
