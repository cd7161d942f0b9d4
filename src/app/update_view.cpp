// Commands that change what is looked at, not what is there.
#include <algorithm>
#include <iterator>

#include "app/update.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

void show_notice(AppState& state, std::string sentence) {
  state.notice = std::move(sentence);
  ++state.notice_revision;
}

namespace {

// With a mistake the last good filter stays. That of a text which is being typed would be one of its beginnings; there
// the conditions that can be read are in force.
void use_filter_text(UpdateContext& c, const std::string& text) {
  AppState& state = c.state;
  state.filter_text = text;
  ReadableFilter read = read_filter(text, c.host.now());
  state.filter_error = read.mistake ? read.mistake->message : std::string();
  if (!read.mistake || state.filter_typing) state.filter = std::move(read.filter);
}

// Takes the last of `from`, and keeps the present text in `to`.
void step_filter(UpdateContext& c, std::vector<std::string>& from, std::vector<std::string>& to) {
  if (from.empty()) return;
  to.push_back(c.state.filter_text);
  const std::string text = std::move(from.back());
  from.pop_back();
  c.state.filter_typing = false;
  use_filter_text(c, text);
}

}  // namespace

void apply(UpdateContext& c, const SetFilterText& command) {
  constexpr std::size_t kMostSteps = 200;
  AppState& state = c.state;
  const bool same_step = command.typed && state.filter_typing;
  if (command.text != state.filter_text && !same_step) {
    state.filter_undo.push_back(state.filter_text);
    if (state.filter_undo.size() > kMostSteps) state.filter_undo.erase(state.filter_undo.begin());
  }
  if (command.text != state.filter_text) state.filter_redo.clear();
  state.filter_typing = command.typed;
  use_filter_text(c, command.text);
}

void apply(UpdateContext& c, const UndoFilter&) { step_filter(c, c.state.filter_undo, c.state.filter_redo); }
void apply(UpdateContext& c, const RedoFilter&) { step_filter(c, c.state.filter_redo, c.state.filter_undo); }

void apply(UpdateContext& c, const SetView& command) {
  if (c.state.view == command.view) return;
  c.state.view = command.view;
  c.push_link = true;
}

void apply(UpdateContext& c, const SetGroupBy& command) {
  if (c.state.group_by == command.field) return;
  c.state.group_by = command.field;
  c.push_link = true;
}

void apply(UpdateContext& c, const SetSort& command) { c.state.sort = command.order; }

void apply(UpdateContext& c, const SelectTrace& command) {
  if (c.state.trace == command.trace) return;
  c.state.trace = command.trace;
  c.state.span = {};
  c.state.visible_time.reset();
  c.state.folded.clear();
  ++c.state.folded_revision;
  c.state.picked_time.reset();
  c.state.playhead.reset();
  c.state.trace_view.top = {};
  c.push_link = true;
}

void apply(UpdateContext& c, const SelectSpan& command) {
  if (c.state.span == command.span) return;
  c.state.span = command.span;
  c.push_link = true;
}

void apply(UpdateContext& c, const SelectTab& command) {
  if (c.state.tab == command.tab) return;
  c.state.tab = command.tab;
  c.push_link = true;
}

void apply(UpdateContext& c, const SelectSpanTab& command) { c.state.span_tab = command.tab; }

void apply(UpdateContext& c, const SetVisibleTime& command) {
  const bool sensible = command.range && command.range->begin < command.range->end;
  c.state.visible_time = sensible ? command.range : std::nullopt;
}

void apply(UpdateContext& c, const PickTime& command) {
  const bool sensible = command.range && command.range->begin < command.range->end;
  c.state.picked_time = sensible ? command.range : std::nullopt;
}

void apply(UpdateContext& c, const SetPlayhead& command) { c.state.playhead = command.time; }
void apply(UpdateContext& c, const SetTraceView& command) { c.state.trace_view = command.view; }
void apply(UpdateContext& c, const SetStepSearch& command) { c.state.step_search = ascii_lower(command.text); }

