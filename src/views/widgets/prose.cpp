#include "views/widgets/prose.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "views/search_marks.h"
#include "views/widgets/line_text.h"
#include "views/widgets/text_selection.h"

namespace spanorama {

namespace {

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

struct Place {
  ImFont* font;
  float size, height, x, y, width;
};

// A line in the order it is read, and how far right of the text's left edge it begins.
struct Line {
  LineText text;
  float indent = 0;
};

Line line_of(BidiText& bidi, std::string_view shown, std::size_t begin, const Place& place) {
  Line line{LineText(place.font, place.size, shown, bidi.line(begin, begin + shown.size()), begin)};
  if (bidi.right_to_left()) line.indent = std::max(0.0f, place.width - line.text.width());
  return line;
}

std::uint32_t offset_at_pointer(std::string_view text, const ProseLayout& layout, BidiText& bidi, const Place& place) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const std::size_t lines = layout.line_begin.size() - 1;
  if (mouse.y < place.y || lines == 0) return 0;
  const auto index = static_cast<std::size_t>((mouse.y - place.y) / place.height);
  if (index >= lines) return static_cast<std::uint32_t>(text.size());
  const std::uint32_t begin = layout.line_begin[index];
  const Line line = line_of(bidi, wrapped_line(text, layout.line_begin, index), begin, place);
  return begin + static_cast<std::uint32_t>(line.text.offset_at(mouse.x - place.x - line.indent));
}

}  // namespace

float prose(Ui& ui, std::string_view name, float x, float y, float width, std::string_view text, Color color,
            TextStyle style) {
  if (text.empty() || width < 8) return 0;
  const ProseLayout& layout = layout_of(ui, name, text, width, style);
  const Place place{font_of(style.face), font_size(ui, style), std::round(font_size(ui, style) * 1.22f), x, y, width};
  BidiText bidi(text);
  const std::size_t lines = layout.line_begin.size() - 1;
  const float height = static_cast<float>(lines) * place.height;
  if (take_first_mark(ui, layout.marks)) {
    const auto after = std::upper_bound(layout.line_begin.begin(), layout.line_begin.end(), layout.marks[0].at);
    ui.memory.scroll_wanted = y + static_cast<float>(after - layout.line_begin.begin() - 1) * place.height;
  }
  const ImVec2 clip0 = ui.draw()->GetClipRectMin(), clip1 = ui.draw()->GetClipRectMax();
  const Rect seen = intersection({x, y, x + width, y + height}, {clip0.x, clip0.y, clip1.x, clip1.y});
  if (!seen.drawable()) return height;
  select_with_mouse(ui, name, text, seen, press(ui, name, seen, kPressNoFocus | kPressOverlap),
                    [&] { return offset_at_pointer(text, layout, bidi, place); });
  if (ui.memory.selection.name == name) select_with_keys(ui, text);
  const auto first = static_cast<std::size_t>(std::max(0.0f, (seen.y0 - y) / place.height));
  for (std::size_t index = first; index < lines; ++index) {
    const float top = y + static_cast<float>(index) * place.height;
    if (top > seen.y1) break;
    const std::size_t begin = layout.line_begin[index];
    const std::string_view shown = wrapped_line(text, layout.line_begin, index);
    const Line line = line_of(bidi, shown, begin, place);
    const auto ground = [&](float x0, float x1, float wider, Color ink) {
      x0 += x + line.indent, x1 += x + line.indent;
      fill(ui, {x0 - wider, top, x1 + wider, top + place.height}, ink, 2);
    };
    for_each_mark(layout.marks, begin, begin + shown.size(), [&](std::size_t from, std::size_t to) {
      line.text.places(from - begin, to - begin, [&](float x0, float x1) { ground(x0, x1, 1, mark_color(ui)); });
    });
    const SelectedBytes part =
        selected_in(ui, name, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + shown.size()));
    if (part.begin < part.end)
      line.text.places(part.begin - begin, part.end - begin,
                       [&](float x0, float x1) { ground(x0, x1, 0, with_alpha(ui.color.accent, 0.32f)); });
    line.text.draw(ui.draw(), {x + line.indent, top + (place.height - place.size) * 0.5f}, color);
  }
  return height;
}

}  // namespace spanorama
