// The fonts of the program: beside it where it is installed, else where they were built.
#pragma once

#include <string>

#include "spanorama/views/theme.h"

namespace spanorama {

// Keeps the bytes that Dear ImGui's fonts refer to: as long as the context.
class ProgramFonts {
 public:
  ProgramFonts();
  FontBytes bytes() const { return {regular_, semibold_, mono_}; }

 private:
  std::string regular_, semibold_, mono_;
};

}  // namespace spanorama
