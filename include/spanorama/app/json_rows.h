// The JSON objects that the command line prints and the script API answers with: one place, one set of names.
// Absent is null, never 0; integers that may pass 2^53 are strings; ids are lower-case hex. One line each, no line
// break inside.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/analysis/groups.h"
#include "spanorama/analysis/schema_check.h"
#include "spanorama/app/prompt_recovery.h"
#include "spanorama/base/time.h"
#include "spanorama/ingest/content.h"
#include "spanorama/model/import_report.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// `now` decides `complete` and `completion` (analysis/completion.h); without a clock nothing is taken for running.
// O(spans and attributes of the trace).
std::string trace_json(const TraceStore& store, TraceRow trace, UnixTime now = {});
// O(children of the span).
std::string span_json(const TraceStore& store, SpanRow span);
// Everything about one span: content, raw attributes with their types, events, links, resource, scope.
// O(attributes + payload bytes of this span).
std::string show_json(const TraceStore& store, SpanRow span, PayloadSource& payloads,
                      const PromptView* prompt = nullptr);
// Template, variables and resolved text: the member "prompt" of show_json. Null when no template is known.
std::string prompt_json(const PromptView& prompt);
// `traces`: distinct traces in that source, null when kUnknown. With `schema` (a JSON object) as its last member.
// `memory`: of the store with all sources.
std::string report_json(const SourceReport& report, std::int64_t traces = kUnknown, std::string_view schema = {},
                        std::string_view memory = {});
// {"bytes", "row_bytes", "string_bytes", "row_bytes_per_span"}
std::string memory_json(const TraceStore& store);
// groups[{scope dialects[] spans generations lacks{name: {spans trace_id span_id}}}] unread_attributes[{key spans trace_id
// span_id}] unread_attribute_count orphans
std::string schema_json(const TraceStore& store, const SchemaCheck& check);
// The same for people, one sentence a line: "gen_ai.client (otel-genai): 12 spans, 3 lack tokens".
std::vector<std::string> schema_lines(const TraceStore& store, const SchemaCheck& check);

// A session, a user, a prompt, … with its sums and spreads. The first field is named for the kind ("session_id",
// "user_id", "prompt_name" with "prompt_version", "model", "provider", "tool"). O(members).
std::string group_json(const TraceStore& store, const GroupTable& table, const Group& group);

// "28 steps · 8 llm · 11 tool": spans, generations and tool calls; groups of zero are left out, no thousands separators.
std::string plain_composition(const Trace& trace);

}  // namespace spanorama
