// What is said of a trace or a span in words: composition, cost with its mark, who it was.
#pragma once

#include <string>
#include <vector>

#include "views/ui.h"
#include "views/widgets/controls.h"

namespace spanorama {

// "28 steps · 8 llm · 11 tool"; groups of zero are left out.
std::string composition_text(const Trace& trace);
// "$0.0312", with * when any of it is estimated; a dash when unknown.
std::string cost_text(std::int64_t microcents, CostSource source);
// A dash when unknown.
std::string duration_or_dash(std::int64_t ns);
std::string_view cost_source_text(CostSource source);
// Absolute, in the zone that is chosen.
std::string time_text(const Ui& ui, UnixTime time, int fraction_digits = 3);
// "gpt-4o, claude-3", at most `most` of them and how many more.
std::string joined_items(const TraceStore& store, Range items, std::size_t most = 3);
// Of a span, with its type for nameless ones.
std::string_view span_name(const TraceStore& store, SpanRow span);
// Of the output, after the first one came: "45 tok/s"; nothing where that cannot be told.
std::string tokens_per_second(const Facts& facts, Nanos duration);
// Between one token of the output and the next: "12.5 ms"; nothing where that cannot be told.
std::string time_per_token(const Facts& facts, Nanos duration);
std::string percent_text(double share);
// Lines of the tooltip of a span: name, type, duration, share of the trace, tokens, cost, first token.
std::vector<TipLine> span_tip(const Ui& ui, TraceRow trace, SpanRow span);

}  // namespace spanorama
