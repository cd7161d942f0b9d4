# The static site in build/site: three wasm modules, the files of web/, and the assets.
set(SPANORAMA_SITE ${PROJECT_SOURCE_DIR}/build/site CACHE PATH "Where the finished site lands")

set(wasm_link_options
  -O3 -fno-exceptions -fno-rtti
  -sMODULARIZE=1 -sEXPORT_ES6=1 -sUSE_ES6_IMPORT_META=1
  -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sDISABLE_EXCEPTION_CATCHING=1
  -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB -sINITIAL_MEMORY=32MB
  "-sEXPORTED_RUNTIME_METHODS=UTF8ToString,stringToUTF8,lengthBytesUTF8"
  "-sEXPORTED_FUNCTIONS=_main,_malloc,_free"
  --closure 0)

# Functions with one caller become part of it only while they are small. Else whole passes, and all that a frame draws, end up in
# functions of up to 200 KB, which a browser runs unoptimised for the second that it takes to compile one of them well.
list(APPEND wasm_link_options "-sBINARYEN_EXTRA_PASSES=--one-caller-inline-max-function-size=200")

# spanorama_wasm(NAME FOLDER ENVIRONMENT LINK target… OPTIONS option…) makes NAME.js and NAME.wasm.
# .js files beside the platform's sources are emscripten libraries: JavaScript functions that C++ declares and calls.
function(spanorama_wasm NAME FOLDER ENVIRONMENT)
  cmake_parse_arguments(ARG "" "" "LINK;OPTIONS" ${ARGN})
  spanorama_glob(sources ${PROJECT_SOURCE_DIR}/${FOLDER})
  add_executable(${NAME}_module ${sources})
  set_target_properties(${NAME}_module PROPERTIES OUTPUT_NAME ${NAME} SUFFIX .js)
  target_include_directories(${NAME}_module PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_compile_definitions(${NAME}_module PRIVATE SPANORAMA_VERSION="${PROJECT_VERSION}")
  target_link_libraries(${NAME}_module PRIVATE ${ARG_LINK} spanorama_warnings)
  target_link_options(${NAME}_module PRIVATE ${wasm_link_options} -sENVIRONMENT=${ENVIRONMENT} ${ARG_OPTIONS})
  file(GLOB js_libraries CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${FOLDER}/*.js)
  foreach(library IN LISTS js_libraries)
    target_link_options(${NAME}_module PRIVATE "SHELL:--js-library ${library}")
    set_property(TARGET ${NAME}_module APPEND PROPERTY LINK_DEPENDS ${library})
  endforeach()
endfunction()

spanorama_wasm(app src/main/page web LINK app views platform
  OPTIONS -sMAX_WEBGL_VERSION=2 -sMIN_WEBGL_VERSION=2)
spanorama_wasm(ingest src/main/ingest_worker worker LINK app)
spanorama_wasm(search src/main/search_worker worker LINK query)

file(GLOB_RECURSE web_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/web/*)
set(site_stamp ${PROJECT_BINARY_DIR}/site.stamp)
set(site_script ${PROJECT_SOURCE_DIR}/scripts/lib/make_site.py)
add_custom_command(
  OUTPUT ${site_stamp}
  COMMAND ${SPANORAMA_PYTHON} ${site_script} --out ${SPANORAMA_SITE}
    ${PROJECT_SOURCE_DIR}/web=. ${SPANORAMA_ASSETS}=assets
    $<TARGET_FILE:app_module>=app.js $<TARGET_FILE_DIR:app_module>/app.wasm=app.wasm
    $<TARGET_FILE:ingest_module>=ingest.js $<TARGET_FILE_DIR:ingest_module>/ingest.wasm=ingest.wasm
    $<TARGET_FILE:search_module>=search.js $<TARGET_FILE_DIR:search_module>/search.wasm=search.wasm
  COMMAND ${CMAKE_COMMAND} -E touch ${site_stamp}
  DEPENDS app_module ingest_module search_module ${web_files} ${font_files} ${asset_stamp} ${licence_file} ${site_script}
  COMMENT "Site in ${SPANORAMA_SITE}" VERBATIM)
add_custom_target(site ALL DEPENDS ${site_stamp})

# What scripts/dev bench wasm runs in Node; no part of the site. simdjson is only a reference there.
set(simdjson_dir ${SPANORAMA_DEPS_DIR}/simdjson/singleheader)
if(EXISTS ${simdjson_dir}/simdjson.cpp)
  add_executable(bench_wasm EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/bench_wasm/main.cpp ${simdjson_dir}/simdjson.cpp)
  set_target_properties(bench_wasm PROPERTIES SUFFIX .js RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  set_source_files_properties(${simdjson_dir}/simdjson.cpp PROPERTIES COMPILE_OPTIONS "-w;-O3")
  target_include_directories(bench_wasm SYSTEM PRIVATE ${simdjson_dir})
  target_link_libraries(bench_wasm PRIVATE ingest)
  target_link_options(bench_wasm PRIVATE -O3 -fno-exceptions -sENVIRONMENT=node -sNODERAWFS=1 -sEXIT_RUNTIME=1
    -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB)
endif()

# scripts/dev bench wasm keystrokes: the lists' work over a store in a file, in Node.
set(bench_dir ${PROJECT_SOURCE_DIR}/tests/bench)
add_executable(bench_wasm_keystrokes EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/bench_wasm/keystrokes.cpp
  ${bench_dir}/keystrokes.cpp ${bench_dir}/measure.cpp)
set_target_properties(bench_wasm_keystrokes PROPERTIES SUFFIX .js RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
target_include_directories(bench_wasm_keystrokes PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(bench_wasm_keystrokes PRIVATE app)
target_link_options(bench_wasm_keystrokes PRIVATE -O3 -fno-exceptions -sENVIRONMENT=node -sNODERAWFS=1 -sEXIT_RUNTIME=1
  -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB)
