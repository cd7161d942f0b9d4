// What a person noted about traces: the star that bookmarks one, its local tags.
#pragma once

#include <string>

#include "views/ui.h"

namespace spanorama {

// A star in the middle of `room` that a press sets or takes away; unset it is drawn where it is `offered`.
void bookmark_star(Ui& ui, Rect room, const Trace& trace, bool offered);
// "#to fix #slow"; empty without local tags.
std::string local_tags_text(const Ui& ui, const Trace& trace);

// Below the head of the open trace: its local tags, each of which can be taken away, and a field for another one. Shown
// where there are any or somebody wants to add one.
bool local_tags_shown(const Ui& ui, const Trace& trace);
void draw_local_tags(Ui& ui, Rect row, const Trace& trace);

// Notes of the last time are given to the program, and what it has is kept. Once a frame.
void follow_notes(Ui& ui);

}  // namespace spanorama
