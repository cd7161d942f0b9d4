# build/<preset>/assets: what both programs read at run time. The fonts are subsets of Debian's, made here.
set(SPANORAMA_ASSETS ${PROJECT_BINARY_DIR}/assets)
set(font_script ${PROJECT_SOURCE_DIR}/scripts/lib/make_fonts.py)
set(font_names Inter-Regular Inter-SemiBold JetBrainsMono-Regular)
set(font_files Inter-Regular.otf Inter-SemiBold.otf JetBrainsMono-Regular.ttf)
list(TRANSFORM font_files PREPEND ${SPANORAMA_ASSETS}/fonts/)
add_custom_command(
  OUTPUT ${font_files}
  COMMAND ${SPANORAMA_PYTHON} ${font_script} --out ${SPANORAMA_ASSETS}/fonts ${font_names}
  DEPENDS ${font_script} COMMENT "Subsets of the fonts" VERBATIM)

file(GLOB_RECURSE asset_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/assets/*)
set(asset_stamp ${PROJECT_BINARY_DIR}/generated/assets.stamp)
add_custom_command(
  OUTPUT ${asset_stamp}
  COMMAND ${SPANORAMA_PYTHON} ${PROJECT_SOURCE_DIR}/scripts/lib/copy_tree.py ${PROJECT_SOURCE_DIR}/assets ${SPANORAMA_ASSETS}
  COMMAND ${CMAKE_COMMAND} -E touch ${asset_stamp}
  DEPENDS ${asset_sources} COMMENT "Assets" VERBATIM)

# What we ship of others', with their terms.
set(licence_file ${SPANORAMA_ASSETS}/licences.txt)
set(licence_script ${PROJECT_SOURCE_DIR}/scripts/lib/make_licences.py)
add_custom_command(
  OUTPUT ${licence_file}
  COMMAND ${SPANORAMA_PYTHON} ${licence_script} --out ${licence_file}
    "Dear ImGui=${SPANORAMA_DEPS_DIR}/imgui/LICENSE.txt"
    "zlib=${SPANORAMA_DEPS_DIR}/zlib/LICENSE:${SPANORAMA_DEPS_DIR}/zlib/README"
    "zstd=${SPANORAMA_DEPS_DIR}/libzstd/LICENSE"
    "RE2=${SPANORAMA_DEPS_DIR}/re2/LICENSE"
    "GNU FriBidi (its source: scripts/dev setup puts it into build/deps/fribidi)=${SPANORAMA_DEPS_DIR}/fribidi/COPYING:/usr/share/doc/libfribidi-dev/copyright"
    "md4c=${SPANORAMA_DEPS_DIR}/md4c/LICENSE.md"
    "JSON for Modern C++=/usr/share/doc/nlohmann-json3-dev/copyright:${SPANORAMA_DEPS_DIR}/nlohmann/LICENSE.MIT"
    "Inter=/usr/share/doc/fonts-inter/copyright"
    "JetBrains Mono=/usr/share/doc/fonts-jetbrains-mono/copyright"
  DEPENDS ${licence_script} COMMENT "Licences" VERBATIM)

add_custom_target(assets ALL DEPENDS ${font_files} ${asset_stamp} ${licence_file})
