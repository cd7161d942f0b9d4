#include "views/widgets/prose.h"

#include <cmath>
#include <string>

#include "views/widgets/press.h"

namespace spanorama {

namespace {

std::vector<std::uint32_t> wrapped_lines(ImFont* font, float size, std::string_view text, float width) {
  std::vector<std::uint32_t> begins;
  const char* const start = text.data();
  const char* const end = start + text.size();
  const char* at = start;
  while (at < end) {
    begins.push_back(static_cast<std::uint32_t>(at - start));
    const char* newline =
        static_cast<const char*>(std::char_traits<char>::find(at, static_cast<std::size_t>(end - at), '\n'));
    const char* line_end = newline != nullptr ? newline : end;
    const char* cut = font->CalcWordWrapPosition(size, at, line_end, width);
    if (cut == at && cut < line_end) ++cut;  // narrower than a character
    if (cut >= line_end) {
      at = newline != nullptr ? newline + 1 : end;
    } else {
      at = cut;
      while (at < line_end && *at == ' ') ++at;
    }
  }
  begins.push_back(static_cast<std::uint32_t>(text.size()));
  return begins;
}

const ProseLayout& layout_of(Ui& ui, std::string_view name, std::string_view text, float width, TextStyle style) {
  ProseLayout& layout = ui.memory.prose[std::string(name)];
  const float size = font_size(ui, style);
  const std::uint64_t revision = ui.store().revision();
  const bool same = layout.data == text.data() && layout.size == text.size() && layout.width == width &&
                    layout.font_size == size && layout.store_revision == revision;
  if (!same)
    layout = {text.data(), text.size(), width, size, revision, wrapped_lines(font_of(style.face), size, text, width)};
  return layout;
}

std::string_view line_text(std::string_view text, const ProseLayout& layout, std::size_t line) {
  std::string_view out = text.substr(layout.line_begin[line], layout.line_begin[line + 1] - layout.line_begin[line]);
  while (!out.empty() && (out.back() == '\n' || out.back() == '\r')) out.remove_suffix(1);
  return out;
}

float width_of(ImFont* font, float size, std::string_view text) {
  if (text.empty()) return 0;
  return font->CalcTextSizeA(size, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

struct Place {
  ImFont* font;
  float size, height, x, y;
};

std::uint32_t offset_at_pointer(std::string_view text, const ProseLayout& layout, const Place& place) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const std::size_t lines = layout.line_begin.size() - 1;
  if (mouse.y < place.y || lines == 0) return 0;
  const auto line = static_cast<std::size_t>((mouse.y - place.y) / place.height);
  if (line >= lines) return static_cast<std::uint32_t>(text.size());
  const std::string_view shown = line_text(text, layout, line);
  const char* rest = nullptr;
  if (mouse.x > place.x && !shown.empty())
    place.font->CalcTextSizeA(place.size, mouse.x - place.x + place.size * 0.25f, 0, shown.data(),
                              shown.data() + shown.size(), &rest);
  const std::size_t inside = rest == nullptr ? 0 : static_cast<std::size_t>(rest - shown.data());
  return layout.line_begin[line] + static_cast<std::uint32_t>(inside);
}

bool is_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

void select_word(std::string_view text, ProseSelection& selection) {
  std::uint32_t from = selection.caret, to = selection.caret;
  while (from > 0 && is_word(text[from - 1])) --from;
  while (to < text.size() && is_word(text[to])) ++to;
  selection.anchor = from;
  selection.caret = to;
}

void follow_mouse(Ui& ui, std::string_view name, std::string_view text, const ProseLayout& layout, const Place& place,
                  const Press& pressed) {
  ProseSelection& selection = ui.memory.selection;
  if (pressed.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (pressed.held && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    const std::uint32_t at = offset_at_pointer(text, layout, place);
    selection = {std::string(name), at, at, true};
  } else if (pressed.held && selection.dragging && selection.name == name) {
    selection.caret = offset_at_pointer(text, layout, place);
  } else if (selection.name == name && !pressed.held) {
    selection.dragging = false;
  }
  if (pressed.double_clicked && selection.name == name) {
    select_word(text, selection);
    selection.dragging = false;
  }
}

void keys(Ui& ui, std::string_view text) {
  ProseSelection& selection = ui.memory.selection;
  const ImGuiIO& io = ImGui::GetIO();
  if (io.WantTextInput) return;
  if (ImGui::IsKeyChordPressed(ImGuiMod_Ctrl | ImGuiKey_A))
    selection = {selection.name, 0, static_cast<std::uint32_t>(text.size()), false};
  const std::uint32_t from = std::min(selection.anchor, selection.caret),
                      to = std::max(selection.anchor, selection.caret);
  if (from < to && to <= text.size() && ImGui::IsKeyChordPressed(ImGuiMod_Ctrl | ImGuiKey_C))
    ui.push(CopyText{std::string(text.substr(from, to - from)), "Copied"});
}

void draw_selection(Ui& ui, std::string_view shown, std::uint32_t begin, const Place& place, float y) {
  const ProseSelection& selection = ui.memory.selection;
  const std::uint32_t end = begin + static_cast<std::uint32_t>(shown.size());
  const std::uint32_t from = std::max(begin, std::min(selection.anchor, selection.caret));
  const std::uint32_t to = std::min(end, std::max(selection.anchor, selection.caret));
  if (from >= to) return;
  const float x0 = place.x + width_of(place.font, place.size, shown.substr(0, from - begin));
  const float x1 = x0 + width_of(place.font, place.size, shown.substr(from - begin, to - from));
  fill(ui, {x0, y, x1, y + place.height}, with_alpha(ui.color.accent, 0.32f), 2);
}

}  // namespace

float prose(Ui& ui, std::string_view name, float x, float y, float width, std::string_view text, Color color,
            TextStyle style) {
  if (text.empty() || width < 8) return 0;
  const ProseLayout& layout = layout_of(ui, name, text, width, style);
  const Place place{font_of(style.face), font_size(ui, style), std::round(font_size(ui, style) * 1.22f), x, y};
  const std::size_t lines = layout.line_begin.size() - 1;
  const float height = static_cast<float>(lines) * place.height;
  const ImVec2 clip0 = ui.draw()->GetClipRectMin(), clip1 = ui.draw()->GetClipRectMax();
  const Rect seen = intersection({x, y, x + width, y + height}, {clip0.x, clip0.y, clip1.x, clip1.y});
  if (!seen.drawable()) return height;
  follow_mouse(ui, name, text, layout, place, press(ui, name, seen, kPressNoFocus | kPressOverlap));
  const bool selected = ui.memory.selection.name == name;
  if (selected) keys(ui, text);
  const auto first = static_cast<std::size_t>(std::max(0.0f, (seen.y0 - y) / place.height));
  for (std::size_t line = first; line < lines; ++line) {
    const float top = y + static_cast<float>(line) * place.height;
    if (top > seen.y1) break;
    const std::string_view shown = line_text(text, layout, line);
    if (selected) draw_selection(ui, shown, layout.line_begin[line], place, top);
    if (!shown.empty())
      ui.draw()->AddText(place.font, place.size, {x, top + (place.height - place.size) * 0.5f}, color, shown.data(),
                         shown.data() + shown.size());
  }
  return height;
}

}  // namespace spanorama
