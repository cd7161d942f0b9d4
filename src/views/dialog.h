// A panel over a dimmed screen: a window of its own, closed by Escape, its × or a click beside it.
#pragma once

#include <string_view>

#include "views/ui.h"

namespace spanorama {

// A window as large as the screen that dims it, with a raised box in it. Always pair with dialog_end.
void overlay_begin(Ui& ui, std::string_view name, Rect screen, Rect box);

struct Dialog {
  Rect content;  // below the title
  bool closed = false;
};
// Always pair with dialog_end.
Dialog dialog_begin(Ui& ui, std::string_view name, std::string_view title, Rect screen, float width, float height);
void dialog_end(Ui& ui);

}  // namespace spanorama
