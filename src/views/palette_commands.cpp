#include "views/palette_commands.h"

#include "spanorama/app/list_rows.h"
#include "spanorama/base/format.h"
#include "spanorama/query/relevance.h"
#include "views/open_session.h"
#include "views/save_menu.h"
#include "views/span_panels.h"

namespace spanorama {

namespace {

// Which commands make sense now.
bool always(const Ui&) { return true; }
bool has_traces(const Ui& ui) { return ui.store().trace_count() > 0; }
bool in_list(const Ui& ui) { return has_traces(ui) && !ui.state().trace.valid(); }
bool in_trace(const Ui& ui) { return ui.frame.derived.trace_row(ui.state()).valid(); }
bool in_session(const Ui& ui) {
  const TraceRow trace = ui.frame.derived.trace_row(ui.state());
  return trace.valid() && ui.store().trace(trace).session_id.present();
}
bool in_step(const Ui& ui) { return in_trace(ui) && ui.frame.derived.span_row(ui.state()).valid(); }
bool in_tab(const Ui& ui, DetailTab tab) { return in_trace(ui) && ui.state().tab == tab; }
bool in_time(const Ui& ui) { return in_tab(ui, DetailTab::timeline) || in_tab(ui, DetailTab::flame); }
bool in_steps(const Ui& ui) { return in_time(ui) || in_tab(ui, DetailTab::tree) || in_tab(ui, DetailTab::log); }
bool in_merged(const Ui& ui) { return in_tab(ui, DetailTab::merged); }
bool has_range(const Ui& ui) { return in_trace(ui) && ui.state().picked_time.has_value(); }
bool has_playhead(const Ui& ui) { return in_trace(ui) && ui.state().playhead.has_value(); }
bool has_filter(const Ui& ui) { return !ui.state().filter_text.empty(); }
bool can_undo(const Ui& ui) { return !ui.state().filter_undo.empty(); }
bool can_redo(const Ui& ui) { return !ui.state().filter_redo.empty(); }
bool has_kept(const Ui& ui) { return !ui.state().keeping.loads.empty(); }
bool keeps(const Ui& ui) { return ui.state().keeping.available && ui.state().keeping.on; }
bool keeps_nothing(const Ui& ui) { return ui.state().keeping.available && !ui.state().keeping.on; }
bool has_notes(const Ui& ui) { return !ui.state().notes->all().empty(); }
bool has_views(const Ui& ui) { return !ui.memory.saved_views.empty() || has_notes(ui); }
bool has_words(const Ui& ui) { return has_traces(ui) && !ranked_words(ui.state().filter).empty(); }
bool has_sources(const Ui& ui) { return !ui.state().sources.empty(); }
bool has_top(const Ui& ui) { return in_trace(ui) && ui.state().trace_view.top.valid(); }
bool has_gaps(const Ui& ui) { return in_time(ui) && !ui.frame.derived.open_trace().idle_gaps(ui.state()).empty(); }

// What they do.
template <ImGuiKey kKey, bool kShift = false>
void key(Ui& ui) {
  ui.memory.palette.key = kKey;
  ui.memory.palette.key_shift = kShift;
}
template <DetailTab kTab>
void tab(Ui& ui) {
  ui.push(SelectTab{kTab});
}
template <SpanTab kTab>
void span_tab(Ui& ui) {
  ui.push(SelectSpanTab{kTab});
}
template <ListView kView>
void list(Ui& ui) {
  ui.push(SelectTrace{});
  ui.push(SetView{kView});
}
template <ThemeChoice kTheme>
void theme(Ui& ui) {
  ui.push(SetTheme{kTheme});
}
template <class Change>
void change(Ui& ui, Change&& apply) {
  TraceView view = ui.state().trace_view;
  apply(view);
  ui.push(SetTraceView{view});
}
template <ColorBy kBy>
void color(Ui& ui) {
  change(ui, [](TraceView& view) { view.color_by = kBy; });
}
template <FlameKind kKind>
void flame(Ui& ui) {
  change(ui, [](TraceView& view) { view.flame_kind = kKind; });
}
template <FlameScope kScope>
void scope(Ui& ui) {
  change(ui, [](TraceView& view) { view.flame_scope = kScope; });
}
template <StepLevel kLevel>
void level(Ui& ui) {
  change(ui, [](TraceView& view) { view.least_level = kLevel; });
}
template <std::uint32_t kDepth>
void fold(Ui& ui) {
  ui.push(FoldToDepth{kDepth});
}
void all_steps(Ui& ui) {
  change(ui, [](TraceView& view) {
    view.hidden_types = 0;
    view.only_llm = view.only_matches = false;
    view.least_level = StepLevel::debug;
  });
}
template <SpanPart part>
void copy_step(Ui& ui) {
  copy_span_part(ui, part);
}
void charts(Ui& ui) {
  ui.memory.charts_shown = !ui.memory.charts_shown;
  ui.memory.charts_chosen = true;
}

using DT = DetailTab;
using LV = ListView;

const PaletteCommand kCommands[] = {
    {"Timeline", "", in_trace, tab<DT::timeline>},
    {"Flame", "", in_trace, tab<DT::flame>},
    {"Merged flame", "", in_trace, tab<DT::merged>},
    {"Tree", "", in_trace, tab<DT::tree>},
    {"Conversation", "", in_trace, tab<DT::conversation>},
    {"Open the session's conversation", "", in_session, open_session},
    {"Graph", "", in_trace, tab<DT::graph>},
    {"Log", "", in_trace, tab<DT::log>},
    {"Compare", "", in_trace, tab<DT::compare>},
    {"Compare with this trace", "", in_trace,
     [](Ui& ui) {
       ui.push(CompareWith{ui.state().trace});
       ui.push(SelectTrace{});
     }},
    {"Next error", "E", in_trace, key<ImGuiKey_E>},
    {"Previous error", "Shift E", in_trace, key<ImGuiKey_E, true>},
    {"Next model call", "L", in_trace, key<ImGuiKey_L>},
    {"Previous model call", "Shift L", in_trace, key<ImGuiKey_L, true>},
    {"Next step", "\u2193", in_trace, key<ImGuiKey_DownArrow>},
    {"Previous step", "\u2191", in_trace, key<ImGuiKey_UpArrow>},
    {"Find a step", "/", in_steps, [](Ui& ui) { ui.memory.focus_search = true; }},
    {"Fit the step, then everything", "F", in_time, key<ImGuiKey_F>},
    {"Show the whole time", "", in_time, [](Ui& ui) { ui.push(SetVisibleTime{}); }},
    {"Zoom in", "W", in_time, key<ImGuiKey_W>},
    {"Zoom out", "S", in_time, key<ImGuiKey_S>},
    {"Earlier", "A", in_time, key<ImGuiKey_A>},
    {"Later", "D", in_time, key<ImGuiKey_D>},
    {"Zoom to the picked range", "Enter", has_range, key<ImGuiKey_Enter>},
    {"Forget the picked range", "Esc", has_range, [](Ui& ui) { ui.push(PickTime{}); }},
    {"Play the trace, pause", "Space", in_time, key<ImGuiKey_Space>},
    {"Playhead on", ".", in_time, key<ImGuiKey_Period>},
    {"Playhead back", ",", in_time, key<ImGuiKey_Comma>},
    {"End the playhead", "Esc", has_playhead, [](Ui& ui) { ui.push(SetPlayhead{}), ui.memory.timeline.play_rate = 0; }},
    {"Colour by type", "", in_time, color<ColorBy::type>},
    {"Colour by service", "", in_time, color<ColorBy::service>},
    {"Colour by cost", "", in_time, color<ColorBy::cost>},
    {"Colour by tokens", "", in_time, color<ColorBy::tokens>},
    {"Colour by duration", "", in_time, color<ColorBy::duration>},
    {"Colour by status", "", in_time, color<ColorBy::status>},
    {"Critical path: show or hide", "", in_time,
     [](Ui& ui) { change(ui, [](TraceView& view) { view.critical_path = !view.critical_path; }); }},
    {"Idle time: fold or show", "", has_gaps,
     [](Ui& ui) { change(ui, [](TraceView& view) { view.fold_gaps = !view.fold_gaps; }); }},
    {"Steps: all", "", in_steps, all_steps},
    {"Steps: only LLM calls", "", in_steps,
     [](Ui& ui) { change(ui, [](TraceView& view) { view.only_llm = !view.only_llm; }); }},
    {"Steps: only what the search finds", "", in_steps,
     [](Ui& ui) { change(ui, [](TraceView& view) { view.only_matches = !view.only_matches; }); }},
    {"Steps: from level default", "", in_steps, level<StepLevel::normal>},
    {"Steps: from level warning", "", in_steps, level<StepLevel::warning>},
    {"Steps: only errors", "", in_steps, level<StepLevel::error>},
    {"Only this subtree", "", in_step,
     [](Ui& ui) { change(ui, [&](TraceView& view) { view.top = ui.state().span; }); }},
    {"Whole trace again", "Esc", has_top, [](Ui& ui) { change(ui, [](TraceView& view) { view.top = {}; }); }},
    {"Unfold all", "", in_trace, [](Ui& ui) { ui.push(FoldAll{false}); }},
    {"Fold all", "", in_trace, [](Ui& ui) { ui.push(FoldAll{true}); }},
    {"Fold to 2 levels", "", in_trace, fold<2>},
    {"Fold to 3 levels", "", in_trace, fold<3>},
    {"Fold to 4 levels", "", in_trace, fold<4>},
    {"Merged flame by time", "", in_merged, flame<FlameKind::time>},
    {"Merged flame by tokens", "", in_merged, flame<FlameKind::tokens>},
    {"Merged flame by cost", "", in_merged, flame<FlameKind::cost>},
    {"Merged flame of this trace", "", in_merged, scope<FlameScope::trace>},
    {"Merged flame of the selected step", "", in_merged, scope<FlameScope::selection>},
    {"Merged flame of all filtered traces", "", in_merged, scope<FlameScope::filtered>},
    {"Graph: by name or every step", "", [](const Ui& ui) { return in_tab(ui, DetailTab::graph); },
     [](Ui& ui) { change(ui, [](TraceView& view) { view.graph_expanded = !view.graph_expanded; }); }},
    {"Log: by time or by tree", "", [](const Ui& ui) { return in_tab(ui, DetailTab::log); },
     [](Ui& ui) { change(ui, [](TraceView& view) { view.log_by_time = !view.log_by_time; }); }},
    {"Step: content", "", in_step, span_tab<SpanTab::content>},
    {"Step: metadata", "", in_step, span_tab<SpanTab::metadata>},
    {"Step: attributes", "", in_step, span_tab<SpanTab::attributes>},
    {"Step: events", "", in_step, span_tab<SpanTab::events>},
    {"Messages or raw {}", "", in_step, [](Ui& ui) { ui.memory.raw_content = !ui.memory.raw_content; }},
    {"Copy the step as JSON", "", in_step, copy_step<SpanPart::whole>},
    {"Copy the step's input as JSON", "", in_step, copy_step<SpanPart::input>},
    {"Copy the step's output as JSON", "", in_step, copy_step<SpanPart::output>},
    {"Copy the step's metadata as JSON", "", in_step, copy_step<SpanPart::metadata>},
    {"Copy the step's timings as JSON", "", in_step, copy_step<SpanPart::timings>},
    {"Copy the step's id", "", in_step,
     [](Ui& ui) {
       ui.push(CopyText{hex_from(ui.state().span), "Step id copied"});
     }},
    {"Copy the trace id", "", in_trace,
     [](Ui& ui) {
       ui.push(CopyText{hex_from(ui.state().trace), "Trace id copied"});
     }},
    {"Save the traces that pass as OTLP JSON", "", has_traces,
     [](Ui& ui) {
       ui.push(SaveTraces{SaveTraces::Which::passing, Format::otlp_json});
     }},
    {"Save the rows of the list as CSV", "", has_traces,
     [](Ui& ui) { save_rows(ui, SaveTraces::Which::passing, RowsForm::csv); }},
    {"Save the steps of this trace as CSV", "", in_trace,
     [](Ui& ui) { save_rows(ui, SaveTraces::Which::open, RowsForm::csv); }},
    {"Save this trace as OTLP JSON", "", in_trace,
     [](Ui& ui) {
       ui.push(SaveTraces{SaveTraces::Which::open, Format::otlp_json});
     }},
    {"Copy a link to this", "", has_traces, [](Ui& ui) { ui.push(CopyLink{}); }},
    {"Next trace", "J", has_traces, [](Ui& ui) { ui.push(StepTrace{1}); }},
    {"Previous trace", "K", has_traces, [](Ui& ui) { ui.push(StepTrace{-1}); }},
    {"Full width or beside the list", "", in_trace, [](Ui& ui) { ui.push(ShowDetailFull{!ui.state().detail_full}); }},
    {"Close the step", "Esc", in_step, [](Ui& ui) { ui.push(SelectSpan{}); }},
    {"Close the trace", "Esc", in_trace, [](Ui& ui) { ui.push(SelectTrace{}); }},
    {"Filter", "/", has_traces, [](Ui& ui) { ui.memory.focus_filter = true; }},
    {"Only traces with errors", "", has_traces, [](Ui& ui) { ui.push(SetFilterText{"status:error"}); }},
    {"Time: from when to when", "T", has_traces, [](Ui& ui) { ui.memory.calendar.shown = true; }},
    {"Filter by a value of the step or trace", "V", in_trace, key<ImGuiKey_V>},
    {"Compare two versions of a prompt", "", has_traces,
     [](Ui& ui) {
       ui.push(SetView{ListView::versions});
       ui.memory.versions.shown = true;
     }},
    {"Filter rules: field, operator, value", "", has_traces, [](Ui& ui) { ui.memory.rules.shown = true; }},
    {"Ask for a filter in words\u2026", "", has_traces, [](Ui& ui) { ui.memory.ask.shown = true; }},
    {"Most relevant first", "", has_words,
     [](Ui& ui) {
       ui.push(SetSort{{SortKey::relevance, true}});
     }},
    {"Bookmark this trace, or not", "B", in_trace, key<ImGuiKey_B>},
    {"Add a local tag", "Shift B", in_trace, key<ImGuiKey_B, true>},
    {"Only bookmarked traces", "", has_notes, [](Ui& ui) { ui.push(SetFilterText{"bookmarked:true"}); }},
    {"Prices: what models cost", "", has_traces, [](Ui& ui) { ui.memory.prices.shown = true; }},
    {"Save the saved views as a file", "", has_views,
     [](Ui& ui) {
       ui.push(SaveText{"spanorama-views.json", views_file(ui.memory.saved_views, *ui.state().notes)});
     }},
    {"Clear the filter", "", has_filter, [](Ui& ui) { ui.push(SetFilterText{}); }},
    {"Undo a filter", "Ctrl Z", can_undo, [](Ui& ui) { ui.push(UndoFilter{}); }},
    {"Redo a filter", "Ctrl Shift Z", can_redo, [](Ui& ui) { ui.push(RedoFilter{}); }},
    {"Traces", "", has_traces, list<LV::traces>},
    {"Model calls", "", has_traces, list<LV::calls>},
    {"Steps", "", has_traces, list<LV::steps>},
    {"Groups by any field", "", has_traces, list<LV::groups>},
    {"Sessions", "", has_traces, list<LV::sessions>},
    {"Users", "", has_traces, list<LV::users>},
    {"Prompts", "", has_traces, list<LV::prompts>},
    {"Prompt versions", "", has_traces, list<LV::versions>},
    {"Models", "", has_traces, list<LV::models>},
    {"Providers", "", has_traces, list<LV::providers>},
    {"Tools", "", has_traces, list<LV::tools>},
    {"Filter panel: show or hide", "", has_traces, [](Ui& ui) { ui.push(ShowFilters{!ui.state().filters_shown}); }},
    {"Charts: show or hide", "", in_list, charts},
    {"Open files", "", always, [](Ui& ui) { ui.push(PickFiles{}); }},
    {"Open a URL", "", always, [](Ui& ui) { ui.memory.url_shown = true; }},
    {"Connect to a trace store", "", always, [](Ui& ui) { ui.push(ShowBackend{true}); }},
    {"Import report", "", has_sources, [](Ui& ui) { ui.push(ShowReport{true}); }},
    {"Close everything that is open", "", has_sources, [](Ui& ui) { ui.push(CloseAll{}); }},
    {"Keep what I open for the next time", "", keeps_nothing, [](Ui& ui) { ui.push(SetKeeping{true}); }},
    {"Do not keep what I open, and forget what is kept", "", keeps, [](Ui& ui) { ui.push(SetKeeping{false}); }},
    {"Forget what is kept", "", has_kept, [](Ui& ui) { ui.push(ForgetKept{}); }},
    {"Theme: dark", "", always, theme<ThemeChoice::dark>},
    {"Theme: light", "", always, theme<ThemeChoice::light>},
    {"Theme: as the system", "", always, theme<ThemeChoice::system>},
    {"Times in UTC or local", "", always, [](Ui& ui) { ui.push(SetUtc{!ui.state().utc}); }},
    {"Keys and query language", "?", always, [](Ui& ui) { ui.memory.help_shown = true; }},
};

void send_key(ImGuiKey key, bool shift) {
  ImGuiIO& io = ImGui::GetIO();
  if (shift) io.AddKeyEvent(ImGuiMod_Shift, true);
  io.AddKeyEvent(key, true);
  io.AddKeyEvent(key, false);
  if (shift) io.AddKeyEvent(ImGuiMod_Shift, false);
}

}  // namespace

std::span<const PaletteCommand> palette_commands() { return kCommands; }

void toggle_palette(Ui& ui) {
  PaletteMemory& palette = ui.memory.palette;
  palette.shown = !palette.shown;
  palette.stale = true;
  palette.text.clear();
  ui.animating = true;
}

void palette_keys(Ui& ui) {
  PaletteMemory& palette = ui.memory.palette;
  const ImGuiIO& io = ImGui::GetIO();
  if ((io.KeyCtrl || io.KeySuper) && !io.KeyAlt && ImGui::IsKeyPressed(ImGuiKey_K, false) &&
      (!ui.modal || palette.shown))
    toggle_palette(ui);
  if (palette.key == ImGuiKey_None) return;
  ui.animating = true;
  if (keys_are_free(ui)) send_key(std::exchange(palette.key, ImGuiKey_None), palette.key_shift);
}

std::vector<std::string> palette_texts(const PaletteMemory& palette, const TraceStore& store) {
  using Kind = PaletteMemory::Hit::Kind;
  std::vector<std::string> out;
  if (!palette.shown) return out;
  const ColumnViews& columns = store.columns();
  for (const PaletteMemory::Hit& hit : palette.hits) {
    if (hit.kind == Kind::command) {
      const PaletteCommand& command = kCommands[hit.index];
      out.push_back(std::string(command.title) + (command.keys.empty() ? "" : ", key " + std::string(command.keys)));
    } else if (hit.kind == Kind::trace && hit.index < store.trace_count()) {
      const Trace& trace = store.trace(TraceRow{hit.index});
      out.push_back("Trace " + std::string(store.text(trace.name)) + ", " + text_from(trace.duration));
    } else if (hit.kind == Kind::step && hit.index < store.span_count()) {
      out.push_back("Step " + std::string(store.text(columns.name[hit.index])) + ", " +
                    text_from(columns.duration[hit.index]));
    }
  }
  return out;
}

}  // namespace spanorama
