// Finding steps of the open trace by words in their names, models and tools.
#pragma once

#include "views/ui.h"

namespace spanorama {

// True without a search. Any case.
bool span_matches(const Ui& ui, SpanRow span);
// The field with its count; Enter leads to the next match.
void draw_span_search(Ui& ui, Rect rect, TraceRow trace);

}  // namespace spanorama
