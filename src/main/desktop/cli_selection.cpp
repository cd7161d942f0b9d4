#include "main/desktop/cli_selection.h"

#include <algorithm>

#include "spanorama/query/relevance.h"

namespace spanorama {

RowSet selected_rows(const TraceStore& store, const Filter& filter, const CommandLine& line, PayloadSource& payloads) {
  RowSet rows = evaluate(filter, store, &payloads, &line.notes);
  if (line.trace_prefix.empty()) return rows;
  for (std::uint32_t row = 0; row < store.trace_count(); ++row)
    if (!hex_from(store.trace(TraceRow{row}).id).starts_with(line.trace_prefix)) rows.remove(row);
  return rows;
}

std::vector<TraceRow> ordered_rows(const TraceStore& store, const Filter& filter, const RowSet& rows, SortOrder order,
                                   PayloadSource& payloads) {
  if (order.key != SortKey::relevance) return sorted(store, rows, order);
  std::vector<TraceRow> out;
  for (const RankedTrace& each : by_relevance(store, filter, rows, &payloads)) out.push_back(each.trace);
  return out;
}

std::vector<SpanRow> spans_with_prefix(const TraceStore& store, TraceRow trace, const std::string& prefix) {
  const Trace& row = store.trace(trace);
  std::vector<SpanRow> found;
  for (std::uint32_t s = 0; s < row.span_count; ++s) {
    const SpanRow span{row.first_span.value + s};
    if (prefix.empty() || hex_from(store.columns().span_id[span.value]).starts_with(prefix)) found.push_back(span);
  }
  return found;
}

std::size_t distinct_digits(const TraceStore& store, const std::vector<TraceRow>& traces) {
  for (const std::size_t digits : {std::size_t{8}, std::size_t{16}}) {
    std::vector<std::uint64_t> heads;
    for (const TraceRow row : traces) heads.push_back(store.trace(row).id.hi >> (64 - 4 * digits));
    std::sort(heads.begin(), heads.end());
    if (std::adjacent_find(heads.begin(), heads.end()) == heads.end()) return digits;
  }
  return 32;
}

}  // namespace spanorama
