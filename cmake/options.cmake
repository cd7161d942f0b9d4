# Switches of the build and what holds for every target.

option(SPANORAMA_FETCH "Take missing dependencies from their upstream repositories with FetchContent" OFF)
option(SPANORAMA_FUZZ "Build the fuzzers of tests/fuzz (clang only)" OFF)
set(SPANORAMA_SANITIZE "" CACHE STRING "Sanitisers for -fsanitize, for example address,undefined")
set(SPANORAMA_DEPS_DIR ${PROJECT_SOURCE_DIR}/build/deps CACHE PATH "Where scripts/dev setup unpacked the sources")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

# Natively assertions stay on in optimised builds: the tests run on them, and they cost little outside inner loops.
if(NOT EMSCRIPTEN)
  set(CMAKE_CXX_FLAGS_RELEASE "-O2")
  set(CMAKE_C_FLAGS_RELEASE "-O2")
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")
  set(CMAKE_C_FLAGS_DEBUG "-O1 -g1")
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

if(SPANORAMA_SANITIZE)
  add_compile_options(-fsanitize=${SPANORAMA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SPANORAMA_SANITIZE})
endif()
if(SPANORAMA_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Without the modules of fonttools the fonts cannot be made: Debian installs them for its own Python only.
find_program(SPANORAMA_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(SPANORAMA_PYTHON NAMES python3 REQUIRED)
