// What the agent did as a graph: aggregated, where loops are cycles, or expanded, one node a step.
#include <algorithm>
#include <cmath>

#include "spanorama/base/format.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/menu.h"

namespace spanorama {

namespace {

constexpr float kNodeWidth = 176, kNodeHeight = 40, kGapX = 28, kGapY = 34;

struct Camera {
  float scale = 1, x = 0, y = 0;  // screen = origin + scale * graph

  ImVec2 at(const GraphPlace& place) const {
    return {x + scale * place.column * (kNodeWidth + kGapX),
            y + scale * (static_cast<float>(place.row) * (kNodeHeight + kGapY) + kNodeHeight * 0.5f + 12)};
  }
  Rect box(const GraphPlace& place, bool mark) const {
    const ImVec2 c = at(place);
    const float half = scale * (mark ? 36.0f : kNodeWidth * 0.5f), tall = scale * (mark ? 13.0f : kNodeHeight * 0.5f);
    return {c.x - half, c.y - tall, c.x + half, c.y + tall};
  }
};

Camera camera_over(Ui& ui, Rect area, const GraphPlaces& places) {
  const TimelineMemory& memory = ui.memory.timeline;
  const float width = places.width * (kNodeWidth + kGapX) + 24;
  const float height = static_cast<float>(places.rows) * (kNodeHeight + kGapY) + 24;
  const float fit = std::clamp(std::min(area.width() / width, area.height() / height), 0.8f, 1.0f);
  Camera camera;
  camera.scale = memory.graph_scale > 0 ? static_cast<float>(memory.graph_scale) : fit;
  camera.x = area.center_x() + static_cast<float>(memory.graph_x);
  camera.y = area.y0 + static_cast<float>(memory.graph_y);
  return camera;
}

// Drag and wheel move, Ctrl and wheel zoom at the pointer, a double press fits again.
void steer(Ui& ui, Rect area, Camera& camera) {
  TimelineMemory& memory = ui.memory.timeline;
  const ImGuiIO& io = ImGui::GetIO();
  const Press pressed = press(ui, "graph-ground", area, kPressNoFocus | kPressOverlap);
  if (pressed.held) {
    memory.graph_x += static_cast<double>(io.MouseDelta.x);
    memory.graph_y += static_cast<double>(io.MouseDelta.y);
  }
  if (pressed.double_clicked) memory.graph_scale = memory.graph_x = memory.graph_y = 0;
  if (!mouse_in(area) || (io.MouseWheel == 0 && io.MouseWheelH == 0)) return;
  if (!io.KeyCtrl) {
    memory.graph_y += static_cast<double>(io.MouseWheel * 56);
    memory.graph_x += static_cast<double>(io.MouseWheelH * 56);
    return;
  }
  const float scale = std::clamp(camera.scale * std::pow(1.2f, io.MouseWheel), 0.1f, 2.0f);
  const float share = scale / camera.scale;
  memory.graph_x += static_cast<double>((io.MousePos.x - camera.x) * (1 - share));
  memory.graph_y += static_cast<double>((io.MousePos.y - camera.y) * (1 - share));
  memory.graph_scale = static_cast<double>(scale);
}

void edge_count(Ui& ui, ImVec2 at, std::uint32_t count, float scale) {
  if (count < 2 || scale < 0.6f) return;
  const std::string text = "\u00d7" + text_from_count(count);
  const float half = text_width(ui, text, kTiny) * 0.5f + 5;
  const Rect box{at.x - half, at.y - 8, at.x + half, at.y + 8};
  fill(ui, box, ui.color.panel, 4);
  text_in(ui, box, text, ui.color.dim, aligned(kTiny, Align::center));
}

// `side` 0: from above; 1 and -1: from the right and from the left.
void arrow_head(Ui& ui, ImVec2 tip, float side, float scale, Color color) {
  const float s = 6 * std::max(scale, 0.6f);
  if (side != 0)
    ui.draw()->AddTriangleFilled(tip, {tip.x + side * s, tip.y - s * 0.6f}, {tip.x + side * s, tip.y + s * 0.6f},
                                 color);
  else
    ui.draw()->AddTriangleFilled(tip, {tip.x - s * 0.6f, tip.y - s}, {tip.x + s * 0.6f, tip.y - s}, color);
}

// What leads back goes around on its own side, on the right where both are below one another.
void draw_edge(Ui& ui, const Camera& camera, Rect from, Rect to, bool back, std::uint32_t count) {
  const Color color = back ? ui.color.warn : mixed(ui.color.faint, ui.color.panel, 0.25f);
  const float width = std::min(1.2f + 0.4f * std::log2(static_cast<float>(count)), 4.0f);
  if (!back) {
    const ImVec2 a{from.center_x(), from.y1}, b{to.center_x(), to.y0};
    const float bend = std::max((b.y - a.y) * 0.5f, 10.0f);
    ui.draw()->AddBezierCubic(a, {a.x, a.y + bend}, {b.x, b.y - bend}, b, color, width);
    arrow_head(ui, b, 0, camera.scale, color);
    return edge_count(ui, {(a.x + b.x) * 0.5f, (a.y + b.y) * 0.5f}, count, camera.scale);
  }
  // To another column: out at the top and in from the side.
  const float apart = to.center_x() - from.center_x();
  if (std::abs(apart) > from.width() * 0.6f && from.y0 > to.y1) {
    const float to_side = apart > 0 ? -1.0f : 1.0f;
    const ImVec2 a{from.center_x() + to_side * from.width() * 0.25f, from.y0};
    const ImVec2 b{to_side < 0 ? to.x0 : to.x1, to.center_y() + 4 * camera.scale};
    const ImVec2 c{a.x, b.y + (a.y - b.y) * 0.15f}, d{b.x + to_side * 40 * camera.scale, b.y};
    ui.draw()->AddBezierCubic(a, c, d, b, color, width);
    arrow_head(ui, b, to_side, camera.scale, color);
    return edge_count(ui, {(a.x + 3 * c.x + 3 * d.x + b.x) / 8, (a.y + 3 * c.y + 3 * d.y + b.y) / 8}, count,
                      camera.scale);
  }
  const float side = from.center_x() < to.center_x() - 2 ? -1.0f : 1.0f;
  const ImVec2 a{side > 0 ? from.x1 : from.x0, from.center_y() - 4 * camera.scale};
  const ImVec2 b{side > 0 ? to.x1 : to.x0, to.center_y() + 4 * camera.scale};
  const float out = side * (26 * camera.scale + std::abs(a.y - b.y) * 0.18f);
  ui.draw()->AddBezierCubic(a, {a.x + out, a.y}, {b.x + out, b.y}, b, color, width);
  arrow_head(ui, b, side, camera.scale, color);
  edge_count(ui, {(side > 0 ? std::max(a.x, b.x) : std::min(a.x, b.x)) + out * 0.75f, (a.y + b.y) * 0.5f}, count,
             camera.scale);
}

void node_tip(Ui& ui, const GraphNode& node) {
  std::vector<TipLine> lines = {{"", std::string(ui.store().text(node.name))},
                                {"type", std::string(name_of(node.type))},
                                {"steps", grouped(node.steps)},
                                {"time", text_from(node.duration)}};
  if (node.errors > 0) lines.push_back({"errors", grouped(node.errors)});
  if (node.tokens != kUnknown) lines.push_back({"tokens", text_from_count(node.tokens)});
  if (node.cost_microcents != kUnknown) lines.push_back({"cost", text_from_microcents(node.cost_microcents)});
  if (node.steps > 1) lines.push_back({"press", "goes through them"});
  tooltip(ui, lines);
}

void draw_node(Ui& ui, Rect box, const GraphNode& node, std::uint32_t index, float scale, SpanRow selected) {
  const Press pressed = press(ui, "graph-node-" + std::to_string(index), box, kPressNoFocus | kPressOverlap);
  const bool chosen = selected.valid() && std::binary_search(node.rows.begin(), node.rows.end(), selected);
  const Color hue = type_color(node.type, ui.color.dark);
  fill(ui, box, mixed(ui.color.panel, hue, pressed.hovered ? 0.24f : 0.13f), 7 * scale);
  outline(ui, box,
          chosen            ? ui.color.accent
          : node.errors > 0 ? ui.color.error
                            : mixed(hue, ui.color.panel, 0.35f),
          7 * scale, chosen ? 2.0f : 1.0f);
  if (scale >= 0.45f) {
    Rect row = inset(box, 8 * scale, 2);
    type_icon(ui, node.type, row.x0 + 9 * scale, row.center_y(), 18 * scale);
    row.x0 += 24 * scale;
    Rect top = cut_top(row, row.height() * 0.5f);
    const TextStyle name{Face::semibold, std::max(12.5f * scale, 7.0f), Align::left};
    const TextStyle small{Face::regular, std::max(11 * scale, 6.0f), Align::left};
    text_in(ui, top, ui.store().text(node.name), ui.color.text, name);
    std::string figures = node.steps > 1 ? "\u00d7" + text_from_count(node.steps) + "  " : "";
    figures += text_from(node.duration);
    if (node.tokens != kUnknown) figures += "  " + text_from_count(node.tokens) + " tok";
    text_in(ui, row, figures, ui.color.dim, small);
  }
  if (!node.rows.empty()) offer_values(ui, box, false, [&] { return values_of(ui.store(), node.rows.front()); });
  if (pressed.hovered) node_tip(ui, node);
  if (!pressed.clicked || node.rows.empty()) return;
  // The next of its steps after the selected one, from the first again after the last.
  const auto next = std::upper_bound(node.rows.begin(), node.rows.end(), chosen ? selected : SpanRow{0});
  const SpanRow row = chosen && next != node.rows.end() ? *next : node.rows.front();
  ui.push(SelectSpan{ui.store().columns().span_id[row.value]});
}

void draw_mode(Ui& ui, Rect bar, const AgentGraph& graph) {
  hairline_below(ui, bar);
  Rect row = inset(bar, 12, 0);
  const bool expanded = ui.state().trace_view.graph_expanded;
  const Chip chip{"graph-mode", "Nodes", expanded ? "every step" : "by name", expanded};
  const float width = chip_width(ui, chip, false);
  if (toggle_chip(ui, centered(cut_left(row, width), width, cards() ? 34.0f : 22.0f), chip,
                  "One node a name, or one node a step")) {
    TraceView view = ui.state().trace_view;
    view.graph_expanded = !expanded;
    ui.push(SetTraceView{view});
    ui.memory.timeline.graph_scale = ui.memory.timeline.graph_x = ui.memory.timeline.graph_y = 0;
  }
  row.x0 += 10;
  std::string text = grouped(static_cast<std::int64_t>(graph.nodes.size()) - 2) + " nodes, " +
                     grouped(static_cast<std::int64_t>(graph.edges.size())) + " edges";
  if (graph.left_out > 0) text += "; " + grouped(graph.left_out) + " later steps are not shown";
  text_in(ui, row, text, ui.color.dim, kSmall);
}

}  // namespace

void draw_graph(Ui& ui, Rect area) {
  const AgentGraph& graph = ui.frame.derived.open_trace().graph(ui.state());
  const GraphPlaces& places = ui.frame.derived.open_trace().graph_places(ui.state());
  draw_mode(ui, cut_top(area, cards() ? 44.0f : 32.0f), graph);
  ui.rects.add("graph", {area.x0, area.y0, area.width(), area.height()});
  Camera camera = camera_over(ui, area, places);
  push_clip(ui, area);
  steer(ui, area, camera);
  const auto box = [&](std::uint32_t node) {
    return camera.box(places.nodes[node], node == kGraphStart || node == kGraphEnd);
  };
  for (std::size_t i = 0; i < graph.edges.size(); ++i) {
    const Rect from = box(graph.edges[i].from), to = box(graph.edges[i].to);
    if (std::max(from.y1, to.y1) < area.y0 || std::min(from.y0, to.y0) > area.y1) continue;
    draw_edge(ui, camera, from, to, places.back[i], graph.edges[i].count);
  }
  const SpanRow selected = ui.frame.derived.span_row(ui.state());
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const Rect rect = box(i);
    if (rect.y1 < area.y0 || rect.y0 > area.y1 || rect.x1 < area.x0 || rect.x0 > area.x1) continue;
    if (i == kGraphStart || i == kGraphEnd) {
      fill(ui, rect, ui.color.raised, rect.height() * 0.5f);
      text_in(ui, rect, i == kGraphStart ? "start" : "end", ui.color.dim,
              {Face::regular, std::max(12 * camera.scale, 7.0f), Align::center});
    } else {
      draw_node(ui, rect, graph.nodes[i], i, camera.scale, selected);
    }
  }
  pop_clip(ui);
}

}  // namespace spanorama
