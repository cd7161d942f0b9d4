// Scrolling of virtual lists: rows are drawn by whoever owns them, from first_row on. Offsets are doubles.
//
//   ScrollView view = scroll_begin(ui, "traces", area, row_count * row_height);
//   for (row of view) draw at view.area.y0 + row * row_height - view.y
//   scroll_end(ui, "traces", view);
#pragma once

#include <string_view>

#include "views/ui.h"

namespace spanorama {

struct ScrollView {
  Rect area;
  double y = 0;
};

// Wheel, finger and clip; `finger` false leaves drags on a touch screen to the caller.
ScrollView scroll_begin(Ui& ui, Scroll& scroll, Rect area, double content_height, bool finger = true);
// Takes the clip away and draws the bar, which fades in over the rows when the pointer is near.
void scroll_end(Ui& ui, std::string_view name, Scroll& scroll, const ScrollView& view);
// Scrolls so that [top, bottom) of the content is inside.
void scroll_to(Scroll& scroll, double top, double bottom);
Scroll& scroll_of(Ui& ui, std::string_view name);

// A panel whose content has no rows of equal height: draw from `y` on and tell scroll_panel_end where it ended.
struct ScrollPanel {
  Rect area;  // inside the padding; y0 is where content begins, scrolled
  ScrollView view;
  Scroll* scroll = nullptr;
};
ScrollPanel scroll_panel_begin(Ui& ui, std::string_view name, Rect area, float padding);
void scroll_panel_end(Ui& ui, std::string_view name, ScrollPanel& panel, float content_end_y);

}  // namespace spanorama
