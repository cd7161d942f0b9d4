# Libraries of the system for the desktop program and the native tests.
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CURL REQUIRED)
find_package(PNG REQUIRED)
find_package(glfw3 3.3 REQUIRED)

# Finds a header and a library that come without a CMake package, and makes an imported target of them.
function(spanorama_system_library NAME HEADER LIBRARY)
  find_path(${NAME}_INCLUDE_DIR ${HEADER} REQUIRED)
  find_library(${NAME}_LIBRARY ${LIBRARY} REQUIRED)
  add_library(${NAME} INTERFACE IMPORTED GLOBAL)
  target_link_libraries(${NAME} INTERFACE ${${NAME}_LIBRARY})
  target_include_directories(${NAME} INTERFACE ${${NAME}_INCLUDE_DIR})
endfunction()

spanorama_system_library(epoxy epoxy/gl.h epoxy)
spanorama_system_library(egl EGL/egl.h EGL)
spanorama_system_library(zstd zstd.h zstd)
spanorama_system_library(re2 re2/re2.h re2)
spanorama_system_library(fribidi fribidi/fribidi.h fribidi)
spanorama_system_library(turbojpeg turbojpeg.h turbojpeg)
spanorama_system_library(webp webp/decode.h webp)
spanorama_system_library(gif gif_lib.h gif)
add_library(zlib INTERFACE)
target_link_libraries(zlib INTERFACE ZLIB::ZLIB)

# <gl_api.h> is OpenGL 3.3 here and WebGL 2 on the page, so render/ needs no host macros.
add_library(gl INTERFACE)
target_include_directories(gl INTERFACE ${PROJECT_SOURCE_DIR}/src/platform/desktop/gl)
target_link_libraries(gl INTERFACE epoxy glfw)
