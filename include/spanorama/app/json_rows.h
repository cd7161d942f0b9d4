// The JSON objects that the command line prints and the script API answers with: one place, one set of names.
// Absent is null, never 0; integers that may pass 2^53 are strings; ids are lower-case hex. One line each, no line
// break inside.
#pragma once

#include <cstdint>
#include <string>

#include "spanorama/base/time.h"
#include "spanorama/ingest/content.h"
#include "spanorama/model/import_report.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// A trace whose latest end lies this far back is taken for complete: nothing more is expected of it.
inline constexpr Nanos kQuietWindow{300 * kNanosPerSecond};

// `now` decides `complete`; without a clock everything loaded counts as complete. O(spans and attributes of the trace).
std::string trace_json(const TraceStore& store, TraceRow trace, UnixTime now = {});
// O(children of the span).
std::string span_json(const TraceStore& store, SpanRow span);
// Everything about one span: content, raw attributes with their types, events, links, resource, scope.
// O(attributes + payload bytes of this span).
std::string show_json(const TraceStore& store, SpanRow span, PayloadSource& payloads);
// `traces`: distinct traces in that source, null when kUnknown.
std::string report_json(const SourceReport& report, std::int64_t traces = kUnknown);

// "28 steps · 8 llm · 11 tool": spans, generations and tool calls; groups of zero are left out, no thousands separators.
std::string plain_composition(const Trace& trace);

}  // namespace spanorama
