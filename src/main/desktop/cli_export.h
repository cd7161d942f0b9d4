// export and convert: the chosen traces in another form, to standard output or into a file.
#pragma once

#include "main/desktop/cli_args.h"
#include "main/desktop/cli_sources.h"
#include "spanorama/model/row_set.h"

namespace spanorama {

// Writes and gives the exit status. A file is there when it is whole, or not at all; it may be one of the sources.
int export_traces(const CommandLine& line, CliSources& sources, const RowSet& rows);

}  // namespace spanorama
