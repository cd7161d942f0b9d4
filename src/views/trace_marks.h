// Marking traces in the list: a box in front of each row and of the head, Ctrl and Shift with a press on a row.
#pragma once

#include "views/ui.h"

namespace spanorama {

// Marks by a press with Ctrl (this one) or Shift (all since the last one); false when it was neither and the row is
// to be opened.
bool mark_by_press(Ui& ui, const std::vector<TraceRow>& list, std::size_t index);
// The box in front of row `index`, shown where the pointer is and where anything is marked.
void mark_box(Ui& ui, Rect row, const std::vector<TraceRow>& list, std::size_t index, bool row_hovered);
// The box of the head: all, or none.
void mark_all_box(Ui& ui, Rect head);

}  // namespace spanorama
