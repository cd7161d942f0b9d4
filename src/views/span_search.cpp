#include "views/span_search.h"

#include "spanorama/base/format.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

struct Matches {
  std::uint32_t count = 0;
  SpanRow next;  // after the selected one, else the first
};

Matches matches_in(Ui& ui, TraceRow trace) {
  const RowSet& set = ui.frame.derived.open_trace().matches(ui.state());
  const std::uint32_t begin = ui.store().trace(trace).first_span.value;
  const SpanRow selected = ui.frame.derived.span_row(ui.state());
  Matches matches;
  SpanRow first;
  set.for_each([&](std::uint32_t index) {
    const SpanRow row{begin + index};
    ++matches.count;
    if (!first.valid()) first = row;
    if (!matches.next.valid() && selected.valid() && selected < row) matches.next = row;
  });
  if (!matches.next.valid()) matches.next = first;
  return matches;
}

}  // namespace

bool span_matches(const Ui& ui, SpanRow span) {
  if (ui.state().step_search.empty()) return true;
  const RowSet& set = ui.frame.derived.open_trace().matches(ui.state());
  const TraceRow trace = ui.frame.derived.trace_row(ui.state());
  if (!trace.valid()) return true;
  const std::uint32_t index = span.value - ui.store().trace(trace).first_span.value;
  return index < set.size() && set.contains(index);
}

void draw_span_search(Ui& ui, Rect rect, TraceRow trace) {
  ui.memory.search_shown = true;
  fill(ui, rect, ui.color.raised, 6);
  icon(ui, Icon::search, rect.x0 + 13, rect.center_y(), 12, ui.color.faint);
  Rect field{rect.x0 + 24, rect.y0, rect.x1 - 6, rect.y1};
  const bool searching = !ui.state().step_search.empty();
  const Matches matches = searching ? matches_in(ui, trace) : Matches{};
  if (searching) {
    const std::string count = grouped(matches.count);
    const Rect label = cut_right(field, text_width(ui, count, kSmall) + 4);
    text_in(ui, label, count, matches.count == 0 ? ui.color.error : ui.color.dim, aligned(kSmall, Align::right));
  }
  InputOptions options;
  options.hint = "Find step";
  options.style = kSmall;
  options.bare = true;
  options.focus = std::exchange(ui.memory.focus_search, false);
  const InputResult typed = text_input(ui, "trace-search", field, ui.memory.trace_search, options);
  if (typed.changed) ui.push(SetStepSearch{ui.memory.trace_search});
  if (typed.active) outline(ui, rect, ui.color.accent, 6, 1.5f);
  if (typed.entered && matches.next.valid()) {
    ui.push(SelectSpan{ui.store().columns().span_id[matches.next.value]});
    ui.memory.focus_search = true;  // stays, so that Enter leads on
  }
}

}  // namespace spanorama
