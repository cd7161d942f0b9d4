#include "views/widgets/rich_text.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "views/search_marks.h"
#include "views/widgets/controls.h"
#include "views/widgets/line_text.h"
#include "views/widgets/text_selection.h"

namespace spanorama {

namespace {

class FontMeasure final : public TextMeasure {
 public:
  explicit FontMeasure(const Ui& ui) : ui_(ui) {}
  float width(TextStyle style, std::string_view text) const override {
    return plain_width(font_of(style.face), font_size(ui_, style), text);
  }

 private:
  const Ui& ui_;
};

const RichMemory& layout_of(Ui& ui, std::string_view name, std::string_view source, float width) {
  RichMemory& kept = ui.memory.rich[std::string(name)];
  const float size = font_size(ui, kBody);
  const std::uint64_t revision = ui.store().revision();
  const bool same_text = kept.data == source.data() && kept.size == source.size() && kept.store_revision == revision;
  if (!same_text) kept.document = read_markdown(source);
  if (!same_text || kept.width != width || kept.font_size != size)
    kept.layout = layout_markdown(kept.document, width, FontMeasure(ui));
  if (!same_text || kept.marks_revision != ui.memory.marks.revision)
    kept.marks = ui.memory.marks.marks.in(kept.document.text);
  kept.marks_revision = ui.memory.marks.revision;
  kept.data = source.data();
  kept.size = source.size();
  kept.store_revision = revision;
  kept.width = width;
  kept.font_size = size;
  return kept;
}

struct Place {
  float x, y;
  Rect seen;
};

std::string_view text_of(const RichMemory& rich, std::uint32_t begin, std::uint32_t end) {
  return std::string_view(rich.document.text).substr(begin, end - begin);
}

LineText line_of(const Ui& ui, const RichMemory& rich, const RichFragment& f) {
  std::vector<TextRun> runs;
  if (f.right_to_left) runs.push_back({f.begin, f.end, true});
  return LineText(font_of(f.font.face), font_size(ui, f.font), text_of(rich, f.begin, f.end), runs, f.begin, f.before);
}

// The offset under the pointer: in the fragment that is nearest, lines before columns.
std::uint32_t offset_at_pointer(const Ui& ui, const RichMemory& rich, const Place& place) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float x = mouse.x - place.x, y = mouse.y - place.y;
  const RichFragment* best = nullptr;
  float best_distance = FLT_MAX;
  for (const RichFragment& f : rich.layout.fragments) {
    const float dy = y < f.y ? f.y - y : std::max(0.0f, y - f.y - f.height);
    const float dx = x < f.x ? f.x - x : std::max(0.0f, x - f.x - f.width);
    if (dy * 1000 + dx >= best_distance) continue;
    best = &f;
    best_distance = dy * 1000 + dx;
  }
  if (best == nullptr) return 0;
  if (y >= best->y + best->height) return best->end;
  if (y < best->y) return best->begin;
  return best->begin + static_cast<std::uint32_t>(line_of(ui, rich, *best).offset_at(x - best->x));
}

Rect moved(Rect rect, const Place& place) {
  return {rect.x0 + place.x, rect.y0 + place.y, rect.x1 + place.x, rect.y1 + place.y};
}

void draw_marks(const Ui& ui, const RichMemory& rich, const Place& place) {
  const Color ground = ui.color.dark ? mixed(ui.color.panel, ui.color.page, 0.7f) : ui.color.page;
  for (const RichMark& mark : rich.layout.marks) {
    const Rect rect = moved(mark.rect, place);
    if (rect.y1 < place.seen.y0 || rect.y0 > place.seen.y1) continue;
    switch (mark.kind) {
      case MarkKind::code_ground: fill(ui, rect, ground, 6); break;
      case MarkKind::inline_code:
        fill(ui, rect, ui.color.dark ? mixed(ui.color.raised, ui.color.hairline, 0.5f) : ui.color.raised, 3);
        break;
      case MarkKind::quote_bar: fill(ui, rect, ui.color.hairline, 1.5f); break;
      case MarkKind::header_ground: fill(ui, rect, ground, 4); break;
      case MarkKind::rule:
      case MarkKind::table_line: fill(ui, rect, ui.color.hairline); break;
    }
  }
}

// No italic face is shipped: letters lean because their tops are moved to the right.
void lean(ImDrawList* draw, int first_vertex, float baseline) {
  for (int i = first_vertex; i < draw->VtxBuffer.Size; ++i)
    draw->VtxBuffer[i].pos.x += (baseline - draw->VtxBuffer[i].pos.y) * 0.2f;
}

void draw_fragment(Ui& ui, std::string_view name, const RichMemory& rich, const RichFragment& f, const Place& place,
                   Color color, bool hovered_link) {
  const float x = place.x + f.x, y = place.y + f.y;
  const float size = font_size(ui, f.font);
  const LineText line = line_of(ui, rich, f);
  const auto ground = [&](std::size_t from, std::size_t to, float wider, Color ink) {
    line.places(from - f.begin, to - f.begin, [&](float x0, float x1) {
      fill(ui, {x + x0 - wider, y, x + x1 + wider, y + f.height}, ink, 2);
    });
  };
  for_each_mark(rich.marks, f.begin, f.end,
                [&](std::size_t from, std::size_t to) { ground(from, to, 1, mark_color(ui)); });
  const SelectedBytes part = selected_in(ui, name, f.begin, f.end);
  if (part.begin < part.end) ground(part.begin, part.end, 0, with_alpha(ui.color.accent, 0.32f));
  const Color ink = f.link != kNoLink ? ui.color.accent : color;
  const float top = std::floor(y + (f.height - size) * 0.5f);
  const int first_vertex = ui.draw()->VtxBuffer.Size;
  line.draw(ui.draw(), {x, top}, ink);
  if ((f.style & kRunEmphasis) != 0) lean(ui.draw(), first_vertex, top + size * 0.85f);
  if (hovered_link) fill(ui, {x, top + size, x + f.width, top + size + 1}, ink);
  if ((f.style & kRunStrike) != 0)
    fill(ui, {x, std::floor(y + f.height * 0.5f), x + f.width, std::floor(y + f.height * 0.5f) + 1}, ink);
}

bool may_open(std::string_view address) {
  return address.starts_with("https://") || address.starts_with("http://") || address.starts_with("mailto:");
}

const RichFragment* link_under_pointer(const RichMemory& rich, const Place& place) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  for (const RichFragment& f : rich.layout.fragments)
    if (f.link != kNoLink && moved({f.x, f.y, f.x + f.width, f.y + f.height}, place).contains(mouse.x, mouse.y))
      return &f;
  return nullptr;
}

