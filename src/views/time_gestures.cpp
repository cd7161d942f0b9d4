// Mouse and keys on the visible time.
#include <cmath>

#include "views/time_view.h"
#include "views/widgets/press.h"

namespace spanorama {

namespace {

using Drag = TimelineMemory::Drag;

constexpr float kDragThreshold = 4;
constexpr double kKeyZoomPerSecond = 4.0, kKeyPanPerSecond = 0.9;

void wheel(Ui& ui, const TimeView& view, Rect area) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!mouse_in(area)) return;
  double begin = view.asked_begin, end = view.asked_end, factor = 1;
  if (io.KeyCtrl && io.MouseWheel != 0) {
    // The time under the pointer as it will be, not as it is drawn half way of an animation.
    const double share = static_cast<double>((io.MousePos.x - view.area.x0) / std::max(1.0f, view.area.width()));
    const double time = begin + (end - begin) * share;
    factor = std::pow(1.25, static_cast<double>(io.MouseWheel));
    begin = time - (time - begin) / factor;
    end = time + (end - time) / factor;
  }
  // Two fingers zoom and move at once.
  const float sideways = io.KeyShift && !io.KeyCtrl ? io.MouseWheel : io.MouseWheelH;
  const double by = -static_cast<double>(sideways) * 60 * view.ns_per_point() / factor;
  if (factor != 1 || sideways != 0) ask_for(ui, view, begin + by, end + by);
}

void start_drag(TimelineMemory& memory, const TimeView& view, Drag drag) {
  memory.drag = drag;
  memory.drag_begin = view.asked_begin;
  memory.drag_end = view.asked_end;
}

void drag_along(Ui& ui, const TimeView& view, Scroll& scroll) {
  TimelineMemory& memory = ui.memory.timeline;
  const float x = ImGui::GetIO().MousePos.x;
  if (memory.drag == Drag::range) {
    const double a = view.time_at(memory.drag_x), b = view.time_at(std::clamp(x, view.area.x0, view.area.x1));
    pick_time(ui, view, std::min(a, b), std::max(a, b));
  } else if (memory.drag == Drag::pan) {
    const double per_point = (memory.drag_end - memory.drag_begin) / static_cast<double>(view.area.width());
    const double by = static_cast<double>(memory.drag_x - x) * per_point;
    ask_for(ui, view, memory.drag_begin + by, memory.drag_end + by);
    scroll.y -= static_cast<double>(ImGui::GetIO().MouseDelta.y);
  }
}

}  // namespace

TimeGesture time_gestures(Ui& ui, const TimeView& view, std::string_view name, Rect area, SpanRow row_under,
                          Scroll& scroll) {
  TimeGesture gesture;
  TimelineMemory& memory = ui.memory.timeline;
  const ImGuiIO& io = ImGui::GetIO();
  wheel(ui, view, area);
  const Press pressed = press(ui, name, area, kPressNoFocus | kPressOverlap);
  const bool middle = mouse_in(area) && ImGui::IsMouseClicked(ImGuiMouseButton_Middle);
  if ((pressed.held && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) || middle) {
    memory.drag_x = io.MousePos.x;
    const bool finger = io.MouseSource == ImGuiMouseSource_TouchScreen || ui.memory.options.touch;
    if (middle || io.KeyShift || finger) start_drag(memory, view, Drag::pan);
  }
  const bool moved = std::abs(io.MousePos.x - memory.drag_x) > kDragThreshold;
  if (pressed.held && memory.drag == Drag::none && moved && io.MouseDownDuration[0] > 0)
    start_drag(memory, view, Drag::range);
  if (memory.drag == Drag::range || memory.drag == Drag::pan) drag_along(ui, view, scroll);
  const bool down = ImGui::IsMouseDown(ImGuiMouseButton_Left) || ImGui::IsMouseDown(ImGuiMouseButton_Middle);
  const bool dragged = memory.drag == Drag::range || (memory.drag == Drag::pan && moved);
  if (pressed.clicked && !dragged) {
    gesture.clicked = true;
    if (ui.state().picked_time) ui.push(PickTime{});
  }
  if (!down && (memory.drag == Drag::range || memory.drag == Drag::pan)) memory.drag = Drag::none;
  if (pressed.double_clicked && row_under.valid()) ask_for_span(ui, view, row_under);
  return gesture;
}

void time_keys(Ui& ui, const TimeView& view) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!keys_are_free(ui) || io.KeyCtrl || io.KeyAlt || io.KeySuper) return;
  const double seconds = std::min(0.05, static_cast<double>(io.DeltaTime));
  const double middle = (view.asked_begin + view.asked_end) * 0.5, width = view.asked_end - view.asked_begin;
  const auto held = [&](ImGuiKey key) {
    if (ImGui::IsKeyDown(key)) ui.animating = true;
    return ImGui::IsKeyDown(key);
  };
  // A single press is a visible step; a held key moves at a steady speed.
  if (ImGui::IsKeyPressed(ImGuiKey_W, false))
    zoom_at(ui, view, 1.3, middle);
  else if (held(ImGuiKey_W))
    zoom_at(ui, view, std::pow(kKeyZoomPerSecond, seconds), middle);
  if (ImGui::IsKeyPressed(ImGuiKey_S, false))
    zoom_at(ui, view, 1 / 1.3, middle);
  else if (held(ImGuiKey_S))
    zoom_at(ui, view, std::pow(kKeyZoomPerSecond, -seconds), middle);
  double pan = 0;
  if (held(ImGuiKey_A)) pan -= ImGui::IsKeyPressed(ImGuiKey_A, false) ? 0.08 : kKeyPanPerSecond * seconds;
  if (held(ImGuiKey_D)) pan += ImGui::IsKeyPressed(ImGuiKey_D, false) ? 0.08 : kKeyPanPerSecond * seconds;
  if (pan != 0) ask_for(ui, view, view.asked_begin + pan * width, view.asked_end + pan * width);
  const bool fit = ImGui::IsKeyPressed(ImGuiKey_F, false), enter = ImGui::IsKeyPressed(ImGuiKey_Enter, false);
  if (ui.state().picked_time && (fit || enter)) {
    const TimeRange range = *ui.state().picked_time;
    ask_for(ui, view, view.shown_from(view.since_origin(range.begin)), view.shown_from(view.since_origin(range.end)));
    ui.push(PickTime{});
    return;
  }
  if (!fit) return;
  const SpanRow span = ui.frame.derived.span_row(ui.state());
  if (!span.valid()) return ask_for_all(ui);
  const double begin = view.shown_from(view.since_origin(ui.store().columns().start[span.value]));
  const double length = view.shown_from(view.since_origin(ui.store().end(span))) - begin;
  // Twice: the span fills the view already, so show everything.
  const bool fits = std::abs(view.asked_begin - (begin - length * 0.06)) < length * 0.02 &&
                    std::abs(view.asked_end - (begin + length * 1.06)) < length * 0.02;
  if (fits)
    ask_for_all(ui);
  else
    ask_for_span(ui, view, span);
}

}  // namespace spanorama
