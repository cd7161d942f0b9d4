// A button with a list of formats, for saving traces, or what a list shows of them, as a file.
#pragma once

#include <string_view>

#include "views/ui.h"

namespace spanorama {

// Rows are those of the list, of the marked traces, or the steps of the open one.
void save_menu(Ui& ui, std::string_view name, Rect rect, SaveTraces::Which which, std::string_view tip);
void save_rows(Ui& ui, SaveTraces::Which which, RowsForm form);

}  // namespace spanorama
