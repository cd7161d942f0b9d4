// WebGL 2 through emscripten; src/platform/desktop/gl/gl_api.h is its twin for the desktop.
#pragma once

#include <GLES3/gl3.h>
