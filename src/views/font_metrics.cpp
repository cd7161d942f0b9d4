#include "views/font_metrics.h"

#include <cstddef>
#include <cstdint>

namespace spanorama {

namespace {

std::uint32_t unsigned_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i)
    value = value << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u);
  return value;
}

int signed_at(std::string_view bytes, std::size_t at) { return static_cast<std::int16_t>(unsigned_at(bytes, at, 2)); }

// Offset of a table, 0 when there is none. Directory: 12 bytes, then 16 per table (tag, checksum, offset, length).
std::size_t table_at(std::string_view bytes, std::string_view tag) {
  const std::uint32_t count = unsigned_at(bytes, 4, 2);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::size_t entry = 12 + std::size_t{i} * 16;
    if (entry + 16 > bytes.size()) return 0;
    if (bytes.substr(entry, 4) == tag) return unsigned_at(bytes, entry + 8, 4);
  }
  return 0;
}

}  // namespace

float em_factor(std::string_view font_bytes) {
  if (font_bytes.size() < 12) return 0;
  const std::size_t head = table_at(font_bytes, "head"), hhea = table_at(font_bytes, "hhea");
  if (head == 0 || hhea == 0) return 0;
  const std::uint32_t units_per_em = unsigned_at(font_bytes, head + 18, 2);
  const int height = signed_at(font_bytes, hhea + 4) - signed_at(font_bytes, hhea + 6);
  if (units_per_em == 0 || height <= 0) return 0;
  return static_cast<float>(height) / static_cast<float>(units_per_em);
}

}  // namespace spanorama
