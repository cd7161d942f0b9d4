// Prompt files and what they tell of spans, for the command line.
#pragma once

#include <string>

#include "main/desktop/cli_args.h"
#include "main/desktop/cli_sources.h"
#include "spanorama/analysis/groups.h"
#include "spanorama/app/prompt_recovery.h"

namespace spanorama {

// The file of --prompts; empty without one. The error names what is wrong with it.
Result<PromptLibrary> prompt_library(const CommandLine& line);
// Prompt files that stand among the sources.
void add_prompt_files(PromptLibrary& library, const ImportReport& report);

// The member "prompt" of a group of uses: of its latest use whose template gives the text, else of the
// latest for which a template is known; the last few are tried. Null when there is none.
std::string group_prompt_json(CliSources& sources, const PromptLibrary& library, const GroupTable& table,
                              const Group& group);

}  // namespace spanorama
