#include "spanorama/base/find_byte.h"

#ifdef __wasm__
#include <bit>

#include "spanorama/base/simd_bytes.h"
#endif

namespace spanorama {

std::size_t find_byte(std::string_view text, char byte, std::size_t at) {
#ifdef __wasm__
  for (; at + 64 <= text.size(); at += 64) {
    const std::uint64_t found = ByteBlock(text.data() + at).equal_to(byte);
    if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found));
  }
#endif
  return text.find(byte, at);
}

}  // namespace spanorama
