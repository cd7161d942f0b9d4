// The verbs that count: facets and stats.
#pragma once

#include "main/desktop/cli_args.h"
#include "main/desktop/cli_output.h"
#include "spanorama/model/row_set.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// One line per value, most frequent first; without --field every field that facets exist for. Gives the exit status.
int print_facets(const CommandLine& line, const TraceStore& store, const RowSet& rows, Output& output);

// One line over all traces, or with --by one per value of the field.
int print_stats(const CommandLine& line, const TraceStore& store, const RowSet& rows, Output& output);

}  // namespace spanorama
