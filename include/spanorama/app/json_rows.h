// The JSON objects that the command line prints and the script API answers with: one place, one set of names.
// Absent is null, never 0; integers that may pass 2^53 are strings; ids are lower-case hex.
#pragma once

#include <string>

#include "spanorama/ingest/content.h"
#include "spanorama/model/import_report.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

std::string trace_json(const TraceStore& store, TraceRow trace);
std::string span_json(const TraceStore& store, SpanRow span);
// Everything about one span: content, raw attributes with their types, events, links, resource, scope.
std::string show_json(const TraceStore& store, SpanRow span, PayloadSource& payloads);
std::string report_json(const SourceReport& report);

}  // namespace spanorama
