// Marks that lie over bars: the critical path, links between spans, what is dimmed.
#pragma once

#include <span>

#include "views/time_view.h"
#include "views/widgets/controls.h"

namespace spanorama {

// A step that the search does not find, that lies outside the picked range, or that has not begun at the playhead.
bool dimmed(const Ui& ui, SpanRow span);

// A thin bright line at `y` along the parts of the critical path that are this span's. A few quads a pixel at most.
void add_path(Ui& ui, QuadBatch& batch, const TimeView& view, SpanRow span, float y);

// A diamond for each event of the span, at the bottom of its row; one every three points at most. Red for exceptions.
void add_events(Ui& ui, QuadBatch& batch, SpanRow span, Rect row, const TimeView& view);
// What a tooltip adds: the event under the pointer, and how many links the span has.
void event_tip(Ui& ui, const TimeView& view, SpanRow span, std::vector<TipLine>& lines);

struct LinkPress {
  bool hovered = false, clicked = false;
};
// The mark of a span that has links; pressed, it jumps to the first one. `ground` 0: none.
LinkPress link_button(Ui& ui, Rect box, SpanRow span, Color ink, Color ground);

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
