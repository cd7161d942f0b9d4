// What lies over and around the bars: axis, range, cursor, minimap.
#include <algorithm>
#include <cmath>
#include <vector>

#include "spanorama/base/format.h"
#include "views/playhead.h"
#include "views/span_color.h"
#include "views/time_view.h"
#include "views/widgets/controls.h"
#include "views/widgets/quads.h"

namespace spanorama {

namespace {

constexpr TextStyle kAxisText{Face::regular, 11, Align::left};

std::string offset_text(double ns) { return text_from(Nanos{static_cast<std::int64_t>(ns)}); }

void label_on_axis(Ui& ui, Rect axis, float x, const std::string& text, Color ground) {
  const float width = text_width(ui, text, kAxisText) + 12;
  const float left = std::clamp(x - width * 0.5f, axis.x0, std::max(axis.x0, axis.x1 - width));
  const Rect box{left, axis.y0 + 2, left + width, axis.y1 - 2};
  fill(ui, box, ground, 4);
  text_in(ui, box, text, ink_on(ground), aligned(kAxisText, Align::center));
}

void torn_edge(Ui& ui, float x, float y0, float y1) {
  for (float y = y0; y < y1; y += 8) {
    ui.draw()->AddLine({x - 2, y}, {x + 2, y + 4}, ui.color.faint, 1);
    ui.draw()->AddLine({x + 2, y + 4}, {x - 2, y + 8}, ui.color.faint, 1);
  }
}

// A folded stretch: a hatched band with torn edges, its real length on the axis.
void draw_breaks(Ui& ui, const TimeView& view, Rect axis, Rect area) {
  if (view.folds == nullptr) return;
  QuadBatch& batch = new_batch(ui);
  float last_label = axis.x0 - 100;
  for (const TimeFolds::Fold& fold : view.folds->folds()) {
    const float x0 = view.x_at(view.since_origin(fold.begin)), x1 = view.x_at(view.since_origin(fold.end));
    if (x1 < view.area.x0 || x0 > view.area.x1) continue;
    Quad quad;
    quad.x0 = std::max(x0, view.area.x0);
    quad.x1 = std::min(std::max(x1, x0 + 3), view.area.x1);
    quad.y0 = axis.y1;
    quad.y1 = area.y1;
    quad.color = with_alpha(ui.color.page, 0.7f);
    quad.edge_color = mixed(ui.color.hairline, ui.color.faint, 0.4f);
    quad.style = kQuadHatched;
    batch.quads.push_back(quad);
    for (const float x : {x0, x1})
      if (x >= view.area.x0 && x <= view.area.x1) torn_edge(ui, x, axis.y1 - 8, area.y1);
    const std::string label = text_from(fold.end - fold.begin) + " idle";
    const float half = text_width(ui, label, kAxisText) * 0.5f + 8, middle = (x0 + x1) * 0.5f;
    if (middle - half < last_label) continue;
    last_label = middle + half;
    label_on_axis(ui, axis, middle, label, mixed(ui.color.panel, ui.color.faint, 0.35f));
  }
  draw_batch(ui, batch);
}

}  // namespace

void draw_time_axis(Ui& ui, const TimeView& view, Rect axis, Rect area) {
  fill(ui, axis, ui.color.panel);
  for (const Tick& tick : time_ticks(view.viewport(), view.origin, 84)) {
    const float x = std::round(view.area.x0 + tick.x_px);
    if (x < view.area.x0 || x > view.area.x1) continue;
    fill(ui, {x, axis.y1 - 4, x + 1, area.y1}, with_alpha(ui.color.hairline, 0.75f));
    // Beside its line; the last one before it, where there is no room behind.
    const bool fits = x + 4 + text_width(ui, tick.label, kAxisText) < axis.x1 - 6;
    const Rect label = fits ? Rect{x + 4, axis.y0, x + 90, axis.y1} : Rect{x - 90, axis.y0, x - 4, axis.y1};
    text_in(ui, label, tick.label, ui.color.faint, fits ? kAxisText : aligned(kAxisText, Align::right));
  }
  hairline_below(ui, axis);
  draw_breaks(ui, view, axis, area);
}

void draw_range_and_cursor(Ui& ui, const TimeView& view, Rect axis, Rect area) {
  draw_playhead(ui, view, axis, area);
  if (ui.state().picked_time) {
    const TimeRange range = *ui.state().picked_time;
    const float x0 = std::clamp(view.x_at(view.since_origin(range.begin)), area.x0, area.x1);
    const float x1 = std::clamp(view.x_at(view.since_origin(range.end)), area.x0, area.x1);
    fill(ui, {x0, area.y0, x1, area.y1}, with_alpha(ui.color.accent, 0.14f));
    fill(ui, {x0, axis.y0, x0 + 1, area.y1}, ui.color.accent);
    fill(ui, {x1 - 1, axis.y0, x1, area.y1}, ui.color.accent);
    label_on_axis(ui, axis, (x0 + x1) * 0.5f, text_from(range.end - range.begin), ui.color.accent);
    return;
  }
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Rect both{view.area.x0, axis.y0, view.area.x1, area.y1};
  if (!mouse_in(both)) return;
  const float x = std::round(mouse.x);
  fill(ui, {x, axis.y1, x + 1, area.y1}, with_alpha(ui.color.text, 0.22f));
  label_on_axis(ui, axis, x, offset_text(std::max(0.0, view.time_at(x))),
                mixed(ui.color.hairline, ui.color.dim, 0.35f));
}

namespace {

using Drag = TimelineMemory::Drag;

TimeView whole_of(const TimeView& view, Rect area) {
  TimeView whole = view;
  whole.begin = view.whole_begin;
  whole.end = view.whole_end;
  whole.area = area;
  return whole;
}

void lay_out_minimap(Ui& ui, const TimeView& whole, Rect area, std::vector<Quad>& quads) {
  quads.clear();
  const DepthLanes& lanes = ui.frame.derived.depth_lanes(ui.state());
  if (lanes.begin.size() < 2) return;
  const auto count = static_cast<float>(lanes.begin.size() - 1);
  const float height = std::clamp((area.height() - 8) / count, 2.0f, 5.0f);
  std::vector<SpanBox> boxes;
  const SpanColors colors(ui);
  const auto fitting = static_cast<std::uint32_t>((area.height() - 8) / height) + 1;
  lay_out_lanes(ui.store(), lanes, whole.viewport(), 3.0f, boxes, 0, fitting);
  for (const SpanBox& box : boxes) {
    const float y = area.y0 + 4 + static_cast<float>(box.lane) * height;
    if (y + 1 > area.y1 - 3) continue;
    Quad quad;
    quad.x0 = area.x0 + box.x0_px;
    quad.x1 = area.x0 + box.x1_px;
    quad.y0 = y;
    quad.y1 = y + std::max(1.0f, height - 1);
    quad.color = with_alpha(colors.of(box.row), 0.85f);
    quad.style = kQuadMinWidth;
    quads.push_back(quad);
  }
}

// One mark for every two pixels, however many errors there are.
void lay_out_errors(Ui& ui, const TimeView& whole, Rect area, std::vector<Quad>& quads) {
  std::vector<bool> marked(static_cast<std::size_t>(area.width() * 0.5f) + 2);
  for (const SpanRow row : ui.frame.derived.error_rows(ui.state())) {
    const float x = std::round(whole.x_at(whole.since_origin(ui.store().columns().start[row.value])));
    const float place = (std::clamp(x, area.x0, area.x1) - area.x0) * 0.5f;
    const auto slot = static_cast<std::size_t>(place);
    if (marked[slot]) continue;
    marked[slot] = true;
    Quad quad;
    quad.x0 = x - 1;
    quad.x1 = x + 1;
    quad.y0 = area.y0;
    quad.y1 = area.y0 + 5;
    quad.color = ui.color.error;
    quads.push_back(quad);
  }
}

void minimap_spans(Ui& ui, const TimeView& whole, Rect area) {
  MinimapCache& cache = ui.memory.timeline.minimap;
  const bool same = cache.store_revision == ui.store().revision() && cache.trace == ui.state().trace &&
                    cache.dark == ui.color.dark && cache.folded == (whole.folds != nullptr) &&
                    cache.color_by == ui.state().trace_view.color_by && cache.x0 == area.x0 && cache.x1 == area.x1 &&
                    cache.y0 == area.y0 && cache.y1 == area.y1;
  if (!same) {
    lay_out_minimap(ui, whole, area, cache.batch.quads);
    lay_out_errors(ui, whole, area, cache.batch.quads);
    cache.store_revision = ui.store().revision();
    cache.trace = ui.state().trace;
    cache.dark = ui.color.dark;
    cache.folded = whole.folds != nullptr;
    cache.color_by = ui.state().trace_view.color_by;
    cache.x0 = area.x0;
    cache.x1 = area.x1;
    cache.y0 = area.y0;
    cache.y1 = area.y1;
  }
  draw_batch(ui, cache.batch);
}

void minimap_drag(Ui& ui, const TimeView& view, const TimeView& whole, Rect area) {
  TimelineMemory& memory = ui.memory.timeline;
  const Press pressed = press(ui, "minimap", area, kPressNoFocus | kPressOverlap);
  const float x = ImGui::GetIO().MousePos.x;
  if (pressed.held && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    memory.drag = Drag::minimap;
    memory.drag_x = x;
    // Zoomed in, the window is moved; else a new one is drawn.
    memory.drag_begin = view.zoomed_in() ? view.asked_end - view.asked_begin : 0;
  }
  if (memory.drag != Drag::minimap) return;
  if (memory.drag_begin > 0) {
    const double middle = whole.shown_at(x);
    ask_for(ui, view, middle - memory.drag_begin * 0.5, middle + memory.drag_begin * 0.5);
  } else if (std::abs(x - memory.drag_x) > 4) {
    const double a = whole.shown_at(memory.drag_x), b = whole.shown_at(x);
    fill(ui, {std::min(x, memory.drag_x), area.y0, std::max(x, memory.drag_x), area.y1},
         with_alpha(ui.color.accent, 0.2f));
    if (!pressed.held) ask_for(ui, view, std::min(a, b), std::max(a, b));
  }
  if (!pressed.held) memory.drag = Drag::none;
}

}  // namespace

void draw_minimap(Ui& ui, const TimeView& view, Rect area) {
  fill(ui, area, mixed(ui.color.panel, ui.color.page, 0.6f));
  const TimeView whole = whole_of(view, area);
  minimap_spans(ui, whole, area);
  if (view.zoomed_in()) {
    const float x0 = std::clamp(whole.x_shown(view.begin), area.x0, area.x1),
                x1 = std::clamp(whole.x_shown(view.end), area.x0, area.x1);
    const Color shade = with_alpha(ui.color.page, 0.65f);
    fill(ui, {area.x0, area.y0, x0, area.y1}, shade);
    fill(ui, {x1, area.y0, area.x1, area.y1}, shade);
    outline(ui, {x0, area.y0, std::max(x1, x0 + 3), area.y1}, ui.color.accent, 3);
  }
  minimap_drag(ui, view, whole, area);
  hairline_below(ui, area);
}

}  // namespace spanorama
