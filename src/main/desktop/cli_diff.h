// Two traces step by step.
#pragma once

#include "main/desktop/cli_args.h"
#include "main/desktop/cli_output.h"
#include "main/desktop/cli_sources.h"
#include "spanorama/model/row_set.h"

namespace spanorama {

// Compares the traces that `line` names: by their ids, or the latest ones of two files. Gives the exit status.
int print_diff(const CommandLine& line, CliSources& sources, const RowSet& rows, Output& output);

}  // namespace spanorama
