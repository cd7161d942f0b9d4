// Where the input and the output of two steps differ, word by word.
#pragma once

#include "views/ui.h"

namespace spanorama {

void draw_text_diff(Ui& ui, Rect area, const DiffRow& row);

}  // namespace spanorama
