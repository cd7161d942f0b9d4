// The row of choices above a trace's views: colours, which steps, critical path, idle time, playhead, picked range.
#pragma once

#include "views/ui.h"

namespace spanorama {

// Nothing for tabs that have no choices; else cuts its height off the top of `area`.
void draw_view_bar(Ui& ui, Rect& area, TraceRow trace);

}  // namespace spanorama
