// The verb that looks for a text in everything a span carries, whole prompts included.
#pragma once

#include "main/desktop/cli_args.h"
#include "main/desktop/cli_output.h"
#include "main/desktop/cli_sources.h"
#include "spanorama/model/row_set.h"
#include "spanorama/query/filter.h"

namespace spanorama {

// One line per field that contains the text: its first place there and what stands around it. Of several plain words:
// per field that contains any of them, in traces that have them all, the most relevant trace first unless another order
// is asked for. O(bytes of the selected traces), where it is ordered by relevance O(bytes * words).
void print_found(const CommandLine& line, CliSources& sources, const Filter& filter, const RowSet& rows,
                 Output& output);

}  // namespace spanorama
