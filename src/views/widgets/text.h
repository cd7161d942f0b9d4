// Drawing text. Sizes are CSS pixels: the height of the em, not Dear ImGui's line height.
#pragma once

#include <string_view>

#include "views/ui.h"

namespace spanorama {

enum class Face : std::uint8_t { regular = 0, semibold, mono };
enum class Align : std::uint8_t { left, center, right };

struct TextStyle {
  Face face = Face::regular;
  float size = 13;
  Align align = Align::left;
};
inline constexpr TextStyle kBody{};
inline constexpr TextStyle kSmall{Face::regular, 12, Align::left};
inline constexpr TextStyle kTiny{Face::regular, 11, Align::left};
inline constexpr TextStyle kStrong{Face::semibold, 13, Align::left};
inline constexpr TextStyle kTitle{Face::semibold, 15, Align::left};
inline constexpr TextStyle kMono{Face::mono, 12.5f, Align::left};
constexpr TextStyle aligned(TextStyle style, Align align) {
  style.align = align;
  return style;
}

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
