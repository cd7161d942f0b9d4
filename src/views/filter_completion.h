// The list under the query that offers how it may go on.
#pragma once

#include "views/ui.h"

namespace spanorama {

// While the query has the keyboard (`active`): offers, takes the arrows, Enter and Tab, and writes into the query.
// `entered`: Enter was pressed in the field. True when the key was taken.
bool filter_completion(Ui& ui, Rect field, bool active, bool entered);

// The column that the filter's mistake points at, from 1; 0 when there is none or it names none.
std::size_t mistake_column(const Ui& ui);

// The mistake is only that the word at the cursor is not finished, and the list offers how: nothing to complain of yet.
bool mistake_is_unfinished(const Ui& ui);

}  // namespace spanorama
