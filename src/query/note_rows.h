// bookmarked: and local_tag: are asked of what a person noted about traces, not of the store.
#pragma once

#include <string_view>

#include "spanorama/model/trace_notes.h"
#include "spanorama/query/engine.h"
#include "spanorama/query/filter.h"

namespace spanorama::query {

// Traces that pass the condition, its sign aside. Without notes nothing is bookmarked or tagged. O(notes).
RowSet note_rows(const Condition& condition, const TraceStore& store, const TraceNotes* notes);

// As QueryEngine::facet(). How many are bookmarked is only told where any trace of the store is.
FacetList note_facet(const TraceStore& store, const RowSet& rows, FilterField field, const TraceNotes* notes,
                     std::size_t most, std::string_view containing);

}  // namespace spanorama::query
