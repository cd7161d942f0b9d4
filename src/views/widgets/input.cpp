// Text fields on top of Dear ImGui's editor, with its frame taken away and ours drawn around it.
#include "spanorama/base/hash.h"
#include "views/widgets/controls.h"

#include <imgui_internal.h>

#include <algorithm>

namespace spanorama {

namespace {

struct Editing {
  std::string* text;
  InputEdit* edit;
};

int grow(ImGuiInputTextCallbackData* data) {
  InputEdit* edit = static_cast<Editing*>(data->UserData)->edit;
  if (data->EventFlag == ImGuiInputTextFlags_CallbackAlways && edit != nullptr) {
    if (edit->move_cursor) {
      data->CursorPos = std::min(static_cast<int>(*edit->move_cursor), data->BufTextLen);
      data->SelectionStart = data->SelectionEnd = data->CursorPos;
      edit->move_cursor.reset();
    }
    edit->cursor = static_cast<std::size_t>(data->CursorPos);
  }
  if (data->EventFlag != ImGuiInputTextFlags_CallbackResize) return 0;
  std::string* text = static_cast<Editing*>(data->UserData)->text;
  text->resize(static_cast<std::size_t>(data->BufTextLen));
  data->Buf = text->data();
  return 0;
}

void push_flat_colors(const Ui& ui, Color ink) {
  ImGui::PushStyleColor(ImGuiCol_FrameBg, 0u);
  ImGui::PushStyleColor(ImGuiCol_Text, ink);
  ImGui::PushStyleColor(ImGuiCol_TextDisabled, ui.color.faint);
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, with_alpha(ui.color.accent, 0.35f));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0.0f);
}

void pop_flat_colors() {
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(4);
}

}  // namespace

InputResult text_input(Ui& ui, std::string_view name, Rect rect, std::string& text, InputOptions options) {
  InputResult result;
  ui.rects.add(name, {rect.x0, rect.y0, rect.width(), rect.height()});
  const auto id = static_cast<std::uint32_t>(hash64(name)) | 1u;
  const bool focused = focusable(ui, id);
  ImGui::PushID(name.data(), name.data() + name.size());
  if (options.focus || (focused && ui.memory.focus.moved)) ImGui::SetKeyboardFocusHere();
  if (!options.bare) fill(ui, rect, ui.color.raised, 6);
  const float size = font_size(ui, options.style);
  ImGui::PushFont(font_of(options.style.face), size);
  push_flat_colors(ui, ui.color.text);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {options.bare ? 0.0f : 10.0f, (rect.height() - size) * 0.5f});
  ImGui::SetCursorScreenPos(corner0(rect));
  ImGui::SetNextItemWidth(rect.width());
  ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, true);
  const std::string hint(options.hint);
  Editing editing{&text, options.edit};
  const int always = options.edit != nullptr ? ImGuiInputTextFlags_CallbackAlways : 0;
  result.entered = ImGui::InputTextWithHint(
      "##input", hint.c_str(), text.data(), text.capacity() + 1,
      ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_EnterReturnsTrue | always, grow, &editing);
  ImGui::PopItemFlag();
  result.changed = ImGui::IsItemEdited();
  result.active = ImGui::IsItemActive();
  ImGui::PopStyleVar();
  pop_flat_colors();
  ImGui::PopFont();
  // Tab moves on to something that is no text field: the editor must let go.
  if (result.active && ui.memory.focus.moved && !focused) ImGui::ClearActiveID();
  if (ImGui::IsItemClicked()) ui.memory.focus.current = id;
  ImGui::PopID();
  if (!options.bare) {
    const Color edge = result.active ? ui.color.accent : ui.color.hairline;
    outline(ui, rect, edge, 6, result.active ? 1.5f : 1.0f);
  }
  return result;
}

}  // namespace spanorama
