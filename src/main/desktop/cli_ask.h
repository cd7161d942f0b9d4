// --ask: a filter in words. A language model at an address of the user's own proposes it.
//
//   Result<AskEndpoint> whom = ask_endpoint(line);
//   Result<std::string> filter = asked_filter(*whom, line.question, store, now);   // "status:error duration:>5s"
#pragma once

#include <string>

#include "main/desktop/cli_args.h"
#include "spanorama/app/state.h"
#include "spanorama/base/result.h"
#include "spanorama/base/time.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// From the options, else from SPANORAMA_ASK_URL and SPANORAMA_ASK_MODEL; a key only from SPANORAMA_ASK_KEY, as other
// programs see what stands on a command line.
Result<AskEndpoint> ask_endpoint(const CommandLine& line);

// One line that can be read as a filter. Asks once more when the first answer cannot. Blocks.
Result<std::string> asked_filter(const AskEndpoint& endpoint, const std::string& question, const TraceStore& store,
                                 UnixTime now);

}  // namespace spanorama
