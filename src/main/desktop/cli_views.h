// --views FILE --view NAME: a saved view as filter and order of the command line.
#pragma once

#include <string>

#include "main/desktop/cli_args.h"

namespace spanorama {

// Puts the view's filter before the one that was given and takes its order where none was. Gives the mistake to tell;
// empty when there is none, also without a view.
std::string use_view(CommandLine& line);

}  // namespace spanorama
