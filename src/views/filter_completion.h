// The list under the query that offers how it may go on.
#pragma once

#include "views/ui.h"

namespace spanorama {

// While the query has the keyboard (`active`): offers, takes the arrows, Enter and Tab, and writes into the query.
// `entered`: Enter was pressed in the field. True when the key was taken.
bool filter_completion(Ui& ui, Rect field, bool active, bool entered);

}  // namespace spanorama
