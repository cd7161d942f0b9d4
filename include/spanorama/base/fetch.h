// Asks for memory that will be looked at soon, so that it is on its way meanwhile.
#pragma once

#include <cstddef>
#include <string_view>

namespace spanorama {

constexpr std::size_t kLineBytes = 64;  // that come from memory together

// In WebAssembly nothing: it has no such instruction, and for one line a look ahead gains nothing there.
inline void fetch_line(const void* at) {
  __builtin_prefetch(at);
  asm volatile("");  // gcc 12 takes a function that only asks of memory for one without effect, and drops calls of it
}

// For hundreds of bytes that nobody would foretell. In WebAssembly a byte of each line is read, for which nobody waits.
// O(bytes / kLineBytes).
inline void fetch_lines(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += kLineBytes) {
#if defined(__wasm__)
    static_cast<void>(*static_cast<const volatile char*>(bytes.data() + at));
#else
    fetch_line(bytes.data() + at);
#endif
  }
}

}  // namespace spanorama
