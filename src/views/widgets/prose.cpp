#include "views/widgets/prose.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "views/search_marks.h"
#include "views/widgets/text_selection.h"

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
    layout = {text.data(), text.size(), width, size, revision, wrapped_lines(font_of(style.face), size, text, width),
              0,           {}};
  if (layout.marks_revision != ui.memory.marks.revision) layout.marks = ui.memory.marks.marks.in(text);
  layout.marks_revision = ui.memory.marks.revision;
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

void draw_selection(Ui& ui, std::string_view name, std::string_view shown, std::uint32_t begin, const Place& place,
                    float y) {
  const SelectedBytes part = selected_in(ui, name, begin, begin + static_cast<std::uint32_t>(shown.size()));
  if (part.begin >= part.end) return;
  const float x0 = place.x + width_of(place.font, place.size, shown.substr(0, part.begin - begin));
  const float x1 = x0 + width_of(place.font, place.size, shown.substr(part.begin - begin, part.end - part.begin));
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
  if (take_first_mark(ui, layout.marks)) {
    const auto after = std::upper_bound(layout.line_begin.begin(), layout.line_begin.end(), layout.marks[0].at);
    ui.memory.scroll_wanted = y + static_cast<float>(after - layout.line_begin.begin() - 1) * place.height;
  }
  const ImVec2 clip0 = ui.draw()->GetClipRectMin(), clip1 = ui.draw()->GetClipRectMax();
  const Rect seen = intersection({x, y, x + width, y + height}, {clip0.x, clip0.y, clip1.x, clip1.y});
  if (!seen.drawable()) return height;
  select_with_mouse(ui, name, text, press(ui, name, seen, kPressNoFocus | kPressOverlap),
                    [&] { return offset_at_pointer(text, layout, place); });
  const bool selected = ui.memory.selection.name == name;
  if (selected) select_with_keys(ui, text);
  const auto first = static_cast<std::size_t>(std::max(0.0f, (seen.y0 - y) / place.height));
  for (std::size_t line = first; line < lines; ++line) {
    const float top = y + static_cast<float>(line) * place.height;
    if (top > seen.y1) break;
    const std::string_view shown = line_text(text, layout, line);
    const std::size_t begin = layout.line_begin[line];
    mark_piece(ui, layout.marks, {text, begin, begin + shown.size(), x, top, place.height, style});
    if (selected) draw_selection(ui, name, shown, layout.line_begin[line], place, top);
    if (!shown.empty())
      ui.draw()->AddText(place.font, place.size, {x, top + (place.height - place.size) * 0.5f}, color, shown.data(),
                         shown.data() + shown.size());
  }
  return height;
}

}  // namespace spanorama
