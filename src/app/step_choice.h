// Which steps of the open trace the view's choices keep.
#pragma once

#include <string_view>

#include "spanorama/app/trace_view.h"
#include "spanorama/model/row_set.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// What a step says of its level, as Langfuse and OpenTelemetry logs name it; failed steps are errors.
StepLevel level_of(const TraceStore& store, SpanRow span);
// By index from the trace's first span. `lower` is found in names, models, tools, ids and previews, any case.
RowSet steps_holding(const TraceStore& store, TraceRow trace, std::string_view lower);
// `matches` is used when only matches are wanted. Of size 0 when every step is kept.
RowSet kept_steps(const TraceStore& store, TraceRow trace, const TraceView& view, const RowSet& matches);

}  // namespace spanorama
