// Table cells of traces and spans: the same facts as their JSON objects, fewer and written for reading.
#pragma once

#include <string>
#include <vector>

#include "main/desktop/cli_table.h"
#include "spanorama/model/import_report.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

std::vector<TableColumn> trace_columns();
// `digits` of the id are shown.
std::vector<std::string> trace_cells(const TraceStore& store, TraceRow trace, std::size_t digits);

std::vector<TableColumn> span_columns();
// The name is indented by depth.
std::vector<std::string> span_cells(const TraceStore& store, SpanRow span);

// With a star where some of it is estimated, ≥ where some is unknown, a dash where nothing is known.
std::string cost_cell(std::int64_t microcents, CostSource source);

// Lines of `check` for one source: what it is, what it holds, what went wrong.
std::vector<std::string> report_lines(const SourceReport& report, std::uint64_t traces);

}  // namespace spanorama