// A link opens when the press did not select anything.
void follow_link(Ui& ui, std::string_view name, const RichMemory& rich, const RichFragment& link, bool clicked) {
  const std::string& address = rich.document.links[link.link];
  ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const bool opens = may_open(address);
  tooltip(ui, opens ? address : address.substr(0, 200) + " (not opened from here)");
  if (!clicked || !opens) return;
  const ProseSelection& selection = ui.memory.selection;
  if (selection.name != name || selection.anchor == selection.caret) ui.push(OpenAddress{address});
}

void copy_buttons(Ui& ui, std::string_view name, const RichMemory& rich, const Place& place) {
  int index = 0;
  for (const RichCode& code : rich.layout.codes) {
    const Rect ground = moved(code.ground, place);
    ++index;
    if (ground.y1 < place.seen.y0 || ground.y0 > place.seen.y1) continue;
    if (icon_button(ui, std::string(name) + "-code" + std::to_string(index),
                    {ground.x1 - 28, ground.y0 + 2, ground.x1 - 2, ground.y0 + 28}, Icon::copy, "Copy code"))
      ui.push(CopyText{std::string(text_of(rich, code.begin, code.end)), "Copied"});
  }
}

}  // namespace

float rich_text(Ui& ui, std::string_view name, float x, float y, float width, std::string_view source, Color color) {
  if (source.empty() || width < 24) return 0;
  const RichMemory& rich = layout_of(ui, name, source, width);
  const float height = rich.layout.height;
  if (take_first_mark(ui, rich.marks))
    for (const RichFragment& f : rich.layout.fragments)
      if (f.begin <= rich.marks[0].at && rich.marks[0].at < f.end) ui.memory.scroll_wanted = y + f.y;
  const ImVec2 clip0 = ui.draw()->GetClipRectMin(), clip1 = ui.draw()->GetClipRectMax();
  const Place place{x, y, intersection({x, y, x + width, y + height}, {clip0.x, clip0.y, clip1.x, clip1.y})};
  if (!place.seen.drawable()) return height;
  const Press pressed = press(ui, name, place.seen, kPressNoFocus | kPressOverlap);
  select_with_mouse(ui, name, rich.document.text, place.seen, pressed,
                    [&] { return offset_at_pointer(ui, rich, place); });
  if (ui.memory.selection.name == name) select_with_keys(ui, rich.document.text);
  const RichFragment* link = pressed.hovered ? link_under_pointer(rich, place) : nullptr;
  if (link != nullptr) follow_link(ui, name, rich, *link, pressed.clicked);
  draw_marks(ui, rich, place);
  for (const RichLabel& label : rich.layout.labels) {
    const float top = y + label.y;
    if (top + label.height < place.seen.y0 || top > place.seen.y1) continue;
    const float left = x + label.x - (label.right ? 0.0f : 60.0f);
    text_in(ui, {left, top, left + 60, top + label.height}, label.text, ui.color.dim,
            aligned(kBody, label.right ? Align::left : Align::right));
  }
  for (const RichFragment& f : rich.layout.fragments) {
    if (y + f.y + f.height < place.seen.y0) continue;
    if (y + f.y > place.seen.y1) break;
    draw_fragment(ui, name, rich, f, place, color, link != nullptr && f.link == link->link);
  }
  copy_buttons(ui, name, rich, place);
  return height;
}

}  // namespace spanorama
