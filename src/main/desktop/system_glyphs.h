// Glyphs from the system's fonts, found by fontconfig and drawn by FreeType: scripts and emoji that the program's own
// fonts lack. What no installed font has is not drawn here.
#pragma once

#include <memory>

#include "spanorama/views/theme.h"

namespace spanorama {

class SystemGlyphs final : public GlyphSource {
 public:
  SystemGlyphs();
  ~SystemGlyphs() override;
  // The first use of a script asks fontconfig (milliseconds); faces stay open afterwards.
  Answer draw(char32_t code_point, float size_px, bool bold, bool mono, GlyphBitmap& out) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace spanorama
