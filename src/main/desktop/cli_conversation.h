// What was said in a trace or over a session.
#pragma once

#include "main/desktop/cli_args.h"
#include "main/desktop/cli_output.h"
#include "main/desktop/cli_sources.h"
#include "spanorama/model/row_set.h"

namespace spanorama {

// The traces of a store, by start, as messages: one object per line, or a text to read. What an earlier trace has shown
// is left out and counted.
void print_conversation(const CommandLine& line, CliSources& sources, const std::vector<TraceRow>& traces,
                        Output& output);

}  // namespace spanorama
