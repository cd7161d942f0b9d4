# Libraries compiled to wasm from their sources, and the switches of every wasm object.
add_compile_options(-msimd128 -fno-rtti)
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>)
add_compile_definitions(JSON_NOEXCEPTION)

set(zlib_dir ${SPANORAMA_DEPS_DIR}/zlib)
spanorama_require(${zlib_dir}/zlib.h "zlib's source")
set(zlib_sources adler32 crc32 deflate inffast inflate inftrees trees zutil compress uncompr)
list(TRANSFORM zlib_sources PREPEND ${zlib_dir}/)
list(TRANSFORM zlib_sources APPEND .c)
add_library(zlib STATIC ${zlib_sources})
target_include_directories(zlib SYSTEM PUBLIC ${zlib_dir})
target_compile_options(zlib PRIVATE -w)

set(zstd_dir ${SPANORAMA_DEPS_DIR}/libzstd/lib)
spanorama_require(${zstd_dir}/zstd.h "zstd's source")
file(GLOB zstd_sources ${zstd_dir}/common/*.c ${zstd_dir}/compress/*.c ${zstd_dir}/decompress/*.c)
add_library(zstd STATIC ${zstd_sources})
target_include_directories(zstd SYSTEM PUBLIC ${zstd_dir})
target_compile_definitions(zstd PRIVATE ZSTD_DISABLE_ASM ZSTD_LEGACY_SUPPORT=0)
target_compile_options(zstd PRIVATE -w)

add_library(gl INTERFACE)
target_include_directories(gl INTERFACE ${PROJECT_SOURCE_DIR}/src/platform/web/gl)
