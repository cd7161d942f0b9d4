// Steps added up by path, over this trace, the selected step or all filtered traces: as a flame, and as a table of what
// each name takes itself and with what is below it.
#include <algorithm>
#include <cmath>

#include "spanorama/base/format.h"
#include "spanorama/layout/merged.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/trace_text.h"
#include "views/widgets/controls.h"
#include "views/widgets/menu.h"
#include "views/widgets/quads.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr float kLaneHeight = 22, kBarHeight = 32, kTableWidth = 340;

std::string amount_text(std::int64_t amount, FlameKind kind) {
  if (kind == FlameKind::time) return text_from(Nanos{amount});
  if (kind == FlameKind::tokens) return text_from_count(amount);
  return amount == 0 ? "\u2013" : text_from_microcents(amount);  // most steps have no cost of their own
}

std::string_view name_or_type(const TraceStore& store, StringId name, ObservationType type) {
  return name.present() ? store.text(name) : name_of(type);
}

Rect chip_rect(Ui& ui, Rect& row, const Chip& chip) {
  const float width = std::min(chip_width(ui, chip, true), row.width());
  const Rect cell = cut_left(row, width);
  row.x0 += 6;
  return centered(cell, width, cards() ? 34.0f : 22.0f);
}

void choice(Ui& ui, Rect& row, const char* name, const char* label, std::span<const std::string_view> words,
            std::size_t current, void (*set)(TraceView&, std::size_t)) {
  const Chip chip{name, label, words[current], current != 0};
  std::vector<MenuItem> items;
  for (std::size_t i = 0; i < words.size(); ++i) items.push_back({std::string(words[i]), i == current});
  const auto chosen = menu_chip(ui, chip_rect(ui, row, chip), chip, items, false);
  if (!chosen) return;
  TraceView view = ui.state().trace_view;
  set(view, *chosen);
  ui.push(SetTraceView{view});
}

void draw_choices(Ui& ui, Rect bar, const MergedFlame& flame) {
  hairline_below(ui, bar);
  Rect row = inset(bar, 12, 0);
  const TraceView& view = ui.state().trace_view;
  static constexpr std::string_view kKinds[] = {"Time", "Tokens", "Cost"};
  static constexpr std::string_view kScopes[] = {"This trace", "Selected step", "All filtered traces"};
  choice(ui, row, "merged-by", "Width", kKinds, static_cast<std::size_t>(view.flame_kind),
         [](TraceView& v, std::size_t i) { v.flame_kind = static_cast<FlameKind>(i); });
  choice(ui, row, "merged-of", "Of", kScopes, static_cast<std::size_t>(view.flame_scope),
         [](TraceView& v, std::size_t i) { v.flame_scope = static_cast<FlameScope>(i); });
  std::string text = amount_text(weight_of(flame.nodes[0].total, view.flame_kind), view.flame_kind);
  if (view.flame_scope == FlameScope::filtered) text += " in " + grouped(flame.traces) + " traces";
  if (view.flame_kind == FlameKind::time) text += ", time in which steps themselves ran";
  if (view.flame_scope != FlameScope::filtered && ui.state().picked_time) text += ", in the picked range";
  text_in(ui, row, text, ui.color.dim, kSmall);
}

// A node stays chosen as long as the flame has the same nodes.
std::uint32_t top_node(Ui& ui, const MergedFlame& flame) {
  TimelineMemory& memory = ui.memory.timeline;
  const auto count = static_cast<std::uint32_t>(flame.nodes.size());
  if (memory.merged_count != count) {
    memory.merged_count = count;
    memory.merged_top = 0;
  }
  return memory.merged_top;
}

Color node_color(const Ui& ui, const FlameNode& node) { return type_color(node.type, ui.color.dark); }

Rect box_rect(const MergedBox& box, const ScrollView& scroll) {
  const float y = scroll.area.y0 + 6 + kLaneHeight * static_cast<float>(box.lane) - static_cast<float>(scroll.y);
  return {scroll.area.x0 + box.x0_px, y, scroll.area.x0 + box.x1_px, y + kLaneHeight - 2};
}

