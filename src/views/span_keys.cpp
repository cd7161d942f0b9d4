#include "views/span_keys.h"

#include <algorithm>

#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(key, true); }

void select(Ui& ui, SpanRow row) { ui.push(SelectSpan{ui.store().columns().span_id[row.value]}); }

void step(Ui& ui, const std::vector<SpanRow>& rows, SpanRow current, int by) {
  if (rows.empty()) return;
  if (!current.valid()) return select(ui, by > 0 ? rows.front() : rows.back());
  const auto at = static_cast<std::int64_t>(index_of_row(rows, current)) + by;
  select(ui,
         rows[static_cast<std::size_t>(std::clamp<std::int64_t>(at, 0, static_cast<std::int64_t>(rows.size()) - 1))]);
}

bool is_folded(Ui& ui, SpanRow row) {
  const std::vector<SpanId>& folded = ui.state().folded;
  return std::binary_search(folded.begin(), folded.end(), ui.store().columns().span_id[row.value]);
}

void fold(Ui& ui, SpanRow current, bool folding) {
  if (!current.valid()) return;
  const ColumnViews& columns = ui.store().columns();
  const bool has_children = columns.subtree_end[current.value] > current.value + 1;
  if (has_children && is_folded(ui, current) != folding) {
    ui.push(ToggleFold{columns.span_id[current.value]});
  } else if (folding && columns.parent[current.value].valid()) {
    select(ui, columns.parent[current.value]);
  } else if (!folding && has_children) {
    select(ui, SpanRow{current.value + 1});
  }
}

// The next span after the current one that `wanted` holds for, from the start again after the last.
template <class Wanted>
void next_span(Ui& ui, TraceRow trace, SpanRow current, bool backwards, Wanted&& wanted) {
  const Trace& facts = ui.store().trace(trace);
  if (facts.span_count == 0) return;
  const std::uint32_t first = facts.first_span.value, count = facts.span_count;
  std::uint32_t at = current.valid() ? current.value - first : (backwards ? 0 : count - 1);
  for (std::uint32_t i = 0; i < count; ++i) {
    at = (at + (backwards ? count - 1 : 1)) % count;
    if (!wanted(SpanRow{first + at})) continue;
    return select(ui, SpanRow{first + at});
  }
}

}  // namespace

std::size_t index_of_row(const std::vector<SpanRow>& rows, SpanRow row) {
  const auto at = std::upper_bound(rows.begin(), rows.end(), row);
  return at == rows.begin() ? 0 : static_cast<std::size_t>(at - rows.begin()) - 1;
}

void span_keys(Ui& ui, TraceRow trace) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!keys_are_free(ui) || io.KeyCtrl || io.KeyAlt || io.KeySuper) return;
  const std::vector<SpanRow>& rows = ui.frame.derived.timeline_rows(ui.state());
  const SpanRow current = ui.frame.derived.span_row(ui.state());
  const ColumnViews& columns = ui.store().columns();
  if (pressed(ImGuiKey_DownArrow)) step(ui, rows, current, 1);
  if (pressed(ImGuiKey_UpArrow)) step(ui, rows, current, -1);
  if (pressed(ImGuiKey_PageDown)) step(ui, rows, current, 12);
  if (pressed(ImGuiKey_PageUp)) step(ui, rows, current, -12);
  if (pressed(ImGuiKey_Home)) step(ui, rows, current, -static_cast<int>(rows.size()));
  if (pressed(ImGuiKey_End)) step(ui, rows, current, static_cast<int>(rows.size()));
  if (pressed(ImGuiKey_LeftArrow)) fold(ui, current, true);
  if (pressed(ImGuiKey_RightArrow)) fold(ui, current, false);
  if (pressed(ImGuiKey_E))
    next_span(ui, trace, current, io.KeyShift, [&](SpanRow row) { return columns.status[row.value] == Status::error; });
  if (pressed(ImGuiKey_L))
    next_span(ui, trace, current, io.KeyShift,
              [&](SpanRow row) { return columns.type[row.value] == ObservationType::generation; });
}

void keep_span_in_view(Ui& ui, Scroll& scroll, double row_height) {
  SpanId& shown = ui.memory.timeline.shown_span;
  if (shown == ui.state().span) return;
  shown = ui.state().span;
  const SpanRow row = ui.frame.derived.span_row(ui.state());
  const std::vector<SpanRow>& rows = ui.frame.derived.timeline_rows(ui.state());
  if (!row.valid() || rows.empty()) return;
  const double top = static_cast<double>(index_of_row(rows, row)) * row_height;
  scroll.content = std::max(scroll.content, static_cast<double>(rows.size()) * row_height);
  scroll_to(scroll, top - row_height, top + 2 * row_height);
}

}  // namespace spanorama
