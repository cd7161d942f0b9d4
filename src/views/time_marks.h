// Marks that lie over bars: the critical path, links between spans, what is dimmed.
#pragma once

#include <span>

#include "views/time_view.h"

namespace spanorama {

// A step that the search does not find, that lies outside the picked range, or that has not begun at the playhead.
bool dimmed(const Ui& ui, SpanRow span);

// A thin bright line at `y` along the parts of the critical path that are this span's. A few quads a pixel at most.
void add_path(Ui& ui, QuadBatch& batch, const TimeView& view, SpanRow span, float y);

// The rows of a timeline that are on the screen.
struct SpanRows {
  std::span<const SpanRow> rows;
  std::uint32_t first = 0;
  float y0 = 0, height = 0;  // of the first
  Rect area;
};
// An arrow from each link of the selected span to its target where that is a row on the screen, and at the right edge
// of every row with links a button that jumps there. True when one was pressed.
bool draw_links(Ui& ui, const TimeView& view, const SpanRows& rows);

}  // namespace spanorama
