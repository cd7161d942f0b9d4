#include "views/widgets/icons.h"

#include <cmath>
#include <initializer_list>

#include "views/widgets/pen.h"

namespace spanorama {

namespace {

void draw_sun(const Pen& pen) {
  pen.circle(0, 0, 0.2f);
  for (int i = 0; i < 8; ++i) {
    const float angle = static_cast<float>(i) * 0.785398f;
    const float c = std::cos(angle), s = std::sin(angle);
    pen.line({{c * 0.33f, s * 0.33f}, {c * 0.46f, s * 0.46f}});
  }
}

void draw_moon(const Pen& pen) {
  pen.arc(0, 0, 0.4f, -0.35f, 4.4f, false);
  pen.arc(0.2f, -0.22f, 0.35f, 0.65f, 3.4f, false);
}

void draw_link(const Pen& pen) {
  pen.arc(-0.22f, 0.22f, 0.2f, 0.2f, 4.5f, false);
  pen.arc(0.22f, -0.22f, 0.2f, 3.35f, 7.65f, false);
  pen.line({{-0.14f, 0.14f}, {0.14f, -0.14f}});
}

// The mark: a ring of which one half is filled, as a span inside a trace.
void draw_star(const Pen& pen, bool set) {
  constexpr int kCorners = 10;
  for (int i = 0; i < kCorners; ++i) {
    const float turn = 6.2831853f * static_cast<float>(i) / kCorners - 1.5707963f;
    const float radius = i % 2 == 0 ? 0.5f : 0.21f;
    pen.draw->PathLineTo(pen.at(std::cos(turn) * radius, std::sin(turn) * radius + 0.03f));
  }
  set ? pen.draw->PathFillConcave(pen.color) : pen.draw->PathStroke(pen.color, ImDrawFlags_Closed, pen.width);
}

void draw_logo(const Pen& pen) {
  pen.circle(0, 0, 0.44f);
  pen.bar(-0.26f, -0.19f, 0.2f, -0.07f);
  pen.bar(-0.1f, -0.03f, 0.28f, 0.09f);
  pen.bar(-0.02f, 0.13f, 0.16f, 0.25f);
}

void draw_braces(const Pen& pen) {
  pen.line({{-0.18f, -0.4f},
            {-0.28f, -0.36f},
            {-0.28f, -0.08f},
            {-0.38f, 0},
            {-0.28f, 0.08f},
            {-0.28f, 0.36f},
            {-0.18f, 0.4f}});
  pen.line(
      {{0.18f, -0.4f}, {0.28f, -0.36f}, {0.28f, -0.08f}, {0.38f, 0}, {0.28f, 0.08f}, {0.28f, 0.36f}, {0.18f, 0.4f}});
}

void draw_database(const Pen& pen) {
  pen.ellipse(0, -0.28f, 0.34f, 0.13f);
  pen.line({{-0.34f, -0.28f}, {-0.34f, 0.28f}});
  pen.line({{0.34f, -0.28f}, {0.34f, 0.28f}});
  pen.half_ellipse(0, 0, 0.34f, 0.13f);
  pen.half_ellipse(0, 0.28f, 0.34f, 0.13f);
}

void draw_document(const Pen& pen) {
  pen.closed({{-0.3f, -0.42f}, {0.1f, -0.42f}, {0.3f, -0.2f}, {0.3f, 0.42f}, {-0.3f, 0.42f}});
  pen.line({{-0.14f, 0}, {0.14f, 0}});
  pen.line({{-0.14f, 0.18f}, {0.14f, 0.18f}});
}

void draw_help(const Pen& pen) {
  pen.arc(0, -0.16f, 0.22f, 3.3f, 7.2f, false);
  pen.line({{0.12f, 0.0f}, {0, 0.1f}, {0, 0.18f}});
  pen.dot(0, 0.38f, 0.06f);
}

void draw_corners(const Pen& pen, float in, float out) {
  for (const float sx : {-1.0f, 1.0f})
    for (const float sy : {-1.0f, 1.0f}) pen.line({{sx * in, sy * out}, {sx * out, sy * out}, {sx * out, sy * in}});
}

void draw_keyboard(const Pen& pen) {
  pen.box(-0.45f, -0.28f, 0.45f, 0.28f);
  for (const float x : {-0.26f, 0.0f, 0.26f}) pen.dot(x, -0.1f, 0.05f);
  pen.line({{-0.2f, 0.12f}, {0.2f, 0.12f}});
}

void draw_chart(const Pen& pen) {
  pen.bar(-0.38f, 0.02f, -0.2f, 0.38f);
  pen.bar(-0.09f, -0.36f, 0.09f, 0.38f);
  pen.bar(0.2f, -0.14f, 0.38f, 0.38f);
}

void draw_simple(const Pen& pen, Icon which) {
  switch (which) {
    case Icon::plus:
      pen.line({{-0.36f, 0}, {0.36f, 0}});
      pen.line({{0, -0.36f}, {0, 0.36f}});
      return;
    case Icon::close:
      pen.line({{-0.28f, -0.28f}, {0.28f, 0.28f}});
      pen.line({{-0.28f, 0.28f}, {0.28f, -0.28f}});
      return;
    case Icon::search:
      pen.circle(-0.08f, -0.08f, 0.28f);
      pen.line({{0.13f, 0.13f}, {0.4f, 0.4f}});
      return;
    case Icon::chevron_right: pen.line({{-0.13f, -0.26f}, {0.13f, 0}, {-0.13f, 0.26f}}); return;
    case Icon::chevron_left: pen.line({{0.13f, -0.26f}, {-0.13f, 0}, {0.13f, 0.26f}}); return;
    case Icon::chevron_down: pen.line({{-0.26f, -0.13f}, {0, 0.13f}, {0.26f, -0.13f}}); return;
    case Icon::chevron_up: pen.line({{-0.26f, 0.13f}, {0, -0.13f}, {0.26f, 0.13f}}); return;
    case Icon::copy:
      pen.box(-0.14f, -0.14f, 0.4f, 0.4f);
      pen.line({{0.12f, -0.38f}, {-0.38f, -0.38f}, {-0.38f, 0.12f}});
      return;
    case Icon::filter:
      pen.line({{-0.4f, -0.24f}, {0.4f, -0.24f}});
      pen.line({{-0.25f, 0.02f}, {0.25f, 0.02f}});
      pen.line({{-0.1f, 0.28f}, {0.1f, 0.28f}});
      return;
    case Icon::warning:
      pen.closed({{0, -0.4f}, {0.44f, 0.36f}, {-0.44f, 0.36f}});
      pen.line({{0, -0.12f}, {0, 0.1f}});
      pen.dot(0, 0.23f, 0.05f);
      return;
    case Icon::clock:
      pen.circle(0, 0, 0.42f);
      pen.line({{0, -0.22f}, {0, 0.02f}, {0.16f, 0.12f}});
      return;
    case Icon::more:
      for (const float y : {-0.32f, 0.0f, 0.32f}) pen.dot(0, y, 0.09f);
      return;
    case Icon::check: pen.line({{-0.3f, 0.02f}, {-0.08f, 0.24f}, {0.32f, -0.24f}}); return;
    case Icon::folder:
      pen.closed({{-0.42f, -0.32f}, {-0.1f, -0.32f}, {0, -0.18f}, {0.42f, -0.18f}, {0.42f, 0.34f}, {-0.42f, 0.34f}});
      return;
    case Icon::sort_up: pen.filled({{0, -0.2f}, {0.26f, 0.18f}, {-0.26f, 0.18f}}); return;
    case Icon::sort_down: pen.filled({{-0.26f, -0.18f}, {0.26f, -0.18f}, {0, 0.2f}}); return;
    case Icon::reset:
      pen.arc(0, 0, 0.36f, -0.9f, 4.2f, false);
      pen.line({{0.0f, -0.42f}, {0.26f, -0.3f}, {0.14f, -0.04f}});
      return;
    case Icon::globe:
      pen.circle(0, 0, 0.42f);
      pen.ellipse(0, 0, 0.18f, 0.42f);
      pen.line({{-0.42f, 0}, {0.42f, 0}});
      return;
    case Icon::download:
      pen.line({{0, -0.42f}, {0, 0.16f}});
      pen.line({{-0.22f, -0.06f}, {0, 0.16f}, {0.22f, -0.06f}});
      pen.line({{-0.38f, 0.2f}, {-0.38f, 0.4f}, {0.38f, 0.4f}, {0.38f, 0.2f}});
      return;
    case Icon::star:
    case Icon::star_set: return draw_star(pen, which == Icon::star_set);
    case Icon::tag:
      pen.closed({{-0.4f, -0.4f}, {0.02f, -0.4f}, {0.42f, 0.0f}, {0.0f, 0.42f}, {-0.4f, 0.02f}});
      pen.dot(-0.18f, -0.18f, 0.07f);
      return;
    case Icon::columns:
      pen.line({{-0.4f, -0.36f}, {0.4f, -0.36f}, {0.4f, 0.36f}, {-0.4f, 0.36f}, {-0.4f, -0.36f}});
      pen.line({{-0.13f, -0.36f}, {-0.13f, 0.36f}});
      pen.line({{0.13f, -0.36f}, {0.13f, 0.36f}});
      return;
    case Icon::auto_theme:
      pen.circle(0, 0, 0.4f);
      pen.half_disc(0, 0, 0.4f);
      return;
    default: return;
  }
}

}  // namespace

void icon(const Ui& ui, Icon which, float x, float y, float size, Color color) {
  const Pen pen{ui.draw(), x, y, size, color, std::max(1.2f, size * 0.09f)};
  switch (which) {
    case Icon::logo: return draw_logo(pen);
    case Icon::sun: return draw_sun(pen);
    case Icon::moon: return draw_moon(pen);
    case Icon::link: return draw_link(pen);
    case Icon::braces: return draw_braces(pen);
    case Icon::database: return draw_database(pen);
    case Icon::document: return draw_document(pen);
    case Icon::help: return draw_help(pen);
    case Icon::keyboard: return draw_keyboard(pen);
    case Icon::chart: return draw_chart(pen);
    case Icon::expand: return draw_corners(pen, 0.12f, 0.38f);
    case Icon::shrink: return draw_corners(pen, 0.4f, 0.14f);
    default: return draw_simple(pen, which);
  }
}

void error_mark(const Ui& ui, float x, float y, float size) {
  const Pen pen{ui.draw(), x, y, size, ui.color.error, 1.2f};
  pen.filled({{0, -0.44f}, {0.48f, 0.4f}, {-0.48f, 0.4f}});
  const Pen ink{ui.draw(), x, y, size, ui.color.panel, std::max(1.1f, size * 0.12f)};
  ink.line({{0, -0.14f}, {0, 0.1f}});
  ink.dot(0, 0.26f, 0.07f);
}

void status_mark(const Ui& ui, Status status, float x, float y, float size) {
  if (status == Status::error) return error_mark(ui, x, y, size * 1.2f);
  const Pen pen{ui.draw(), x, y, size, status_color(status, ui.color), 1.4f};
  if (status == Status::ok) {
    pen.dot(0, 0, 0.36f);
  } else {
    pen.circle(0, 0, 0.34f);
  }
}

}  // namespace spanorama
