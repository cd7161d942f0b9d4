// The verbs that print one line per session, user or prompt, and the statistics by what calls name.
#pragma once

#include <functional>
#include <optional>

#include "main/desktop/cli_args.h"
#include "main/desktop/cli_output.h"
#include "spanorama/model/row_set.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// `prompt_of` gives JSON for a member "prompt" of the objects.
using PromptOfGroup = std::function<std::string(const GroupTable&, const Group&)>;
void print_groups(const CommandLine& line, GroupBy by, const TraceStore& store, const RowSet& rows, Output& output,
                  const PromptOfGroup& prompt_of = {});

// Fields of --by that calls have and traces only through them: model, provider, prompt, version, tool.
std::optional<GroupBy> call_field(std::string_view name);
void print_call_stats(const CommandLine& line, GroupBy by, const TraceStore& store, const RowSet& rows, Output& output);

}  // namespace spanorama
