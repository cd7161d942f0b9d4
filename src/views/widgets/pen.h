// Strokes in a unit box (-0.5 .. 0.5 both ways, y down) scaled to where an icon stands.
#pragma once

#include <imgui.h>

#include <initializer_list>

#include "views/palette.h"

namespace spanorama {

struct Pen {
  struct Point {
    float x, y;
  };
  ImDrawList* draw;
  float x, y, size;
  Color color;
  float width;

  ImVec2 at(float px, float py) const { return {x + px * size, y + py * size}; }
  void line(std::initializer_list<Point> points) const { stroke(points, false); }
  void closed(std::initializer_list<Point> points) const { stroke(points, true); }
  void filled(std::initializer_list<Point> points) const {
    for (const Point& p : points) draw->PathLineTo(at(p.x, p.y));
    draw->PathFillConvex(color);
  }
  void box(float x0, float y0, float x1, float y1) const {
    draw->AddRect(at(x0, y0), at(x1, y1), color, size * 0.1f, 0, width);
  }
  void bar(float x0, float y0, float x1, float y1) const {
    draw->AddRectFilled(at(x0, y0), at(x1, y1), color, size * 0.04f);
  }
  void circle(float cx, float cy, float radius) const { draw->AddCircle(at(cx, cy), radius * size, color, 0, width); }
  void dot(float cx, float cy, float radius) const { draw->AddCircleFilled(at(cx, cy), radius * size, color); }
  void arc(float cx, float cy, float radius, float from, float to, bool fill) const {
    draw->PathArcTo(at(cx, cy), radius * size, from, to);
    if (fill) return draw->PathFillConvex(color);
    draw->PathStroke(color, 0, width);
  }
  void half_disc(float cx, float cy, float radius) const { arc(cx, cy, radius, -1.5708f, 1.5708f, true); }
  void ellipse(float cx, float cy, float rx, float ry) const {
    draw->AddEllipse(at(cx, cy), {rx * size, ry * size}, color, 0, 0, width);
  }
  void half_ellipse(float cx, float cy, float rx, float ry) const {
    draw->PathEllipticalArcTo(at(cx, cy), {rx * size, ry * size}, 0, 0, 3.14159f);
    draw->PathStroke(color, 0, width);
  }

 private:
  void stroke(std::initializer_list<Point> points, bool close) const {
    for (const Point& p : points) draw->PathLineTo(at(p.x, p.y));
    draw->PathStroke(color, close ? ImDrawFlags_Closed : 0, width);
  }
};

}  // namespace spanorama
