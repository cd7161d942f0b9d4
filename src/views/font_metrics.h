// One number out of a TrueType or OpenType file.
#pragma once

#include <string_view>

namespace spanorama {

// (ascent - descent) / units per em: Dear ImGui sizes a font by its line, people by its em. 0 when it is no font.
float em_factor(std::string_view font_bytes);

}  // namespace spanorama
