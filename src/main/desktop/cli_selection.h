// What the options pick from a store.
#pragma once

#include <string>
#include <vector>

#include "main/desktop/cli_args.h"
#include "spanorama/base/result.h"
#include "spanorama/model/row_set.h"
#include "spanorama/model/trace_store.h"
#include "spanorama/query/filter.h"

namespace spanorama {

// Traces that pass the filter and whose id starts with the given digits.
RowSet selected_rows(const TraceStore& store, const Filter& filter, const CommandLine& line, PayloadSource& payloads);

// In the order that is asked for, by relevance for the words that `filter` searches for.
std::vector<TraceRow> ordered_rows(const TraceStore& store, const Filter& filter, const RowSet& rows, SortOrder order,
                                   PayloadSource& payloads);

// Spans of `trace` whose id starts with `prefix`, in the order of the store.
std::vector<SpanRow> spans_with_prefix(const TraceStore& store, TraceRow trace, const std::string& prefix);

// How many leading digits tell the ids of these traces apart: 8, 16 or 32.
std::size_t distinct_digits(const TraceStore& store, const std::vector<TraceRow>& traces);

}  // namespace spanorama
