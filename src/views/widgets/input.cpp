// Text fields on top of Dear ImGui's editor, with its frame taken away and ours drawn around it.
#include "spanorama/base/hash.h"
#include "views/widgets/controls.h"
#include "views/widgets/visual_line.h"

#include <imgui_internal.h>

#include <algorithm>
#include <optional>

namespace spanorama {

namespace {

// What is drawn by sight: a field that holds right-to-left letters.
struct Sight {
  TextStyle style;
  float size = 0;
  Rect inner;
  EditorBefore before;
  int* pressed_at = nullptr;

  VisualLine line(std::string_view text, int cursor) const {
    return {style, size, inner, text, static_cast<std::size_t>(cursor)};
  }
};

struct Editing {
  std::string* text;
  InputEdit* edit;
  std::optional<Sight> sight;
};

int grow(ImGuiInputTextCallbackData* data) {
  const Editing& editing = *static_cast<Editing*>(data->UserData);
  InputEdit* edit = editing.edit;
  if (data->EventFlag == ImGuiInputTextFlags_CallbackAlways && editing.sight)
    steer_by_sight(
        editing.sight->line({data->Buf, static_cast<std::size_t>(data->BufTextLen)}, editing.sight->before.cursor),
        editing.sight->before, *editing.sight->pressed_at, *data);
  if (data->EventFlag == ImGuiInputTextFlags_CallbackAlways && edit != nullptr) {
    if (edit->move_cursor) {
      data->CursorPos = std::min(static_cast<int>(*edit->move_cursor), data->BufTextLen);
      data->SelectionStart = data->SelectionEnd = data->CursorPos;
      edit->move_cursor.reset();
    }
    edit->cursor = static_cast<std::size_t>(data->CursorPos);
  }
  if (data->EventFlag != ImGuiInputTextFlags_CallbackResize) return 0;
  std::string* text = editing.text;
  text->resize(static_cast<std::size_t>(data->BufTextLen));
  data->Buf = text->data();
  return 0;
}

// `by_sight`: text, caret and selection are drawn by us.
void push_flat_colors(const Ui& ui, bool by_sight) {
  ImGui::PushStyleColor(ImGuiCol_FrameBg, 0u);
  ImGui::PushStyleColor(ImGuiCol_Text, by_sight ? Color{} : ui.color.text);
  ImGui::PushStyleColor(ImGuiCol_InputTextCursor, by_sight ? Color{} : ui.color.text);
  ImGui::PushStyleColor(ImGuiCol_TextDisabled, ui.color.faint);
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, by_sight ? Color{} : with_alpha(ui.color.accent, 0.35f));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0.0f);
}

void pop_flat_colors() {
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(5);
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
  const bool by_sight = !options.secret && may_read_right_to_left(text);
  const float padding = options.bare ? 0.0f : 10.0f;
  push_flat_colors(ui, by_sight);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {padding, (rect.height() - size) * 0.5f});
  ImGui::SetCursorScreenPos(corner0(rect));
  ImGui::SetNextItemWidth(rect.width());
  ImGui::PushItemFlag(ImGuiItemFlags_NoTabStop, true);
  const std::string hint(options.hint);
  Editing editing{&text, options.edit, std::nullopt};
  if (by_sight) {
    editing.sight = Sight{options.style, size, inset(rect, padding, 0), {}, &ui.memory.input_pressed_at};
    if (const ImGuiInputTextState* state = ImGui::GetInputTextState(ImGui::GetID("##input")); state != nullptr)
      editing.sight->before = {state->GetCursorPos(),
                               state->HasSelection() ? state->GetSelectionStart() : state->GetCursorPos()};
  }
  const int always = options.edit != nullptr || by_sight ? ImGuiInputTextFlags_CallbackAlways : 0;
  const int secret = options.secret ? ImGuiInputTextFlags_Password : 0;
  result.entered = ImGui::InputTextWithHint(
      "##input", hint.c_str(), text.data(), text.capacity() + 1,
      ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_EnterReturnsTrue | always | secret, grow, &editing);
  ImGui::PopItemFlag();
  result.changed = ImGui::IsItemEdited();
  result.active = ImGui::IsItemActive();
  ImGui::PopStyleVar();
  pop_flat_colors();
  if (by_sight) {
    const ImGuiInputTextState* state = result.active ? ImGui::GetInputTextState(ImGui::GetItemID()) : nullptr;
    editing.sight->line(text, state != nullptr ? state->GetCursorPos() : 0).draw(ui, inset(rect, padding, 0), state);
  }
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
