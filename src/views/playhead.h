// A moment that moves through the trace: what began later is dim. Played at a speed that takes a few seconds, or stepped
// from one beginning to the next.
#pragma once

#include "views/time_view.h"

namespace spanorama {

void play_chip(Ui& ui, Rect& row, TraceRow trace);
// Moves while playing; Space starts and rests, the comma and the full stop step. Once a frame.
void follow_playhead(Ui& ui, TraceRow trace);
// Its line over `area`, with the time on the axis.
void draw_playhead(Ui& ui, const TimeView& view, Rect axis, Rect area);

}  // namespace spanorama
