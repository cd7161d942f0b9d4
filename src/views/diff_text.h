// Where the input and the output of two steps differ, word by word.
#pragma once

#include <string>
#include <string_view>

#include "views/ui.h"

namespace spanorama {

// What makes `right` of `left`, from `y` on; gives where it ended. `title` tells diffs apart, as each is remembered.
float draw_words_diff(Ui& ui, Rect area, float y, std::string_view title, const std::string& left,
                      const std::string& right);

void draw_text_diff(Ui& ui, Rect area, const DiffRow& row);

}  // namespace spanorama
