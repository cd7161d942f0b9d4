// Parts of the filter panel that are no lists of values. Each draws from `y` on and gives where it ended.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "views/ui.h"

namespace spanorama {

// Views of a file that was opened join the saved ones; every frame, whether the panel is shown or not.
void take_opened_views(Ui& ui);
// The last `length_ns` up to the start of the newest trace, ends included, where everything that is open began longer ago
// than that: a range counted back from now would be empty. Else nothing.
std::optional<std::pair<std::int64_t, std::int64_t>> before_newest(Ui& ui, std::int64_t length_ns);

// How many conditions there are, undo and redo, presets, saved views.
float draw_filter_shelf(Ui& ui, Rect area, float y);
// Numbers: how they are spread, and a range to pick by dragging.
float draw_filter_ranges(Ui& ui, Rect area, float y);

}  // namespace spanorama
