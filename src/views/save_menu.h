// A button with a list of formats, for saving traces as a file.
#pragma once

#include <string_view>

#include "views/ui.h"

namespace spanorama {

void save_menu(Ui& ui, std::string_view name, Rect rect, SaveTraces::Which which, std::string_view tip);

}  // namespace spanorama
