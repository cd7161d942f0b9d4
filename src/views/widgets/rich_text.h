// Markdown on the screen: headings, lists, tables, quotations, code with a copy button, links that open when pressed;
// selectable and copied as plain text across all of it. Only what is inside the clip is drawn.
#pragma once

#include <string_view>

#include "views/ui.h"

namespace spanorama {

// Draws from (x, y) on and returns the height. `name` is unique on the screen. Parsed and laid out once per address,
// size and width: give the same storage every frame.
float rich_text(Ui& ui, std::string_view name, float x, float y, float width, std::string_view source, Color color);

}  // namespace spanorama
