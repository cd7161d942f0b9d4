// A step by its icon and name, to go to.
#pragma once

#include <string>

#include "views/ui.h"

namespace spanorama {

// As far as they fit into `row` from its right or left end; a click selects the span, and its trace where it is another.
void span_link(Ui& ui, const std::string& name, Rect row, SpanRow span, bool from_right);
// The same behind a few words, 24 points high.
void span_link_after(Ui& ui, const std::string& name, Rect row, std::string_view words, SpanRow span);

}  // namespace spanorama
