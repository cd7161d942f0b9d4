# Warnings for our own targets; what others wrote is included as system headers and stays silent.
add_library(spanorama_warnings INTERFACE)
target_compile_options(spanorama_warnings INTERFACE
  -Werror -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  # clang counts this to -Wconversion, gcc does not; iterator arithmetic trips over it.
  target_compile_options(spanorama_warnings INTERFACE -Wno-sign-conversion)
endif()
if(EMSCRIPTEN)
  # EM_ASM and EM_JS are variadic macros in every release of emscripten.
  target_compile_options(spanorama_warnings INTERFACE -Wno-dollar-in-identifier-extension
    -Wno-gnu-zero-variadic-macro-arguments)
  # With 32-bit pointers, iterator + uint32_t changes signedness and uint64_t to size_t gets shorter everywhere.
  target_compile_options(spanorama_warnings INTERFACE -Wno-sign-conversion -Wno-error=shorten-64-to-32)
endif()
