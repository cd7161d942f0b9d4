# Finds emscripten's own toolchain file: in an activated emsdk, else where em++ says that it lives.
if(DEFINED ENV{EMSDK} AND EXISTS $ENV{EMSDK}/upstream/emscripten)
  set(emscripten_root $ENV{EMSDK}/upstream/emscripten)
else()
  find_program(em_config em-config REQUIRED)
  execute_process(COMMAND ${em_config} EMSCRIPTEN_ROOT OUTPUT_VARIABLE emscripten_root
    OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
endif()
include(${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake)
