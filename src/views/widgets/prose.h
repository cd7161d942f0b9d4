// Text to read: wrapped, selectable with the mouse, copied with Ctrl+C. Only what is inside the clip is drawn, so that a
// page of it costs as much as what is seen of it.
#pragma once

#include <string_view>

#include "views/widgets/text.h"

namespace spanorama {

// Draws `text` from (x, y) on and returns its height. `name` is unique on the screen. The layout is kept by the
// address of the text: give the same storage every frame.
float prose(Ui& ui, std::string_view name, float x, float y, float width, std::string_view text, Color color,
            TextStyle style = kBody);

}  // namespace spanorama
