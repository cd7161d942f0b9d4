// The verbs that print and exit.
#pragma once

#include "main/desktop/cli_args.h"

namespace spanorama {

// Numbers that scripts rely on.
inline constexpr int kExitAllRead = 0;
inline constexpr int kExitWithLoss = 1;     // an issue of severity data loss or error
inline constexpr int kExitNothingRead = 2;  // nothing could be read, or what was asked for is not there
inline constexpr int kExitWrongUsage = 3;

// Reads, prints, and gives the exit status.
int run_verb(const CommandLine& line);

}  // namespace spanorama
