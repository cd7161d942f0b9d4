#include "views/widgets/text_selection.h"

#include <algorithm>

namespace spanorama {

namespace {

bool is_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace

void select_word(std::string_view text, ProseSelection& selection) {
  const auto size = static_cast<std::uint32_t>(text.size());
  std::uint32_t from = std::min(selection.caret, size), to = from;
  while (from > 0 && is_word(text[from - 1])) --from;
  while (to < size && is_word(text[to])) ++to;
  selection.anchor = from;
  selection.caret = to;
}

std::string_view selection_or_word(const Ui& ui, std::string_view name, std::string_view text, std::uint32_t offset) {
  const SelectedBytes selected = selected_in(ui, name, 0, static_cast<std::uint32_t>(text.size()));
  if (selected.begin < selected.end) return text.substr(selected.begin, selected.end - selected.begin);
  ProseSelection word;
  word.caret = offset;
  select_word(text, word);
  return text.substr(word.anchor, word.caret - word.anchor);
}

void select_with_keys(Ui& ui, std::string_view text) {
  ProseSelection& selection = ui.memory.selection;
  if (ImGui::GetIO().WantTextInput) return;
  const auto size = static_cast<std::uint32_t>(text.size());
  if (ImGui::IsKeyChordPressed(ImGuiMod_Ctrl | ImGuiKey_A)) selection = {selection.name, 0, size, false};
  const std::uint32_t from = std::min(selection.anchor, selection.caret),
                      to = std::max(selection.anchor, selection.caret);
  if (from < to && to <= size && ImGui::IsKeyChordPressed(ImGuiMod_Ctrl | ImGuiKey_C))
    ui.push(CopyText{std::string(text.substr(from, to - from)), "Copied"});
}

SelectedBytes selected_in(const Ui& ui, std::string_view name, std::uint32_t begin, std::uint32_t end) {
  const ProseSelection& selection = ui.memory.selection;
  if (selection.name != name) return {};
  const std::uint32_t from = std::max(begin, std::min(selection.anchor, selection.caret));
  const std::uint32_t to = std::min(end, std::max(selection.anchor, selection.caret));
  return from < to ? SelectedBytes{from, to} : SelectedBytes{};
}

}  // namespace spanorama
