# The desktop program: window and command line in one executable. It finds its fonts in assets/ beside itself,
# else where the build tree has them.
spanorama_glob(program_sources ${PROJECT_SOURCE_DIR}/src/main/desktop)
if(SPANORAMA_SANITIZE)  # the sanitisers bring their own operator new
  list(FILTER program_sources EXCLUDE REGEX large_blocks)
endif()
add_executable(spanorama ${program_sources})
target_include_directories(spanorama PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_compile_definitions(spanorama PRIVATE SPANORAMA_VERSION="${PROJECT_VERSION}"
  SPANORAMA_BUILD_ASSETS="${PROJECT_BINARY_DIR}/assets")
find_package(Freetype REQUIRED)
find_package(Fontconfig REQUIRED)
target_link_libraries(spanorama PRIVATE views platform app Freetype::Freetype Fontconfig::Fontconfig spanorama_warnings)
add_dependencies(spanorama assets)

include(GNUInstallDirs)
install(TARGETS spanorama DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${PROJECT_BINARY_DIR}/assets DESTINATION ${CMAKE_INSTALL_DATADIR}/spanorama)
