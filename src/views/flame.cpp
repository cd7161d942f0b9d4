// The same spans by depth over time. What runs at once lies side by side; what is too small to see is drawn together.
#include <cmath>

#include "spanorama/base/format.h"
#include "views/panels.h"
#include "views/span_color.h"
#include "views/span_keys.h"
#include "views/time_marks.h"
#include "views/time_view.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/quads.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr float kLaneHeight = 22, kAxisHeight = 24, kMinimapHeight = 40;

Rect box_rect(const SpanBox& box, const ScrollView& scroll) {
  const float y = scroll.area.y0 + 6 + kLaneHeight * static_cast<float>(box.lane) - static_cast<float>(scroll.y);
  return {scroll.area.x0 + box.x0_px, y, scroll.area.x0 + box.x1_px, y + kLaneHeight - 2};
}

Quad box_quad(const Ui& ui, const SpanColors& colors, const SpanBox& box, Rect rect) {
  Quad quad;
  quad.x0 = rect.x0;
  quad.y0 = rect.y0;
  quad.x1 = rect.width() > 3 ? rect.x1 - 1 : rect.x1;
  quad.y1 = rect.y1;
  quad.color = colors.of(box.row);
  if (box.folded == 0 && dimmed(ui, box.row)) quad.color = mixed(quad.color, ui.color.panel, 0.72f);
  quad.style = kQuadMinWidth | (rect.width() > 6 ? quad_radius(2) : 0u);
  if (box.folded == 0 && box.first_token_px > box.x0_px && rect.width() > 3)
    quad.style |= quad_waiting(std::clamp((box.first_token_px - box.x0_px) / (box.x1_px - box.x0_px), 0.0f, 1.0f));
  if (box.folded > 0) quad.style |= kQuadFolded;
  if (box.folded > 0) quad.edge_color = mixed(quad.color, ui.color.panel, 0.45f);
  if (box.error) {
    quad.style |= kQuadHatched | kQuadEdged;
    quad.edge_color = ui.color.error;
  }
  return quad;
}

const SpanBox* box_under_pointer(const std::vector<SpanBox>& boxes, const ScrollView& scroll) {
  if (!mouse_in(scroll.area)) return nullptr;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  for (const SpanBox& box : boxes) {
    const Rect rect = box_rect(box, scroll);
    if (rect.contains(mouse.x, mouse.y) || (rect.width() < 3 && inset(rect, -1.5f, 0).contains(mouse.x, mouse.y)))
      return &box;
  }
  return nullptr;
}

// Returns what was done to the mark of its links.
LinkPress draw_label(Ui& ui, const SpanColors& colors, const SpanBox& box, Rect rect, Rect area) {
  const Rect shown = inset(Rect{std::max(rect.x0, area.x0), rect.y0, std::min(rect.x1, area.x1), rect.y1}, 5, 0);
  LinkPress link;
  if (shown.width() < 16) return link;
  const Color hue = colors.of(box.row);
  const bool pale = dimmed(ui, box.row) || box.first_token_px > box.x0_px + 12;
  const Color ink = ink_on(pale && box.folded == 0 ? mixed(hue, ui.color.panel, 0.6f) : hue);
  if (box.folded > 0) {
    text_in(ui, shown, grouped(box.folded + 1) + " spans", ink, kTiny);
    return link;
  }
  Rect row = shown;
  if (ui.store().columns().links[box.row.value].count > 0 && row.width() > 60)
    link = link_button(ui, inset(cut_right(row, 14), -2, 0), box.row, with_alpha(ink, 0.8f), 0);
  text_left(ui, row, span_name(ui.store(), box.row), ink, kSmall, 8);
  const std::string duration = text_from(ui.store().columns().duration[box.row.value]);
  if (row.width() > text_width(ui, duration, kTiny) + 2) text_in(ui, row, duration, with_alpha(ink, 0.7f), kTiny);
  return link;
}

// The lanes that are on the screen.
struct LanesOnScreen {
  std::uint32_t first = 0, count = 0;
};

LanesOnScreen lanes_on_screen(const Scroll& scroll, Rect area) {
  const auto lane = static_cast<double>(kLaneHeight);
  const auto first = static_cast<std::uint32_t>(std::max(0.0, (scroll.y - 6) / lane));
  return {first, static_cast<std::uint32_t>(static_cast<double>(area.height()) / lane) + 2};
}