void node_tip(Ui& ui, const MergedFlame& flame, const MergedBox& box) {
  const FlameNode& node = flame.nodes[box.node];
  const double whole = static_cast<double>(weight_of(flame.nodes[0].total, ui.state().trace_view.flame_kind));
  const auto total = static_cast<double>(weight_of(node.total, ui.state().trace_view.flame_kind));
  std::vector<TipLine> lines;
  if (box.folded > 0) lines.push_back({"", grouped(box.folded + 1) + " paths, the heaviest:"});
  lines.push_back({"", std::string(name_or_type(ui.store(), node.name, node.type))});
  lines.push_back({"type", std::string(name_of(node.type))});
  lines.push_back({"steps", grouped(node.spans)});
  if (node.errors > 0) lines.push_back({"errors", grouped(node.errors)});
  lines.push_back({"time, with below", text_from(Nanos{node.total.time_ns})});
  lines.push_back({"time, itself", text_from(Nanos{node.self.time_ns})});
  if (whole > 0) lines.push_back({"share", percent_text(total / whole)});
  if (node.total.tokens > 0) lines.push_back({"tokens", grouped(node.total.tokens)});
  if (node.total.cost_microcents > 0) lines.push_back({"cost", text_from_microcents(node.total.cost_microcents)});
  tooltip(ui, lines);
}

void draw_boxes(Ui& ui, const MergedFlame& flame, const std::vector<MergedBox>& boxes, const ScrollView& scroll) {
  QuadBatch& batch = new_batch(ui);
  const std::uint32_t top = ui.memory.timeline.merged_top;
  for (const MergedBox& box : boxes) {
    const FlameNode& node = flame.nodes[box.node];
    const Rect rect = box_rect(box, scroll);
    Quad quad;
    quad.x0 = rect.x0;
    quad.x1 = rect.width() > 3 ? rect.x1 - 1 : rect.x1;
    quad.y0 = rect.y0;
    quad.y1 = rect.y1;
    quad.color = node_color(ui, node);
    if (node.depth < flame.nodes[top].depth) quad.color = mixed(quad.color, ui.color.panel, 0.55f);
    quad.style = kQuadMinWidth | (rect.width() > 6 ? quad_radius(2) : 0u);
    quad.edge_color = mixed(quad.color, ui.color.panel, 0.45f);
    if (box.folded > 0) quad.style |= kQuadFolded;
    if (node.errors > 0) {
      quad.style |= kQuadHatched | kQuadEdged;
      quad.edge_color = ui.color.error;
    }
    batch.quads.push_back(quad);
  }
  draw_batch(ui, batch);
  for (const MergedBox& box : boxes) {
    const FlameNode& node = flame.nodes[box.node];
    Rect row = inset(box_rect(box, scroll), 5, 0);
    if (row.width() < 20) continue;
    const Color ink = ink_on(node.depth < flame.nodes[top].depth ? mixed(node_color(ui, node), ui.color.panel, 0.55f)
                                                                 : node_color(ui, node));
    if (box.folded > 0) {
      text_in(ui, row, grouped(box.folded + 1) + " paths", ink, kTiny);
      continue;
    }
    text_left(ui, row, name_or_type(ui.store(), node.name, node.type), ink, kSmall, 8);
    const FlameKind kind = ui.state().trace_view.flame_kind;
    const std::string amount = amount_text(weight_of(node.total, kind), kind);
    if (row.width() > text_width(ui, amount, kTiny) + 2) text_in(ui, row, amount, with_alpha(ink, 0.72f), kTiny);
  }
}

