// Icons drawn from lines and arcs, so that they are sharp at every scale and need no font.
#pragma once

#include "views/ui.h"

namespace spanorama {

enum class Icon : std::uint8_t {
  logo,
  plus,
  close,
  search,
  sun,
  moon,
  auto_theme,
  chevron_right,
  chevron_down,
  chevron_left,
  chevron_up,
  link,
  expand,
  shrink,
  copy,
  filter,
  help,
  warning,
  clock,
  document,
  braces,
  check,
  database,
  folder,
  chart,
  keyboard,
  sort_up,
  sort_down,
  reset,
  globe,
  columns,
  download,
  more,
  star,
  star_set,
  tag,
};
// Centred at (x, y); `size` is the box it fits in.
void icon(const Ui& ui, Icon which, float x, float y, float size, Color color);

// Hue and shape tell the type.
void type_icon(const Ui& ui, ObservationType type, float x, float y, float size);
// A dot for ok, a triangle for an error, a ring for unset.
void status_mark(const Ui& ui, Status status, float x, float y, float size);
void error_mark(const Ui& ui, float x, float y, float size);

}  // namespace spanorama
