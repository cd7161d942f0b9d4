#include "views/value_menu.h"

#include "views/widgets/controls.h"
#include "views/widgets/menu.h"

namespace spanorama {

namespace {

constexpr std::string_view kName = "value-menu";
constexpr float kRestSeconds = 0.35f;  // of a finger; a finger's press arrives when it has rested a moment already
constexpr float kRestSlop = 8;

bool finger_rests(Ui& ui, Rect rect) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.MouseSource != ImGuiMouseSource_TouchScreen || !ImGui::IsMouseDown(ImGuiMouseButton_Left)) return false;
  const ImVec2 from = io.MouseClickedPos[0];
  if (!rect.contains(from.x, from.y) || io.MouseDragMaxDistanceSqr[0] > kRestSlop * kRestSlop) return false;
  ui.animating = true;  // the time must pass
  return io.MouseDownDuration[0] >= kRestSeconds;
}

struct Offered {
  MenuItem item;
  std::optional<Filter> filter;
  std::string copied;
};

std::vector<Offered> offered_for(const Filter& filter, const std::vector<ShownValue>& values) {
  std::vector<Offered> out;
  for (const ShownValue& value : values) {
    out.push_back({{title_of(value), false, 0, true}, std::nullopt, {}});
    for (FilterChange& change : changes_by(filter, value))
      out.push_back({{change.label, change.holds, 0, false, values.size() > 1}, std::move(change.filter), {}});
    if (values.size() == 1 && !value.range) out.push_back({{"Copy"}, std::nullopt, value.text});
  }
  return out;
}

void take(Ui& ui, const Offered& offered) {
  close_menu(ui);
  ui.animating = true;
  if (offered.filter)
    ui.push(SetFilterText{print(*offered.filter)});
  else if (!offered.copied.empty())
    ui.push(CopyText{offered.copied, "Value copied"});
}

}  // namespace

bool values_wanted(Ui& ui, Rect rect, bool focused) {
  if (ui.modal || ui.memory.open_menu == kName) return false;
  const bool menu_key = ImGui::IsKeyPressed(ImGuiKey_Menu, false) ||
                        (ImGui::GetIO().KeyShift && ImGui::IsKeyPressed(ImGuiKey_F10, false));
  if (focused && menu_key) return true;
  return mouse_in(rect) && (ImGui::IsMouseClicked(ImGuiMouseButton_Right) || finger_rests(ui, rect));
}

void open_value_menu(Ui& ui, Rect rect, bool at_pointer, std::vector<ShownValue> values) {
  if (values.empty()) return;
  ui.memory.value_menu.values = std::move(values);
  ui.memory.value_menu.at = at_pointer ? ImGui::GetIO().MousePos : ImVec2{rect.x0 + 12, rect.y1};
  ui.memory.open_menu = kName;
  ui.animating = true;
}

void value_keys(Ui& ui) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!keys_are_free(ui) || io.KeyCtrl || io.KeyAlt || io.KeySuper || !ImGui::IsKeyPressed(ImGuiKey_V, false)) return;
  const TraceRow trace = ui.frame.derived.trace_row(ui.state());
  const SpanRow step = ui.frame.derived.span_row(ui.state());
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const Rect top{screen.x * 0.4f, 60, screen.x * 0.4f, 60};
  if (step.valid())
    open_value_menu(ui, top, false, values_of(ui.store(), step));
  else if (trace.valid())
    open_value_menu(ui, top, false, values_of(ui.store(), ui.store().trace(trace)));
}

void draw_value_menu(Ui& ui) {
  if (ui.memory.open_menu != kName) return;
  const std::vector<Offered> offered = offered_for(ui.state().filter, ui.memory.value_menu.values);
  std::vector<MenuItem> items;
  for (const Offered& one : offered) items.push_back(one.item);
  const ImVec2 at = ui.memory.value_menu.at;
  if (const auto chosen = menu_list(ui, {at.x, at.y, at.x, at.y}, kName, items)) take(ui, offered[*chosen]);
}

}  // namespace spanorama
