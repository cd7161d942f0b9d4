// The visible time of the selected trace, shared by timeline, flame and minimap: what the state asks for, eased; and the
// gestures and keys that move it. Times are nanoseconds since the trace's start, as doubles (exact to 104 days). Where
// idle stretches are folded, shown time is shorter than real time: begin, end, and what is asked for are shown time.
#pragma once

#include <vector>

#include "views/ui.h"

namespace spanorama {

struct TimeView {
  TraceRow trace;
  UnixTime origin;                        // the trace's start
  double whole_begin = 0, whole_end = 1;  // the trace with a little room on both sides
  double asked_begin = 0, asked_end = 1;  // what the state says
  double begin = 0, end = 1;              // what is drawn now
  Rect area;                              // x0..x1 is begin..end
  const TimeFolds* folds = nullptr;       // none: shown time is real time

  double ns_per_point() const { return (end - begin) / static_cast<double>(std::max(1.0f, area.width())); }
  double shown_at(float x) const { return begin + static_cast<double>(x - area.x0) * ns_per_point(); }
  double shown_from(double real) const;
  double real_from(double shown) const;
  double time_at(float x) const { return real_from(shown_at(x)); }  // real
  float x_at(double real) const { return x_shown(shown_from(real)); }
  float x_shown(double shown) const { return area.x0 + static_cast<float>((shown - begin) / ns_per_point()); }
  double since_origin(UnixTime time) const { return static_cast<double>((time - origin).count); }
  Viewport viewport() const;
  bool zoomed_in() const { return asked_begin > whole_begin || asked_end < whole_end; }
};

// Follows the state by one frame; sets ui.animating while it is on its way.
TimeView make_time_view(Ui& ui, TraceRow trace, Rect area);

// Asks for a range, kept inside the trace (with room of a tenth) and at least a microsecond wide.
// Begin and end in shown time.
void ask_for(Ui& ui, const TimeView& view, double begin, double end);
void ask_for_all(Ui& ui);
void ask_for_span(Ui& ui, const TimeView& view, SpanRow span);
void zoom_at(Ui& ui, const TimeView& view, double factor, double shown);
// Picks begin..end (real, since the trace's start) for everything that adds up.
void pick_time(Ui& ui, const TimeView& view, double begin, double end);

// Wheel with Ctrl, drags, double click over `area`; `row_under` is the span below the pointer or invalid.
struct TimeGesture {
  bool clicked = false;  // a press without a drag
};
TimeGesture time_gestures(Ui& ui, const TimeView& view, std::string_view name, Rect area, SpanRow row_under,
                          Scroll& scroll);
// W S A D F Escape and Enter.
void time_keys(Ui& ui, const TimeView& view);

// Ticks above, lines through `area`, the picked range, the line under the pointer with its time.
void draw_time_axis(Ui& ui, const TimeView& view, Rect axis, Rect area);
void draw_range_and_cursor(Ui& ui, const TimeView& view, Rect axis, Rect area);
void draw_minimap(Ui& ui, const TimeView& view, Rect area);

}  // namespace spanorama
