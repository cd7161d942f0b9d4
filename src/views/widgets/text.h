// Drawing text. Sizes are CSS pixels: the height of the em, not Dear ImGui's line height.
#pragma once

#include <string_view>

#include "views/text_style.h"
#include "views/ui.h"

namespace spanorama {

ImFont* font_of(Face face);
float font_size(const Ui& ui, TextStyle style);  // for PushFont and CalcTextSizeA
float text_width(const Ui& ui, std::string_view text, TextStyle style = kBody);
float line_height(const Ui& ui, TextStyle style);

// One line, centred in height; cut with an ellipsis where it does not fit. Line breaks are shown as spaces.
// Returns the width drawn.
float text_in(const Ui& ui, Rect rect, std::string_view text, Color color, TextStyle style = kBody);
// Cuts the text's width (and `gap`) off the left or right of `row`.
float text_left(const Ui& ui, Rect& row, std::string_view text, Color color, TextStyle style = kBody, float gap = 8);
float text_right(const Ui& ui, Rect& row, std::string_view text, Color color, TextStyle style = kBody, float gap = 8);
// A figure with its unit dimmer: digits and signs in `color`, letters in the dim colour.
float figure_in(const Ui& ui, Rect rect, std::string_view text, Color color, TextStyle style = kSmall);
// Wrapped to the width; returns the height. Nothing is drawn outside the clip.
float text_wrapped(const Ui& ui, float x, float y, float width, std::string_view text, Color color,
                   TextStyle style = kBody);
float wrapped_height(const Ui& ui, float width, std::string_view text, TextStyle style = kBody);

}  // namespace spanorama
