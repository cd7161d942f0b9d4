// OpenGL as the desktop has it; src/platform/web/gl/gl_api.h is its twin for the page.
#pragma once

#include <epoxy/gl.h>
