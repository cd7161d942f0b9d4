// Rectangles in points, and layout by cutting pieces off.
//
//   Rect bar = cut_top(area, 44);   // bar is the top 44 points, area what is left
#pragma once

#include <algorithm>

namespace spanorama {

struct Rect {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;

  float width() const { return x1 - x0; }
  float height() const { return y1 - y0; }
  float center_x() const { return (x0 + x1) * 0.5f; }
  float center_y() const { return (y0 + y1) * 0.5f; }
  bool contains(float x, float y) const { return x >= x0 && x < x1 && y >= y0 && y < y1; }
  bool drawable() const { return x1 > x0 && y1 > y0; }
};

inline Rect cut_left(Rect& from, float width) {
  Rect piece = from;
  piece.x1 = from.x0 = std::min(from.x1, from.x0 + width);
  return piece;
}
inline Rect cut_right(Rect& from, float width) {
  Rect piece = from;
  piece.x0 = from.x1 = std::max(from.x0, from.x1 - width);
  return piece;
}
inline Rect cut_top(Rect& from, float height) {
  Rect piece = from;
  piece.y1 = from.y0 = std::min(from.y1, from.y0 + height);
  return piece;
}
inline Rect cut_bottom(Rect& from, float height) {
  Rect piece = from;
  piece.y0 = from.y1 = std::max(from.y0, from.y1 - height);
  return piece;
}
inline Rect inset(Rect rect, float x, float y) { return {rect.x0 + x, rect.y0 + y, rect.x1 - x, rect.y1 - y}; }
inline Rect centered(Rect rect, float width, float height) {
  const float x = rect.center_x() - width * 0.5f, y = rect.center_y() - height * 0.5f;
  return {x, y, x + width, y + height};
}
inline Rect intersection(Rect a, Rect b) {
  return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

}  // namespace spanorama