void draw_flame_side(Ui& ui, Rect area, const MergedFlame& flame) {
  ui.rects.add("merged-flame", {area.x0, area.y0, area.width(), area.height()});
  const std::uint32_t top = top_node(ui, flame);
  std::uint32_t depth = 0;
  for (const FlameNode& node : flame.nodes) depth = std::max(depth, node.depth);
  Scroll& scroll = scroll_of(ui, "merged");
  ScrollView scrolled = scroll_begin(ui, scroll, inset(area, 8, 0), static_cast<double>(kLaneHeight) * depth + 16);
  const auto first = static_cast<std::uint32_t>(std::max(0.0, (scrolled.y - 6) / static_cast<double>(kLaneHeight)));
  std::vector<MergedBox> boxes;
  lay_out_merged(flame, ui.state().trace_view.flame_kind, top, scrolled.area.width(), 3, first,
                 static_cast<std::uint32_t>(area.height() / kLaneHeight) + 2, boxes);
  const Press pressed = press(ui, "merged-rows", scrolled.area, kPressNoFocus | kPressOverlap);
  draw_boxes(ui, flame, boxes, scrolled);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  for (const MergedBox& box : boxes) {
    if (!mouse_in(scrolled.area) || !box_rect(box, scrolled).contains(mouse.x, mouse.y)) continue;
    outline(ui, box_rect(box, scrolled), with_alpha(ui.color.text, 0.55f), 2);
    node_tip(ui, flame, box);
    if (!pressed.clicked) continue;
    // A press fills the width with the node; on what fills it already, it goes one level up.
    const bool back = box.node == top;
    ui.memory.timeline.merged_top = back ? std::min(flame.nodes[box.node].parent, top) : box.node;
    ui.animating = true;
  }
  scroll_end(ui, "merged", scroll, scrolled);
}

void open_longest(Ui& ui, SpanRow span) {
  const ColumnViews& columns = ui.store().columns();
  const TraceId trace = ui.store().trace(columns.trace[span.value]).id;
  if (!(trace == ui.state().trace)) ui.push(SelectTrace{trace});
  ui.push(SelectSpan{columns.span_id[span.value]});
}

std::vector<std::uint32_t> entry_order(const MergedFlame& flame, FlameKind kind, bool by_total) {
  std::vector<std::uint32_t> order(flame.entries.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto key = [&](std::uint32_t i) {
    return weight_of(by_total ? flame.entries[i].total : flame.entries[i].self, kind);
  };
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) > key(b); });
  return order;
}

void table_head(Ui& ui, Rect head) {
  hairline_below(ui, head);
  Rect row = inset(head, 12, 0);
  bool& by_total = ui.memory.timeline.entries_by_total;
  for (const bool total : {true, false}) {
    const Rect cell = cut_right(row, 76);
    const Press pressed = press(ui, total ? "merged-sort-total" : "merged-sort-self", cell);
    text_in(ui, cell, total ? "Total" : "Self", by_total == total ? ui.color.text : ui.color.faint,
            aligned(kSmall, Align::right));
    if (pressed.focused) focus_ring(ui, inset(cell, 2, 3));
    if (pressed.clicked) by_total = total;
  }
  text_in(ui, cut_right(row, 48), "Steps", ui.color.faint, aligned(kSmall, Align::right));
  text_in(ui, row, "Name", ui.color.faint, kSmall);
}

// The name in full, and what the row says in short.
void entry_tip(Ui& ui, const FlameEntry& entry) {
  const auto both = [](const std::string& self, const std::string& total) { return self + " itself, " + total; };
  std::vector<TipLine> lines{
      {"", std::string(name_or_type(ui.store(), entry.name, entry.type))},
      {"time", both(text_from(Nanos{entry.self.time_ns}), text_from(Nanos{entry.total.time_ns}))}};
  if (entry.total.tokens > 0)
    lines.push_back({"tokens", both(grouped(entry.self.tokens), grouped(entry.total.tokens))});
  if (entry.total.cost_microcents > 0)
    lines.push_back({"cost", both(amount_text(entry.self.cost_microcents, FlameKind::cost),
                                  text_from_microcents(entry.total.cost_microcents))});
  lines.push_back({"", "Leads to the longest of them"});
  tooltip(ui, lines);
}

