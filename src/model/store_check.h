// Whether columns that come from outside can be trusted as much as those that assembly makes.
#pragma once

#include "spanorama/model/trace_store.h"

namespace spanorama {

// Every reference stays inside its table, every word is one of its set, traces are runs of spans one behind the other,
// and parents, depths and ends of subtrees tell one and the same tree. O(rows).
bool references_hold(const ColumnViews& columns);

}  // namespace spanorama
