// That a trace has scores, in the list.
#pragma once

#include <string>

#include "views/ui.h"

namespace spanorama {

// "3 scores" at the left end of `line`, which is cut; a press opens the trace where they stand. Nothing without scores, or
// without room.
void score_mark(Ui& ui, Rect& line, const Trace& trace);
// "accuracy 0.9 · tone formal"; of numbers and labels.
std::string scores_text(const TraceStore& store, const Trace& trace);
// "0.9 pass"
std::string score_text(const TraceStore& store, const Score& score);
// "0.9 pass  of the trace  by LLM": with what it is about and who gave it.
std::string full_score_text(const TraceStore& store, const Score& score);

}  // namespace spanorama
