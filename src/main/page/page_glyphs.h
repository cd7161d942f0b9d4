// Glyphs from the browser's fonts, drawn on a canvas: every script and emoji that the reader's system can show.
#pragma once

#include "spanorama/views/theme.h"

namespace spanorama {

class PageGlyphs final : public GlyphSource {
 public:
  Answer draw(char32_t code_point, float size_px, bool bold, bool mono, GlyphBitmap& out) override;

  // Drawing may take so long again as one frame has for it; whether something had to wait since the last time.
  bool begin_frame();
  bool postponed() const { return postponed_; }

 private:
  double spent_ms_ = 0;  // of this frame
  bool postponed_ = false;
};

}  // namespace spanorama
