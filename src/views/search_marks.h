// The filter's words, marked where they stand in what is read: prompts, answers, values, previews.
#pragma once

#include <algorithm>
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
// take(from, to) for each part of [begin, end) that is marked; O(log places + those).
template <class Take>
void for_each_mark(const MarkPlaces& places, std::size_t begin, std::size_t end, Take&& take) {
  const auto first = std::partition_point(
      places.begin(), places.end(), [&](const ValueSearch::Place& place) { return place.at + place.length <= begin; });
  for (auto at = first; at != places.end() && at->at < end; ++at)
    take(std::max(at->at, begin), std::min(at->at + at->length, end));
}
// True once after the filter or the step has changed, for the first text that holds a mark: it brings it into view.
bool take_first_mark(Ui& ui, const MarkPlaces& places);

}  // namespace spanorama
