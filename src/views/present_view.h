// What is shown now as a saved view, and back.
#pragma once

#include <string>

#include "views/ui.h"

namespace spanorama {

// Filter, list, order and columns as they are now.
SavedView present_view(Ui& ui, std::string name);
// Restores them. What the view does not tell stays as it is; of what it tells and is not known a notice is given.
void use_view(Ui& ui, const SavedView& view);

}  // namespace spanorama
