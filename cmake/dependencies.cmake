# Third-party libraries as targets of our own names: imgui md4c fribidi gl glfw epoxy egl nlohmann zlib zstd.
# Sources lie where scripts/dev setup put them, else FetchContent takes upstream's tags (SPANORAMA_FETCH).

if(SPANORAMA_FETCH)
  include(fetch_dependencies)
endif()

function(spanorama_require FILE WHAT)
  if(NOT EXISTS ${FILE})
    message(FATAL_ERROR "${WHAT} is missing (${FILE}). Run scripts/dev setup, or configure with -DSPANORAMA_FETCH=ON.")
  endif()
endfunction()

# A folder that holds only the given headers of /usr/include, so that the wasm build sees no others.
function(spanorama_header_folder OUT NAME)
  set(folder ${PROJECT_BINARY_DIR}/generated/${NAME}-include)
  find_path(${NAME}_source_dir NAMES ${NAME}/json.hpp PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH
    NO_CMAKE_PATH)
  spanorama_require(${${NAME}_source_dir}/${NAME} "The ${NAME} headers")
  file(MAKE_DIRECTORY ${folder})
  file(CREATE_LINK ${${NAME}_source_dir}/${NAME} ${folder}/${NAME} SYMBOLIC)
  set(${OUT} ${folder} PARENT_SCOPE)
endfunction()

if(NOT TARGET nlohmann)
  spanorama_header_folder(nlohmann_include nlohmann)
  add_library(nlohmann INTERFACE)
  target_include_directories(nlohmann SYSTEM INTERFACE ${nlohmann_include})
endif()

if(EMSCRIPTEN)
  include(dependencies_web)
else()
  include(dependencies_native)
endif()

# Dear ImGui, with our settings and the back ends of this host.
set(imgui_dir ${SPANORAMA_DEPS_DIR}/imgui)
spanorama_require(${imgui_dir}/imgui.h "Dear ImGui")
add_library(imgui STATIC
  ${imgui_dir}/imgui.cpp ${imgui_dir}/imgui_draw.cpp ${imgui_dir}/imgui_tables.cpp ${imgui_dir}/imgui_widgets.cpp
  ${imgui_dir}/misc/cpp/imgui_stdlib.cpp ${imgui_dir}/backends/imgui_impl_opengl3.cpp)
target_include_directories(imgui SYSTEM PUBLIC ${imgui_dir} ${imgui_dir}/backends ${imgui_dir}/misc/cpp)
# A path relative to src/, so that compilers' caches serve every checkout.
target_include_directories(imgui PUBLIC ${PROJECT_SOURCE_DIR}/src)
target_compile_definitions(imgui PUBLIC "IMGUI_USER_CONFIG=\"views/imgui_config.h\"")
if(EMSCRIPTEN)
  target_compile_definitions(imgui PRIVATE IMGUI_IMPL_OPENGL_ES3)
else()
  # libepoxy loads OpenGL for windows and for headless EGL contexts alike; ImGui's own loader knows only libGL.
  target_sources(imgui PRIVATE ${imgui_dir}/backends/imgui_impl_glfw.cpp)
  target_compile_definitions(imgui PRIVATE IMGUI_IMPL_OPENGL_LOADER_CUSTOM)
  target_compile_options(imgui PRIVATE "SHELL:-include epoxy/gl.h")
endif()
target_link_libraries(imgui PUBLIC gl)

# Markdown, with its table of named characters.
set(md4c_dir ${SPANORAMA_DEPS_DIR}/md4c/src)
spanorama_require(${md4c_dir}/md4c.h "md4c's source")
add_library(md4c STATIC ${md4c_dir}/md4c.c ${md4c_dir}/entity.c)
target_include_directories(md4c SYSTEM PUBLIC ${md4c_dir})
target_compile_options(md4c PRIVATE -w)
