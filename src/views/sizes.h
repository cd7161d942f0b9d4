// Sizes that several panels share, in points, on a grid of 4.
#pragma once

#include "views/ui.h"

namespace spanorama {

inline constexpr float kTopBarHeight = 44, kSubBarHeight = 36, kStatusBarHeight = 24;
inline constexpr float kRowHeight = 28, kTabsHeight = 34;
inline constexpr float kPageWidth = 900;  // narrower: panels become pages
inline constexpr float kCardWidth = 480;  // narrower: rows become cards with large targets

inline float screen_width() { return ImGui::GetIO().DisplaySize.x; }
inline bool narrow() { return screen_width() < kPageWidth; }
inline bool cards() { return screen_width() < kCardWidth; }

}  // namespace spanorama
