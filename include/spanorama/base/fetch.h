// Asks for memory that will be looked at soon, so that it is on its way meanwhile.
#pragma once

#include <cstddef>
#include <string_view>

namespace spanorama {

constexpr std::size_t kLineBytes = 64;  // that come from memory together

// `at` lies in memory that may be read. WebAssembly has no such instruction; there a byte is read that nobody waits for.
inline void fetch_line(const void* at) {
#if defined(__wasm__)
  static_cast<void>(*static_cast<const volatile char*>(at));
#else
  __builtin_prefetch(at);
  asm volatile("");  // gcc 12 takes a function that only asks of memory for one without effect, and drops calls of it
#endif
}

// O(bytes / kLineBytes).
inline void fetch_lines(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += kLineBytes) fetch_line(bytes.data() + at);
}

}  // namespace spanorama
