#include "views/time_marks.h"

#include <algorithm>
#include <cmath>

#include "spanorama/base/format.h"
#include "views/span_search.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

constexpr std::uint32_t kMostArrows = 64;

struct Jump {
  TraceRow trace;
  SpanRow span;
};

Jump target_of(Ui& ui, const SpanLink& link) {
  Jump jump;
  jump.trace =
      link.trace_id == ui.state().trace ? ui.frame.derived.trace_row(ui.state()) : ui.store().find_trace(link.trace_id);
  if (jump.trace.valid()) jump.span = ui.store().find_span(jump.trace, link.span_id);
  return jump;
}

void arrow(Ui& ui, ImVec2 from, ImVec2 to) {
  const float bend = std::clamp(std::abs(to.y - from.y) * 0.5f, 16.0f, 60.0f);
  ui.draw()->AddBezierCubic(from, {from.x + bend, from.y}, {to.x - bend, to.y}, to, ui.color.accent, 1.5f);
  ui.draw()->AddTriangleFilled(to, {to.x - 7, to.y - 4}, {to.x - 7, to.y + 4}, ui.color.accent);
}

void draw_arrows(Ui& ui, const TimeView& view, const SpanRows& rows, SpanRow from, float y) {
  const Range links = ui.store().columns().links[from.value];
  for (std::uint32_t i = 0; i < std::min(links.count, kMostArrows); ++i) {
    const SpanRow to = target_of(ui, ui.store().columns().link_rows[links.begin + i]).span;
    const auto at = std::lower_bound(rows.rows.begin(), rows.rows.end(), to);
    if (!to.valid() || at == rows.rows.end() || !(*at == to)) continue;
    const float to_y = rows.y0 + (static_cast<float>(at - rows.rows.begin()) + 0.5f) * rows.height;
    const auto x = [&](UnixTime time) {
      return std::clamp(view.x_at(view.since_origin(time)), view.area.x0, view.area.x1);
    };
    arrow(ui, {x(ui.store().columns().start[from.value]), y}, {x(ui.store().columns().start[to.value]), to_y});
  }
}

void jump_to(Ui& ui, const SpanLink& link) {
  const Jump jump = target_of(ui, link);
  if (!jump.trace.valid()) return ui.push(ShowNotice{"The linked trace is not in the open sources."});
  if (!(link.trace_id == ui.state().trace)) ui.push(SelectTrace{link.trace_id});
  if (jump.span.valid()) ui.push(SelectSpan{link.span_id});
}

}  // namespace

bool dimmed(const Ui& ui, SpanRow span) {
  const AppState& state = ui.state();
  const UnixTime start = ui.store().columns().start[span.value];
  if (state.playhead && start > *state.playhead) return true;
  if (state.picked_time && (start > state.picked_time->end || ui.store().end(span) < state.picked_time->begin))
    return true;
  return !span_matches(ui, span);
}

void add_path(Ui& ui, QuadBatch& batch, const TimeView& view, SpanRow span, float y) {
  const std::span<const PathPart> parts = ui.frame.derived.open_trace().path_by_row(ui.state()).of(span);
  const auto before = [](const PathPart& part, UnixTime time) { return part.end <= time; };
  const Viewport shown = view.viewport();
  auto part = std::lower_bound(parts.begin(), parts.end(), shown.begin, before);
  while (part != parts.end()) {
    const float x0 = std::max(view.area.x0 + px_from(part->begin, shown), view.area.x0);
    const float x1 = std::min(view.area.x0 + px_from(part->end, shown), view.area.x1);
    if (x0 > view.area.x1) break;
    Quad quad;
    quad.x0 = x0;
    quad.x1 = std::max(x1, x0 + 1);
    quad.y0 = y;
    quad.y1 = y + 2;
    quad.color = ui.color.dark ? 0xffd7fbffu : 0xff1a2029u;
    batch.quads.push_back(quad);
    // What ends in the same pixel adds nothing that can be seen.
    const UnixTime next = time_from_px(quad.x1 - view.area.x0, shown);
    part = std::lower_bound(part + 1, parts.end(), next, before);
  }
}

void add_events(Ui& ui, QuadBatch& batch, SpanRow span, Rect row, const TimeView& view) {
  const ColumnViews& columns = ui.store().columns();
  const Range events = columns.events[span.value];
  float last = -100;
  for (std::uint32_t i = 0; i < std::min(events.count, 2000u); ++i) {
    const SpanEvent& event = columns.event_rows[events.begin + i];
    const float x = view.x_at(view.since_origin(event.time));
    if (x < view.area.x0 || x > view.area.x1 || std::abs(x - last) < 3) continue;
    last = x;
    Quad quad;
    quad.x0 = x - 4.5f;
    quad.x1 = x + 4.5f;
    quad.y0 = row.y1 - 10;
    quad.y1 = row.y1 - 1;
    const bool bad = ui.store().text(event.name) == "exception";
    quad.color = bad ? ui.color.error : mixed(type_color(ObservationType::event, ui.color.dark), ui.color.text, 0.4f);
    quad.edge_color = ui.color.panel;
    quad.style = kQuadDiamond | kQuadEdged;
    batch.quads.push_back(quad);
  }
}

void event_tip(Ui& ui, const TimeView& view, SpanRow span, std::vector<TipLine>& lines) {
  const ColumnViews& columns = ui.store().columns();
  const Range events = columns.events[span.value];
  const float mouse_x = ImGui::GetIO().MousePos.x;
  for (std::uint32_t i = 0; i < std::min(events.count, 200u); ++i) {
    const SpanEvent& event = columns.event_rows[events.begin + i];
    if (std::abs(view.x_at(view.since_origin(event.time)) - mouse_x) > 5) continue;
    lines.push_back({"event", std::string(ui.store().text(event.name))});
    break;
  }
  const std::uint32_t links = columns.links[span.value].count;
  if (links > 0) lines.push_back({"links", grouped(links)});
}

LinkPress link_button(Ui& ui, Rect box, SpanRow span, Color ink, Color ground) {
  const ColumnViews& columns = ui.store().columns();
  const Press pressed = press(ui, "link:" + hex_from(columns.span_id[span.value]), box, kPressNoFocus | kPressOverlap);
  if (pressed.hovered || ground != 0) fill(ui, centered(box, 18, 18), pressed.hovered ? ui.color.raised : ground, 4);
  icon(ui, Icon::link, box.center_x(), box.center_y(), 12, pressed.hovered ? ui.color.accent : ink);
  const SpanLink& link = columns.link_rows[columns.links[span.value].begin];
  if (pressed.hovered) tooltip(ui, "Linked to " + hex_from(link.span_id) + " of trace " + hex_from(link.trace_id));
  if (pressed.clicked) jump_to(ui, link);
  return {pressed.hovered, pressed.clicked};
}

bool draw_links(Ui& ui, const TimeView& view, const SpanRows& rows) {
  const SpanRow selected = ui.frame.derived.span_row(ui.state());
  bool any = false;
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    const SpanRow span = rows.rows[i];
    if (ui.store().columns().links[span.value].count == 0) continue;
    const float y = rows.y0 + static_cast<float>(i) * rows.height;
    if (span == selected) draw_arrows(ui, view, rows, span, y + rows.height * 0.5f);
    const Rect button{rows.area.x1 - 34, y, rows.area.x1 - 12, y + rows.height};
    any = link_button(ui, button, span, ui.color.dim, ui.color.panel).clicked || any;
  }
  return any;
}

}  // namespace spanorama