void entry_row(Ui& ui, Rect row, const FlameEntry& entry, std::uint32_t index, FlameKind kind, std::int64_t most) {
  const Press pressed = press(ui, "merged-entry-" + std::to_string(index), row, kPressNoFocus | kPressOverlap);
  if (pressed.hovered) fill(ui, row, with_alpha(ui.color.raised, 0.7f));
  const std::int64_t self = weight_of(entry.self, kind), total = weight_of(entry.total, kind);
  Rect inner = inset(row, 12, 0);
  figure_in(ui, inset(cut_right(inner, 76), 2, 0), amount_text(total, kind), ui.color.text,
            aligned(kSmall, Align::right));
  const Rect own = cut_right(inner, 76);
  if (most > 0) {
    const float share = static_cast<float>(static_cast<double>(self) / static_cast<double>(most));
    fill(ui, {own.x1 - 68 * share, own.y1 - 4, own.x1, own.y1 - 2}, type_color(entry.type, ui.color.dark), 1);
  }
  figure_in(ui, inset(own, 2, 0), amount_text(self, kind), ui.color.text, aligned(kSmall, Align::right));
  text_in(ui, cut_right(inner, 48), text_from_count(entry.spans), ui.color.dim, aligned(kSmall, Align::right));
  type_icon(ui, entry.type, inner.x0 + 8, row.center_y(), 16);
  inner.x0 += 22;
  if (entry.errors > 0) error_mark(ui, cut_left(inner, 16).center_x() - 2, row.center_y(), 10);
  text_in(ui, inner, name_or_type(ui.store(), entry.name, entry.type), ui.color.text, kSmall);
  if (pressed.hovered) entry_tip(ui, entry);
  if (pressed.clicked && entry.longest.valid()) open_longest(ui, entry.longest);
}

void draw_table(Ui& ui, Rect area, const MergedFlame& flame) {
  const FlameKind kind = ui.state().trace_view.flame_kind;
  ui.rects.add("merged-table", {area.x0, area.y0, area.width(), area.height()});
  table_head(ui, cut_top(area, 28));
  const std::vector<std::uint32_t> order = entry_order(flame, kind, ui.memory.timeline.entries_by_total);
  std::int64_t most = 0;
  for (const FlameEntry& entry : flame.entries) most = std::max(most, weight_of(entry.self, kind));
  const float row_height = cards() ? 44.0f : kRowHeight;
  Scroll& scroll = scroll_of(ui, "merged-table");
  const ScrollView view =
      scroll_begin(ui, scroll, area, static_cast<double>(row_height) * static_cast<double>(order.size()));
  for (auto i = static_cast<std::size_t>(view.y / static_cast<double>(row_height)); i < order.size(); ++i) {
    const float y = area.y0 + static_cast<float>(static_cast<double>(i) * static_cast<double>(row_height) - view.y);
    if (y >= area.y1) break;
    entry_row(ui, {area.x0, y, area.x1, y + row_height}, flame.entries[order[i]], order[i], kind, most);
  }
  scroll_end(ui, "merged-table", scroll, view);
}

}  // namespace

void draw_merged_flame(Ui& ui, Rect area) {
  const MergedFlame& flame = ui.frame.derived.open_trace().merged_flame(ui.state());
  draw_choices(ui, cut_top(area, cards() ? 44.0f : kBarHeight), flame);
  if (weight_of(flame.nodes[0].total, ui.state().trace_view.flame_kind) <= 0) {
    text_in(ui, cut_top(area, 80), "Nothing here tells that figure.", ui.color.dim, aligned(kBody, Align::center));
    return;
  }
  const bool beside = area.width() >= 760;
  const Rect table = beside ? cut_right(area, kTableWidth) : cut_bottom(area, area.height() * 0.5f);
  fill(ui, beside ? Rect{table.x0, table.y0, table.x0 + 1, table.y1} : Rect{table.x0, table.y0, table.x1, table.y0 + 1},
       ui.color.hairline);
  draw_flame_side(ui, area, flame);
  draw_table(ui, table, flame);
}

}  // namespace spanorama
