#include "views/search_marks.h"

#include "views/widgets/line_text.h"
#include "views/widgets/text.h"

namespace spanorama {

void follow_filter(Ui& ui) {
  SearchMarks& marks = ui.memory.marks;
  if (!(marks.filter == ui.state().filter)) {
    marks.filter = ui.state().filter;
    marks.marks = TextMarks(marks.filter);
    marks.first_wanted = true;
    ++marks.revision;
  }
  if (marks.span == ui.state().span) return;
  marks.span = ui.state().span;
  marks.first_wanted = true;
}

Color mark_color(const Ui& ui) { return with_alpha(ui.color.warn, ui.color.dark ? 0.38f : 0.45f); }

void mark_line(const Ui& ui, Rect rect, std::string_view text, TextStyle style) {
  constexpr std::size_t kMostShown = 1024;  // of a line
  if (ui.memory.marks.marks.empty() || !rect.drawable()) return;
  text = text.substr(0, kMostShown);
  const MarkPlaces places = ui.memory.marks.marks.in(text);
  if (places.empty()) return;
  push_clip(ui, rect);
  const float height = line_height(ui, style);
  const float top = rect.center_y() - height * 0.5f;
  BidiText bidi(text);
  const LineText line(font_of(style.face), font_size(ui, style), text, bidi.line(0, text.size()));
  for_each_mark(places, 0, text.size(), [&](std::size_t from, std::size_t to) {
    line.places(from, to, [&](float x0, float x1) {
      fill(ui, {rect.x0 + x0 - 1, top, rect.x0 + x1 + 1, top + height}, mark_color(ui), 2);
    });
  });
  pop_clip(ui);
}

bool take_first_mark(Ui& ui, const MarkPlaces& places) {
  if (places.empty() || !ui.memory.marks.first_wanted) return false;
  ui.memory.marks.first_wanted = false;
  return true;
}

}  // namespace spanorama
