// JSON as a tree on the screen: fold, copy a path or a value, search, read long strings. 50 MB open at once.
#pragma once

#include <string_view>

#include "views/messages.h"

namespace spanorama {

// Draws at the column and moves it below. `name` is unique on the screen; give the same storage every frame.
// A right press on a value offers it to the filter.
void draw_json_tree(Ui& ui, Column& column, std::string_view name, std::string_view text,
                    JsonOrigin origin = JsonOrigin::text);

}  // namespace spanorama
