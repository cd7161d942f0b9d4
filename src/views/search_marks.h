// The filter's words, marked where they stand in what is read: prompts, answers, values, previews.
#pragma once

#include <string_view>
#include <vector>

#include "spanorama/query/value_search.h"
#include "views/text_style.h"
#include "views/ui.h"

namespace spanorama {

using MarkPlaces = std::vector<ValueSearch::Place>;

// Once a frame, before anything is drawn.
void follow_filter(Ui& ui);

Color mark_color(const Ui& ui);
// Behind a line that text_in is to draw into `rect`, aligned left.
void mark_line(const Ui& ui, Rect rect, std::string_view text, TextStyle style);
// Behind the piece [begin, end) of a text, of which `places` are marked; `x` and `y` are its corner.
struct MarkedPiece {
  std::string_view text;  // the whole
  std::size_t begin = 0, end = 0;
  float x = 0, y = 0, height = 0;
  TextStyle style;
};
void mark_piece(const Ui& ui, const MarkPlaces& places, const MarkedPiece& piece);
// True once after the filter or the step has changed, for the first text that holds a mark: it brings it into view.
bool take_first_mark(Ui& ui, const MarkPlaces& places);

}  // namespace spanorama
