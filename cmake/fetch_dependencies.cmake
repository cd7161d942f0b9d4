# Upstream's releases instead of Debian's packages (SPANORAMA_FETCH), for machines without apt. Only what is not at
# hand is fetched; libraries of the system (GLFW, libepoxy, EGL, libcurl, protobuf, simdjson) still come from there.
include(FetchContent)

# spanorama_fetch(NAME REPOSITORY TAG FILE): unpacks a release into SPANORAMA_DEPS_DIR unless FILE is there already.
function(spanorama_fetch NAME REPOSITORY TAG FILE)
  if(EXISTS ${SPANORAMA_DEPS_DIR}/${NAME}/${FILE})
    return()
  endif()
  FetchContent_Declare(${NAME} GIT_REPOSITORY ${REPOSITORY} GIT_TAG ${TAG} GIT_SHALLOW ON
    SOURCE_DIR ${SPANORAMA_DEPS_DIR}/${NAME})
  FetchContent_Populate(${NAME})
endfunction()

spanorama_fetch(imgui https://github.com/ocornut/imgui.git v1.92.2b imgui.h)
spanorama_fetch(zlib https://github.com/madler/zlib.git v1.2.13 zlib.h)
spanorama_fetch(libzstd https://github.com/facebook/zstd.git v1.5.4 lib/zstd.h)
spanorama_fetch(re2 https://github.com/google/re2.git 2022-06-01 re2/re2.h)
spanorama_fetch(md4c https://github.com/mity/md4c.git release-0.5.2 src/md4c.h)

# The repository lacks the tables that a release holds.
if(NOT EXISTS ${SPANORAMA_DEPS_DIR}/fribidi/lib/bidi-type.tab.i)
  FetchContent_Declare(fribidi URL https://github.com/fribidi/fribidi/releases/download/v1.0.8/fribidi-1.0.8.tar.bz2
    URL_HASH SHA256=94c7b68d86ad2a9613b4dcffe7bbeb03523d63b5b37918bdf2e4ef34195c1e6c
    SOURCE_DIR ${SPANORAMA_DEPS_DIR}/fribidi)
  FetchContent_Populate(fribidi)
endif()

find_path(system_nlohmann nlohmann/json.hpp PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH)
if(NOT system_nlohmann)
  spanorama_fetch(nlohmann https://github.com/nlohmann/json.git v3.11.2 single_include/nlohmann/json.hpp)
  add_library(nlohmann INTERFACE)
  target_include_directories(nlohmann SYSTEM INTERFACE ${SPANORAMA_DEPS_DIR}/nlohmann/single_include)
endif()
if(NOT EMSCRIPTEN)
  spanorama_fetch(doctest https://github.com/doctest/doctest.git v2.4.9 doctest/doctest.h)
  set(DOCTEST_INCLUDE_DIR ${SPANORAMA_DEPS_DIR}/doctest CACHE PATH "doctest's headers")
endif()
