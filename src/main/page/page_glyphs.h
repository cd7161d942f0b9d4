// Glyphs from the browser's fonts, drawn on a canvas: every script and emoji that the reader's system can show.
#pragma once

#include "spanorama/views/theme.h"

namespace spanorama {

class PageGlyphs final : public GlyphSource {
 public:
  bool draw(char32_t code_point, float size_px, bool bold, bool mono, GlyphBitmap& out) override;
};

}  // namespace spanorama
