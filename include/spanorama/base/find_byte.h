// memchr at the same speed everywhere: the C library of WebAssembly looks at one byte at a time.
#pragma once

#include <cstddef>
#include <string_view>

namespace spanorama {

// Where `byte` is at or after `at`, or npos. O(bytes passed over).
std::size_t find_byte(std::string_view text, char byte, std::size_t at);

}  // namespace spanorama
