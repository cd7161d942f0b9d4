// The quad program: compiled from shaders/ with the version line of the context it runs in.
#pragma once

#include <string>

#include "gl_api.h"

namespace spanorama {

struct QuadProgram {
  GLuint id = 0;  // 0: not built
  GLint transform = -1, size = -1, pixels_per_point = -1;
};

// Attribute places, as in quad.vert.glsl.
enum QuadAttribute : GLuint { kCorner = 0, kRect, kColor, kEdgeColor, kStyle };

// A program whose id is 0, with the driver's words in `why`, when it does not build.
QuadProgram build_quad_program(std::string& why);

}  // namespace spanorama
