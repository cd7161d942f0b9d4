// Views on raw bytes as text and back.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace spanorama {

using ByteSpan = std::span<const std::byte>;

inline std::string_view text_of(ByteSpan bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline ByteSpan bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

}  // namespace spanorama
