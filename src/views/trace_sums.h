// What stands behind the figures of a trace's header.
#pragma once

#include <string>

#include "spanorama/analysis/completion.h"
#include "views/ui.h"

namespace spanorama {

// Beside the pointer: the spans whose tokens and cost were added, and those that repeat them, with the reason.
void sums_tooltip(Ui& ui, const Trace& trace);

// A sentence: why it is taken for complete, running or incomplete.
std::string completion_text(const Trace& trace, const CompletionState& completion);

}  // namespace spanorama