void apply(UpdateContext& c, const CompareWith& command) {
  if (c.state.compared == command.trace) return;
  c.state.compared = command.trace;
  c.push_link = true;
}

void apply(UpdateContext& c, const FoldToDepth& command) {
  c.state.folded.clear();
  ++c.state.folded_revision;
  const TraceRow trace = c.derived.trace_row(c.state);
  if (!trace.valid()) return;
  const ColumnViews& columns = c.state.store->columns();
  const Trace& facts = c.state.store->trace(trace);
  for (std::uint32_t i = 0; i < facts.span_count; ++i) {
    const std::uint32_t row = facts.first_span.value + i;
    if (columns.depth[row] == command.depth && columns.subtree_end[row] > row + 1)
      c.state.folded.push_back(columns.span_id[row]);
  }
  std::sort(c.state.folded.begin(), c.state.folded.end());
}

void apply(UpdateContext& c, const ToggleFold& command) {
  std::vector<SpanId>& folded = c.state.folded;
  ++c.state.folded_revision;
  const auto at = std::lower_bound(folded.begin(), folded.end(), command.span);
  if (at != folded.end() && *at == command.span) {
    folded.erase(at);
  } else if (command.span.valid()) {
    folded.insert(at, command.span);
  }
}

void apply(UpdateContext& c, const FoldAll& command) {
  c.state.folded.clear();
  ++c.state.folded_revision;
  const TraceRow trace = c.derived.trace_row(c.state);
  if (!command.folded || !trace.valid()) return;
  const ColumnViews& columns = c.state.store->columns();
  const Trace& facts = c.state.store->trace(trace);
  for (std::uint32_t i = 0; i < facts.span_count; ++i) {
    const std::uint32_t row = facts.first_span.value + i;
    if (columns.subtree_end[row] > row + 1) c.state.folded.push_back(columns.span_id[row]);
  }
  std::sort(c.state.folded.begin(), c.state.folded.end());
}

void apply(UpdateContext& c, const SetTheme& command) { c.state.theme = command.theme; }
void apply(UpdateContext& c, const SetUtc& command) { c.state.utc = command.utc; }
void apply(UpdateContext& c, const ShowFilters& command) { c.state.filters_shown = command.shown; }
void apply(UpdateContext& c, const ShowDetailFull& command) { c.state.detail_full = command.full; }
void apply(UpdateContext& c, const ShowReport& command) { c.state.report_shown = command.shown; }

bool MarkedTraces::has(TraceId id) const { return std::binary_search(ids.begin(), ids.end(), id) != all; }

void apply(UpdateContext& c, const MarkTraces& command) {
  std::vector<TraceId>& ids = c.state.marked.ids;
  std::vector<TraceId> changed = command.traces, out;
  std::sort(changed.begin(), changed.end());
  if (command.marked != c.state.marked.all)
    std::set_union(ids.begin(), ids.end(), changed.begin(), changed.end(), std::back_inserter(out));
  else
    std::set_difference(ids.begin(), ids.end(), changed.begin(), changed.end(), std::back_inserter(out));
  ids = std::move(out);
}

void apply(UpdateContext& c, const MarkAllTraces& command) { c.state.marked = {command.marked, {}}; }

void apply(UpdateContext& c, const StepTrace& command) {
  const std::vector<TraceRow>& list = c.derived.list(c.state);
  if (list.empty() || command.step == 0) return;
  const auto found = std::find(list.begin(), list.end(), c.derived.trace_row(c.state));
  const auto last = static_cast<std::int64_t>(list.size()) - 1;
  // Where nothing of the list is selected, the first step leads to its near end.
  std::int64_t at = found != list.end() ? (found - list.begin()) + command.step : command.step > 0 ? 0 : last;
  at = std::clamp<std::int64_t>(at, 0, last);
  apply(c, SelectTrace{c.state.store->trace(list[static_cast<std::size_t>(at)]).id});
}

}  // namespace spanorama
