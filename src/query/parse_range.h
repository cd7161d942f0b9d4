// Ranges of numbers and times in a filter: >5s, 1k..5k, >=p95, last 6h.
#pragma once

#include "query/fields.h"
#include "query/filter_cursor.h"
#include "spanorama/base/time.h"

namespace spanorama::query {

// False, with the cursor's error, where there is no range.
bool read_range(FilterCursor& cursor, Condition& out, FieldKind kind);
// "last 6h", also without the space.
bool read_last(FilterCursor& cursor, Condition& out, UnixTime now);

}  // namespace spanorama::query
