#include "views/span_search.h"

#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

bool holds(const TraceStore& store, SpanRow span, std::string_view lower) {
  if (contains_any_case(store.text(store.columns().name[span.value]), lower)) return true;
  const Facts* facts = store.facts(span);
  if (facts == nullptr) return false;
  for (const StringId id :
       {facts->model, facts->tool_name, facts->agent_name, facts->input_preview, facts->output_preview})
    if (contains_any_case(store.text(id), lower)) return true;
  return false;
}

struct Matches {
  std::uint32_t count = 0;
  SpanRow next;  // after the selected one, else the first
};

Matches matches_in(Ui& ui, TraceRow trace) {
  const Trace& facts = ui.store().trace(trace);
  const SpanRow selected = ui.frame.derived.span_row(ui.state());
  const std::string lower = ascii_lower(ui.memory.trace_search);
  Matches matches;
  SpanRow first;
  for (std::uint32_t i = 0; i < facts.span_count; ++i) {
    const SpanRow row{facts.first_span.value + i};
    if (!holds(ui.store(), row, lower)) continue;
    ++matches.count;
    if (!first.valid()) first = row;
    if (!matches.next.valid() && selected.valid() && selected < row) matches.next = row;
  }
  if (!matches.next.valid()) matches.next = first;
  return matches;
}

}  // namespace

bool span_matches(const Ui& ui, SpanRow span) {
  return ui.memory.trace_search.empty() || holds(ui.store(), span, ascii_lower(ui.memory.trace_search));
}

void draw_span_search(Ui& ui, Rect rect, TraceRow trace) {
  ui.memory.search_shown = true;
  fill(ui, rect, ui.color.raised, 6);
  icon(ui, Icon::search, rect.x0 + 13, rect.center_y(), 12, ui.color.faint);
  Rect field{rect.x0 + 24, rect.y0, rect.x1 - 6, rect.y1};
  const bool searching = !ui.memory.trace_search.empty();
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
  if (typed.active) outline(ui, rect, ui.color.accent, 6, 1.5f);
  if (typed.entered && matches.next.valid()) {
    ui.push(SelectSpan{ui.store().columns().span_id[matches.next.value]});
    ui.memory.focus_search = true;  // stays, so that Enter leads on
  }
}

}  // namespace spanorama
