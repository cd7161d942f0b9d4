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

set(re2_dir ${SPANORAMA_DEPS_DIR}/re2)
spanorama_require(${re2_dir}/re2/re2.h "RE2's source")
set(re2_sources bitstate compile dfa filtered_re2 mimics_pcre nfa onepass parse prefilter prefilter_tree prog re2 regexp simplify stringpiece tostring)
list(TRANSFORM re2_sources PREPEND ${re2_dir}/re2/)
list(TRANSFORM re2_sources APPEND .cc)
# Debian's source has its tables of characters made when it is built; so do we.
foreach(table "python3 unicode_casefold.py" "python3 unicode_groups.py" "perl perl_groups.pl")
  string(REGEX MATCH "([a-z0-9]+) ([a-z_]+)(\\.[a-z]+)" _ ${table})
  set(made ${PROJECT_BINARY_DIR}/generated/re2/${CMAKE_MATCH_2}.cc)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/generated/re2)
  add_custom_command(OUTPUT ${made}
    COMMAND /usr/bin/${CMAKE_MATCH_1} ${re2_dir}/re2/make_${CMAKE_MATCH_2}${CMAKE_MATCH_3} > ${made}
    DEPENDS ${re2_dir}/re2/make_${CMAKE_MATCH_2}${CMAKE_MATCH_3})
  list(APPEND re2_sources ${made})
endforeach()
list(APPEND re2_sources ${re2_dir}/util/rune.cc ${re2_dir}/util/strutil.cc)
add_library(re2 STATIC ${re2_sources})
target_include_directories(re2 SYSTEM PUBLIC ${re2_dir})
target_compile_options(re2 PRIVATE -w)

# The order of right-to-left text. Its tables come with the release; what its configure would find out is written here.
set(fribidi_dir ${SPANORAMA_DEPS_DIR}/fribidi/lib)
spanorama_require(${fribidi_dir}/bidi-type.tab.i "FriBidi's source")
set(fribidi_made ${PROJECT_BINARY_DIR}/generated/fribidi-include)
file(MAKE_DIRECTORY ${fribidi_made}/config)
file(CREATE_LINK ${fribidi_dir} ${fribidi_made}/fribidi SYMBOLIC)
file(CONFIGURE OUTPUT ${fribidi_made}/config/fribidi-config.h CONTENT
  "#define FRIBIDI \"fribidi\"\n#define FRIBIDI_NAME \"GNU FriBidi\"\n#define FRIBIDI_VERSION \"\"
#define FRIBIDI_BUGREPORT \"\"\n#define FRIBIDI_INTERFACE_VERSION_STRING \"4\"\n#define FRIBIDI_SIZEOF_INT 4\n")
set(fribidi_sources arabic bidi bidi-types brackets joining joining-types mirroring run shape)
list(TRANSFORM fribidi_sources PREPEND ${fribidi_dir}/fribidi-)
list(APPEND fribidi_sources ${fribidi_dir}/fribidi)
list(TRANSFORM fribidi_sources APPEND .c)
add_library(fribidi STATIC ${fribidi_sources})
target_include_directories(fribidi SYSTEM PUBLIC ${fribidi_made} ${fribidi_made}/config)
target_include_directories(fribidi PRIVATE ${fribidi_dir})
target_compile_definitions(fribidi PRIVATE HAVE_STRINGIZE=1 STDC_HEADERS=1 HAVE_STDLIB_H=1 HAVE_STRING_H=1 HAVE_STRINGS_H=1)
target_compile_options(fribidi PRIVATE -w)

add_library(gl INTERFACE)
target_include_directories(gl INTERFACE ${PROJECT_SOURCE_DIR}/src/platform/web/gl)