LinkPress draw_boxes(Ui& ui, const TimeView& view, const std::vector<SpanBox>& boxes, const ScrollView& scroll) {
  LinkPress link;
  const SpanRow selected = ui.frame.derived.span_row(ui.state());
  const SpanColors colors(ui);
  QuadBatch& batch = new_batch(ui);
  QuadBatch& marks = new_batch(ui);
  for (const SpanBox& box : boxes) {
    const Rect rect = box_rect(box, scroll);
    batch.quads.push_back(box_quad(ui, colors, box, rect));
    if (box.folded == 0 && ui.state().trace_view.critical_path && rect.width() > 4)
      add_path(ui, batch, view, box.row, rect.y1 - 2);
    if (box.folded == 0) add_events(ui, marks, box.row, rect, view);
  }
  draw_batch(ui, batch);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const SpanBox& box = boxes[i];
    if (box.x1_px - box.x0_px < 12) continue;
    const Rect rect = box_rect(box, scroll);
    // Steps that run at once and had to share a lane lie over one another: a name ends where the next one begins.
    const bool covered = i + 1 < boxes.size() && boxes[i + 1].lane == box.lane && boxes[i + 1].x0_px < box.x1_px;
    Rect label = rect;
    if (covered) label.x1 = scroll.area.x0 + boxes[i + 1].x0_px;
    const LinkPress own = draw_label(ui, colors, box, label, scroll.area);
    link = {link.hovered || own.hovered, link.clicked || own.clicked};
    if (box.first_token_px > 0 && box.folded == 0)
      fill(ui,
           {scroll.area.x0 + box.first_token_px - 0.5f, rect.y0, scroll.area.x0 + box.first_token_px + 0.5f, rect.y1},
           ui.color.text);
    if (box.row == selected && box.folded == 0) outline(ui, inset(rect, -1, -1), ui.color.text, 3, 1.5f);
  }
  draw_batch(ui, marks);
  return link;
}

// "n of n": nothing is left out, however many there are.
void draw_count(Ui& ui, const TimeView& view, const DepthLanes& lanes, const std::vector<SpanBox>& boxes, Rect area) {
  const std::uint32_t in_view = spans_in_view(ui.store(), lanes, view.viewport());
  std::uint32_t folded = 0;
  for (const SpanBox& box : boxes) folded += box.folded > 0 ? box.folded + 1 : 0;
  std::string text =
      grouped(in_view) + " of " + grouped(static_cast<std::int64_t>(lanes.spans.size())) + " steps in view";
  if (folded > 0) text += ", " + grouped(folded) + " drawn together";
  const float width = text_width(ui, text, kTiny) + 12;
  const Rect box{area.x1 - width - 14, area.y1 - 22, area.x1 - 14, area.y1 - 4};
  ui.rects.add("flame-count", {box.x0, box.y0, box.width(), box.height()});
  fill(ui, box, with_alpha(ui.color.panel, 0.85f), 4);
  text_in(ui, box, text, ui.color.dim, aligned(kTiny, Align::center));
}

}  // namespace

void draw_flame(Ui& ui, Rect area) {
  const TraceRow trace = ui.frame.derived.trace_row(ui.state());
  ui.rects.add("flame", {area.x0, area.y0, area.width(), area.height()});
  const Rect minimap = cut_top(area, area.height() > 180 ? kMinimapHeight : 0.0f);
  const Rect axis = cut_top(area, kAxisHeight);
  const TimeView view = make_time_view(ui, trace, {area.x0 + 8, area.y0, area.x1 - 12, area.y1});
  time_keys(ui, view);
  span_keys(ui, trace);
  if (minimap.drawable()) draw_minimap(ui, view, minimap);
  draw_time_axis(ui, view, axis, area);
  const DepthLanes& lanes = ui.frame.derived.open_trace().packed_lanes(ui.state());
  std::vector<SpanBox>& boxes = ui.memory.timeline.boxes;
  const double height =
      static_cast<double>(kLaneHeight) * static_cast<double>(std::max<std::size_t>(1, lanes.begin.size()) - 1) + 16;
  Scroll& scroll = scroll_of(ui, "flame");
  ScrollView scrolled = scroll_begin(ui, scroll, {view.area.x0, area.y0, view.area.x1 + 10, area.y1}, height, false);
  scrolled.area.x1 = view.area.x1;
  boxes.clear();
  const LanesOnScreen on_screen = lanes_on_screen(scroll, area);
  lay_out_lanes(ui.store(), lanes, view.viewport(), 2.0f, boxes, on_screen.first, on_screen.count);
  const SpanBox* under = box_under_pointer(boxes, scrolled);
  const SpanRow span = under != nullptr ? under->row : SpanRow{};
  const TimeGesture gesture = time_gestures(ui, view, "flame-rows", scrolled.area, span, scroll);
  const LinkPress link = draw_boxes(ui, view, boxes, scrolled);
  if (under != nullptr) outline(ui, box_rect(*under, scrolled), with_alpha(ui.color.text, 0.55f), 2);
  scrolled.area.x1 += 10;
  scroll_end(ui, "flame", scroll, scrolled);
  draw_count(ui, view, lanes, boxes, area);
  draw_range_and_cursor(ui, view, axis, {view.area.x0, area.y0, view.area.x1, area.y1});
  if (gesture.clicked && span.valid() && !link.clicked) ui.push(SelectSpan{ui.store().columns().span_id[span.value]});
  if (under == nullptr || link.hovered || ui.memory.timeline.drag != TimelineMemory::Drag::none) return;
  offer_values(ui, area, false, [&] { return values_of(ui.store(), span); });
  std::vector<TipLine> lines = span_tip(ui, trace, span);
  if (under->folded == 0) event_tip(ui, view, span, lines);
  if (under->folded > 0) lines.insert(lines.begin(), {"", grouped(under->folded + 1) + " spans, the longest:"});
  tooltip(ui, lines);
}

}  // namespace spanorama
