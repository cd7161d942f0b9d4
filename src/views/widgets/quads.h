// Bars, cells and boxes through the renderer, in their place among what Dear ImGui draws.
#pragma once

#include "views/ui.h"

namespace spanorama {

// An empty batch that lives until the next frame. Coordinates are points on the screen.
QuadBatch& new_batch(Ui& ui);
// Draws the batch here in the order of the current window, clipped as it is.
void draw_batch(Ui& ui, const QuadBatch& batch);
// Before the first batch of a frame.
void recycle_batches(Memory& memory);

}  // namespace spanorama
