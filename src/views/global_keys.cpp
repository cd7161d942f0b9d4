// Keys that work wherever the pointer is, as long as no text is being typed.
#include "views/palette_commands.h"
#include "views/panels.h"
#include "views/value_menu.h"

namespace spanorama {

namespace {

bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(key, true); }

void escape(Ui& ui) {
  if (ui.state().picked_time)
    ui.push(PickTime{});
  else if (ui.state().playhead)
    ui.push(SetPlayhead{}), ui.memory.timeline.play_rate = 0;
  else if (ui.state().trace_view.top.valid())
    ui.push(SetTraceView{[&] {
      TraceView view = ui.state().trace_view;
      view.top = {};
      return view;
    }()});
  else if (ui.state().span.valid())
    ui.push(SelectSpan{});
  else if (ui.state().visible_time)
    ui.push(SetVisibleTime{std::nullopt});
  else if (ui.state().trace.valid())
    ui.push(SelectTrace{});
  else if (ui.state().marked.any())
    ui.push(MarkAllTraces{false});
}

// In the list, before a trace is open, the arrows choose one.
void list_keys(Ui& ui) {
  if (ui.state().trace.valid()) return;
  if (pressed(ImGuiKey_DownArrow) || pressed(ImGuiKey_Enter)) ui.push(StepTrace{1});
  if (pressed(ImGuiKey_UpArrow)) ui.push(StepTrace{-1});
}

}  // namespace

bool dialog_open(const Ui& ui) {
  return ui.state().report_shown || ui.state().backend.open || ui.memory.help_shown || ui.memory.url_shown ||
         ui.memory.palette.shown || ui.memory.calendar.shown || ui.memory.prices.shown || ui.memory.rules.shown ||
         versions_shown(ui) || ui.memory.ask.shown || !ui.memory.open_menu.empty();
}

void global_keys(Ui& ui) {
  const ImGuiIO& io = ImGui::GetIO();
  palette_keys(ui);
  value_keys(ui);
  if (keys_are_free(ui) && (io.KeyCtrl || io.KeySuper) && ImGui::IsKeyPressed(ImGuiKey_Z, false))
    io.KeyShift ? ui.push(RedoFilter{}) : ui.push(UndoFilter{});
  if (!keys_are_free(ui) || io.KeyCtrl || io.KeyAlt || io.KeySuper) return;
  if (pressed(ImGuiKey_J)) ui.push(StepTrace{1});
  if (pressed(ImGuiKey_K)) ui.push(StepTrace{-1});
  if (ImGui::IsKeyPressed(ImGuiKey_X, false) && ui.state().trace.valid())
    ui.push(MarkTraces{{ui.state().trace}, !ui.state().marked.has(ui.state().trace)});
  if (ImGui::IsKeyPressed(ImGuiKey_B, false) && ui.state().trace.valid()) {
    if (!io.KeyShift) ui.push(BookmarkTraces{{ui.state().trace}, !ui.state().notes->bookmarked(ui.state().trace)});
    if (io.KeyShift) ui.memory.tags_wanted = ui.memory.focus_tag = true;
  }
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) escape(ui);
  if (ImGui::IsKeyPressed(ImGuiKey_T, false) && ui.store().trace_count() > 0) ui.memory.calendar.shown = true;
  if (ImGui::IsKeyPressed(ImGuiKey_Slash, false)) {
    if (io.KeyShift)
      ui.memory.help_shown = true;
    else if (ui.memory.search_shown)
      ui.memory.focus_search = true;
    else
      ui.memory.focus_filter = true;
  }
  if (!ui.memory.focus.visible) list_keys(ui);
}

}  // namespace spanorama
