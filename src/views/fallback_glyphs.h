// Characters that the program's fonts lack, drawn by the host and packed into Dear ImGui's atlas one by one.
#pragma once

#include "spanorama/views/theme.h"

namespace spanorama {

struct FallbackStyle {
  bool bold = false, mono = false;
};

// Merges `source` behind the font that was added last; nothing for a null source. `em_factor` is that font's line
// height in ems.
void add_fallback(GlyphSource* source, float em_factor, FallbackStyle style);

}  // namespace spanorama
