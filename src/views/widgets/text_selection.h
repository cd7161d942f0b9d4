// Selecting in a text on the screen, by its name: shared by plain and formatted text. Offsets are bytes of the text.
#pragma once

#include <string_view>

#include "views/value_menu.h"
#include "views/widgets/press.h"

namespace spanorama {

// Follows the mouse: press begins, dragging extends, a double click takes a word; a right press in `seen` offers what is
// selected, else the word there, to the filter. `offset_at` maps the pointer to an offset and is called only while needed.
template <typename OffsetAtPointer>
void select_with_mouse(Ui& ui, std::string_view name, std::string_view text, Rect seen, const Press& pressed,
                       OffsetAtPointer offset_at);
// Ctrl+A and Ctrl+C while the selection is in this text.
void select_with_keys(Ui& ui, std::string_view text);
void select_word(std::string_view text, ProseSelection& selection);

// The selection when it is in this text, else the word at `offset`.
std::string_view selection_or_word(const Ui& ui, std::string_view name, std::string_view text, std::uint32_t offset);

struct SelectedBytes {
  std::uint32_t begin = 0, end = 0;
};
// The part of [begin, end) that is selected; empty when none or when the selection is in another text.
SelectedBytes selected_in(const Ui& ui, std::string_view name, std::uint32_t begin, std::uint32_t end);

template <typename OffsetAtPointer>
void select_with_mouse(Ui& ui, std::string_view name, std::string_view text, Rect seen, const Press& pressed,
                       OffsetAtPointer offset_at) {
  offer_values(ui, seen, false, [&] { return searched_value(selection_or_word(ui, name, text, offset_at())); });
  ProseSelection& selection = ui.memory.selection;
  if (pressed.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (pressed.held && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    const std::uint32_t at = offset_at();
    const bool extend = ImGui::GetIO().KeyShift && selection.name == name;
    selection = {std::string(name), extend ? selection.anchor : at, at, true};
  } else if (pressed.held && selection.dragging && selection.name == name) {
    selection.caret = offset_at();
  } else if (selection.name == name && !pressed.held) {
    selection.dragging = false;
  }
  if (pressed.double_clicked && selection.name == name) {
    select_word(text, selection);
    selection.dragging = false;
  }
}

}  // namespace spanorama
