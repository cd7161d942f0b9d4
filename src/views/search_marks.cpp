#include "views/search_marks.h"

#include <algorithm>

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

void mark_piece(const Ui& ui, const MarkPlaces& places, const MarkedPiece& piece) {
  const auto first = std::partition_point(places.begin(), places.end(), [&](const ValueSearch::Place& place) {
    return place.at + place.length <= piece.begin;
  });
  for (auto at = first; at != places.end() && at->at < piece.end; ++at) {
    const std::size_t begin = std::max(at->at, piece.begin), end = std::min(at->at + at->length, piece.end);
    const float x0 = piece.x + text_width(ui, piece.text.substr(piece.begin, begin - piece.begin), piece.style);
    const float x1 = x0 + text_width(ui, piece.text.substr(begin, end - begin), piece.style);
    fill(ui, {x0 - 1, piece.y, x1 + 1, piece.y + piece.height}, mark_color(ui), 2);
  }
}

void mark_line(const Ui& ui, Rect rect, std::string_view text, TextStyle style) {
  constexpr std::size_t kMostShown = 1024;  // of a line
  if (ui.memory.marks.marks.empty() || !rect.drawable()) return;
  text = text.substr(0, kMostShown);
  const MarkPlaces places = ui.memory.marks.marks.in(text);
  if (places.empty()) return;
  push_clip(ui, rect);
  const float height = line_height(ui, style);
  mark_piece(ui, places, {text, 0, text.size(), rect.x0, rect.center_y() - height * 0.5f, height, style});
  pop_clip(ui);
}

bool take_first_mark(Ui& ui, const MarkPlaces& places) {
  if (places.empty() || !ui.memory.marks.first_wanted) return false;
  ui.memory.marks.first_wanted = false;
  return true;
}

}  // namespace spanorama
