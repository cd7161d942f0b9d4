// Keys that move the selection through the spans of a trace, the same in timeline and tree.
#pragma once

#include "views/ui.h"

namespace spanorama {

void span_keys(Ui& ui, TraceRow trace);
// Scrolls to the selected span when it changed; also when a fold hid it, to whoever hides it.
void keep_span_in_view(Ui& ui, Scroll& scroll, double row_height);
// Index of the row in the shown rows, or the nearest before it; rows are rising.
std::size_t index_of_row(const std::vector<SpanRow>& rows, SpanRow row);

}  // namespace spanorama
