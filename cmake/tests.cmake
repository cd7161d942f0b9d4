# Native test programs, each in the build folder's tests/. A folder without sources makes no program.
find_path(DOCTEST_INCLUDE_DIR doctest/doctest.h REQUIRED)
set(SPANORAMA_TEST_DIR ${PROJECT_BINARY_DIR}/tests)
set(tests_dir ${PROJECT_SOURCE_DIR}/tests)

include(otlp_proto)

# Paths are macros of a generated header, not of the command line: only who includes it is compiled per checkout.
file(CONFIGURE OUTPUT ${SPANORAMA_GENERATED}/test_paths/test_paths.h @ONLY CONTENT
"// SPANORAMA_SOURCE_DIR: the checkout. SPANORAMA_BUILD_ASSETS: the built assets, with fonts/.
#pragma once
#define SPANORAMA_SOURCE_DIR \"@PROJECT_SOURCE_DIR@\"
#define SPANORAMA_BUILD_ASSETS \"@SPANORAMA_ASSETS@\"
")

# doctest's main and the helpers of tests/unit/support, for instance a trace written as a picture.
spanorama_glob(support_sources ${tests_dir}/unit/support)
file(WRITE ${SPANORAMA_GENERATED}/doctest_main.cpp
  "#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN\n#include <doctest/doctest.h>\n")
add_library(test_support STATIC ${support_sources} ${SPANORAMA_GENERATED}/doctest_main.cpp)
target_include_directories(test_support PUBLIC ${tests_dir} ${tests_dir}/unit ${SPANORAMA_GENERATED}/test_paths)
target_include_directories(test_support SYSTEM PUBLIC ${DOCTEST_INCLUDE_DIR})
target_link_libraries(test_support PUBLIC model assembly PRIVATE spanorama_warnings)

# spanorama_test_program(NAME FOLDER LINK target…): one executable of all sources below FOLDER, if there are any.
function(spanorama_test_program NAME FOLDER)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${tests_dir}/${FOLDER}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${NAME} ${sources})
  set_target_properties(${NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${SPANORAMA_TEST_DIR})
  target_include_directories(${NAME} PRIVATE ${PROJECT_SOURCE_DIR}/src ${tests_dir}
    ${SPANORAMA_GENERATED}/test_paths)
  target_link_libraries(${NAME} PRIVATE ${ARG_LINK} spanorama_warnings)
endfunction()

# What a module's tests may link beside the module itself.
set(unit_links_ingest otlp_proto assembly)
set(unit_links_query ingest)
set(unit_links_analysis ingest)
set(unit_links_export ingest assembly otlp_proto)
set(unit_links_layout ingest)
set(core_modules base model ingest assembly query analysis export layout app)

add_custom_target(unit_tests)
foreach(module IN ITEMS base model render platform ingest assembly query analysis export layout app views)
  spanorama_test_program(unit_${module} unit/${module} LINK test_support ${module} ${unit_links_${module}})
  if(TARGET unit_${module})
    add_dependencies(unit_tests unit_${module})
  endif()
endforeach()

target_sources(unit_export PRIVATE ${tests_dir}/unit/ingest/otlp_sample.cpp)

# Suites over several modules: the program's command line and window logic, real files, pictures.
spanorama_test_program(unit_main unit/main LINK test_support ${core_modules} views platform)
spanorama_test_program(spanorama_corpus_tests corpus LINK test_support ${core_modules} otlp_proto)
spanorama_test_program(spanorama_image_tests images LINK test_support ${core_modules} views platform)

find_package(simdjson CONFIG REQUIRED)
spanorama_test_program(spanorama_bench bench LINK ${core_modules} otlp_proto simdjson::simdjson Threads::Threads)
target_sources(spanorama_bench PRIVATE ${PROJECT_SOURCE_DIR}/src/main/desktop/piece_threads.cpp)
if(NOT SPANORAMA_SANITIZE)
  target_sources(spanorama_bench PRIVATE ${PROJECT_SOURCE_DIR}/src/main/desktop/large_blocks.cpp)
endif()

# One target per suite, there even where the suite has no sources yet: scripts/dev test builds these.
add_custom_target(golden_tests DEPENDS spanorama)
add_custom_target(corpus_tests)
add_custom_target(image_tests DEPENDS assets)
add_custom_target(bench)
foreach(pair IN ITEMS unit_tests:unit_main corpus_tests:spanorama_corpus_tests image_tests:spanorama_image_tests
    bench:spanorama_bench)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 suite)
  list(GET pair 1 program)
  if(TARGET ${program})
    add_dependencies(${suite} ${program})
  endif()
endforeach()

if(SPANORAMA_FUZZ)
  include(fuzzers)
endif()
