// The verb that looks for a text in everything a span carries, whole prompts included.
#pragma once

#include "main/desktop/cli_args.h"
#include "main/desktop/cli_output.h"
#include "main/desktop/cli_sources.h"
#include "spanorama/model/row_set.h"

namespace spanorama {

// One line per field that contains the text: its first place there and what stands around it. ASCII letters match
// in any case. O(bytes of the selected traces).
void print_found(const CommandLine& line, CliSources& sources, const RowSet& rows, Output& output);

}  // namespace spanorama
