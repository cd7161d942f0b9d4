// The columns of the list of traces behind the name: titles, what they sort by, and what stands in a cell.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "views/columns.h"
#include "views/ui.h"

namespace spanorama {

// The first is the name, which the list draws itself.
std::span<const TableColumn> trace_list_columns();
std::optional<SortKey> sort_of_trace_column(std::size_t column);
std::optional<std::size_t> trace_column_of(SortKey key);

// `longest` is the duration that fills the bar of a duration, in nanoseconds.
void draw_trace_cell(Ui& ui, Rect cell, std::size_t column, TraceRow trace, double longest);
void duration_bar(Ui& ui, Rect rect, const Trace& trace, double longest);
// The figure below a head.
std::string trace_total_text(Ui& ui, std::size_t column, ColumnTotal total);

}  // namespace spanorama
