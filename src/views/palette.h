// The colours of the screen, dark and light, and what can be done with a colour. 0xAABBGGRR as Dear ImGui packs them.
#pragma once

#include <cstdint>

#include "spanorama/model/vocabulary.h"

namespace spanorama {

using Color = std::uint32_t;

struct Palette {
  Color page, panel, raised, hairline;
  Color text, dim, faint;
  Color accent, ok, warn, error;
  bool dark;
};
const Palette& palette(bool dark);

// The hue of an observation type; in the light theme a little deeper, so that marks stand 3:1 on white.
Color type_color(ObservationType type, bool dark);
Color status_color(Status status, const Palette& colors);

Color with_alpha(Color color, float alpha);
Color mixed(Color from, Color to, float share);
// Black-ish or white, whichever reads better on `background`.
Color ink_on(Color background);
// Text on a ground of the accent colour.
Color accent_ink(const Palette& colors);
// Heatmap ramp, 0..1, even in lightness: from the panel's colour over blue and violet to amber.
Color ramp_color(float share, const Palette& colors);

}  // namespace spanorama
