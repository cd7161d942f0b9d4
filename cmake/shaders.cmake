# shaders/*.glsl become string constants in <shaders.h>; the version line is put in front at run time,
# so one source serves WebGL 2 and desktop OpenGL.
file(GLOB shader_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/shaders/*.glsl)
set(shader_header ${PROJECT_BINARY_DIR}/generated/shaders/shaders.h)
set(shader_script ${PROJECT_SOURCE_DIR}/scripts/lib/shaders_to_header.py)
add_custom_command(
  OUTPUT ${shader_header}
  COMMAND ${SPANORAMA_PYTHON} ${shader_script} --out ${shader_header} ${shader_sources}
  DEPENDS ${shader_script} ${shader_sources}
  COMMENT "Shaders to ${shader_header}" VERBATIM)
add_custom_target(shader_header DEPENDS ${shader_header})
add_library(shaders INTERFACE)
add_dependencies(shaders shader_header)
target_include_directories(shaders INTERFACE ${PROJECT_BINARY_DIR}/generated/shaders)
