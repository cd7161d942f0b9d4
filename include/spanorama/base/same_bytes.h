// Comparing short texts without a call: names and values are a few bytes each, and a reader compares millions of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace spanorama {

// Eight bytes as a number, the first the lowest.
inline std::uint64_t load_eight(const char* p) {
  std::uint64_t value = 0;
  std::memcpy(&value, p, sizeof value);
  return value;
}

// Whether a[0..size) and b[0..size) are equal, with size >= 8. The last eight are looked at together, overlapping.
inline bool same_from_eight(const char* a, const char* b, std::size_t size) {
  std::uint64_t different = load_eight(a + size - 8) ^ load_eight(b + size - 8);
  for (std::size_t at = 0; at + 8 < size; at += 8) different |= load_eight(a + at) ^ load_eight(b + at);
  return different == 0;
}

// As a == b; quickest up to about 64 bytes.
inline bool same_text(std::string_view a, std::string_view b) {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  if (size > 64) return a == b;
  if (size >= 8) return same_from_eight(a.data(), b.data(), size);
  if (size >= 4) {
    std::uint32_t head[2], tail[2];
    std::memcpy(&head[0], a.data(), 4), std::memcpy(&head[1], b.data(), 4);
    std::memcpy(&tail[0], a.data() + size - 4, 4), std::memcpy(&tail[1], b.data() + size - 4, 4);
    return ((head[0] ^ head[1]) | (tail[0] ^ tail[1])) == 0;
  }
  if (size == 0) return true;
  return ((a[0] ^ b[0]) | (a[size / 2] ^ b[size / 2]) | (a[size - 1] ^ b[size - 1])) == 0;
}

}  // namespace spanorama
