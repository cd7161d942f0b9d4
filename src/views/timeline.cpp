// The timeline of one trace: rows in tree order with a bar each, an axis and a minimap above.
//
//   minimap   ▁▂▁▃▁▁▂▁
//   axis      0      1 s      2 s
//   gutter    bars
//   ▾ ◆       ▒▒▓▓▓▓ name inside, or beside when it does not fit
#include <cmath>

#include "spanorama/base/format.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/span_color.h"
#include "views/span_keys.h"
#include "views/span_search.h"
#include "views/time_marks.h"
#include "views/time_view.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/quads.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr float kMinimapHeight = 40, kAxisHeight = 24, kBarHeight = 18, kIndent = 10;
constexpr std::uint32_t kMostIndents = 7;

struct RowsOnScreen {
  std::uint32_t first = 0, count = 0;
  float y0 = 0;  // of the first one
  float height = kRowHeight;
};

float gutter_width(const ShownSteps& shown) {
  return 42 + kIndent * static_cast<float>(std::min(shown.levels, kMostIndents + 1) - std::min(shown.levels, 1u));
}

float indent_of(std::uint32_t depth) { return kIndent * static_cast<float>(std::min(depth, kMostIndents)); }

RowsOnScreen rows_on_screen(const ScrollView& scroll, std::size_t row_count, float row_height) {
  RowsOnScreen rows;
  rows.height = row_height;
  rows.first = static_cast<std::uint32_t>(scroll.y / static_cast<double>(row_height));
  rows.y0 =
      scroll.area.y0 + static_cast<float>(static_cast<double>(rows.first) * static_cast<double>(row_height) - scroll.y);
  const auto fitting = static_cast<std::size_t>(std::ceil((scroll.area.y1 - rows.y0) / row_height));
  rows.count = static_cast<std::uint32_t>(std::min(fitting, row_count - std::min<std::size_t>(rows.first, row_count)));
  return rows;
}

SpanRows rows_of(const RowsOnScreen& rows, Rect area, const std::vector<SpanRow>& shown) {
  return {{shown.data() + rows.first, rows.count}, rows.first, rows.y0, rows.height, area};
}

Rect row_rect(const RowsOnScreen& rows, Rect area, std::uint32_t lane) {
  const float y = rows.y0 + rows.height * static_cast<float>(lane);
  return {area.x0, y, area.x1, y + rows.height};
}

Rect bar_rect(const SpanBox& box, Rect row, float bars_x0) {
  const float y = std::round(row.center_y() - kBarHeight * 0.5f);
  return {bars_x0 + box.x0_px, y, bars_x0 + box.x1_px, y + kBarHeight};
}

// Named by state.folded; what a filter hides is no fold.
bool is_folded(const Ui& ui, SpanRow span) {
  const std::vector<SpanId>& folded = ui.state().folded;
  return std::binary_search(folded.begin(), folded.end(), ui.store().columns().span_id[span.value]);
}

Color ground_of(const Ui& ui, const SpanColors& colors, SpanRow span) {
  const Color hue = colors.of(span);
  return dimmed(ui, span) ? mixed(hue, ui.color.panel, 0.72f) : hue;
}

Quad bar_quad(const Ui& ui, const SpanColors& colors, const SpanBox& box, Rect bar, bool selected) {
  Quad quad;
  quad.x0 = bar.x0;
  quad.y0 = bar.y0;
  quad.x1 = bar.x1;
  quad.y1 = bar.y1;
  quad.color = ground_of(ui, colors, box.row);
  quad.style = kQuadMinWidth | quad_radius(bar.width() > 6 ? 3.0f : 1.0f);
  quad.edge_color = selected ? ui.color.accent : 0;
  if (box.first_token_px > box.x0_px && bar.width() > 3)
    quad.style |= quad_waiting(std::clamp((box.first_token_px - box.x0_px) / (box.x1_px - box.x0_px), 0.0f, 1.0f));
  if (box.folded > 0 && is_folded(ui, box.row)) {
    quad.style |= kQuadFolded;
    quad.edge_color = mixed(quad.color, ui.color.panel, 0.45f);
  }
  if (box.error) {
    quad.style |= kQuadHatched | kQuadEdged;
    quad.edge_color = ui.color.error;
  }
  return quad;
}

void draw_gutter(Ui& ui, Rect row, SpanRow span, std::uint32_t depth, float gutter_x1) {
  const ColumnViews& columns = ui.store().columns();
  const float x = row.x0 + 8 + indent_of(depth);
  for (std::uint32_t level = 1; level <= std::min(depth, kMostIndents); ++level) {
    const float guide = row.x0 + 8 + indent_of(level) - kIndent * 0.5f + 2;
    fill(ui, {guide, row.y0, guide + 1, row.y1}, with_alpha(ui.color.hairline, 0.8f));
  }
  const bool has_children = columns.subtree_end[span.value] > span.value + 1;
  const SpanId id = columns.span_id[span.value];
  if (has_children) {
    const bool folded = is_folded(ui, span);
    const Rect caret{x - 4, row.y0, x + 12, row.y1};
    const Press pressed = press(ui, "fold:" + hex_from(id), caret, kPressNoFocus | kPressOverlap);
    icon(ui, folded ? Icon::chevron_right : Icon::chevron_down, x + 4, row.center_y(), 9,
         pressed.hovered ? ui.color.text : ui.color.faint);
    if (pressed.clicked) ui.push(ToggleFold{id});
  }
  const float icon_x = std::min(x + 22, gutter_x1 - 10);
  type_icon(ui, columns.type[span.value], icon_x, row.center_y(), 18);
  if (columns.status[span.value] == Status::error) error_mark(ui, icon_x + 8, row.center_y() + 6, 9);
}

void draw_label(Ui& ui, const SpanColors& colors, const SpanBox& box, Rect bar, Rect bars, bool selected) {
  const TraceStore& store = ui.store();
  std::string name(span_name(store, box.row));
  if (box.folded > 0 && is_folded(ui, box.row)) name += "  +" + grouped(box.folded);
  const std::string duration = text_from(store.columns().duration[box.row.value]);
  const float name_width = text_width(ui, name, kSmall), duration_width = text_width(ui, duration, kTiny);
  const Rect shown{std::max(bar.x0, bars.x0), bar.y0, std::min(bar.x1, bars.x1),
                   bar.y1};  // a row may be scrolled half away
  const bool match = !dimmed(ui, box.row);
  const Color hue = colors.of(box.row);
  // Where the bar begins with the wait for the first token, the name stands on the lighter part.
  const bool waits = box.first_token_px > box.x0_px + 12;
  const Color ground = !match ? mixed(hue, ui.color.panel, 0.72f) : waits ? mixed(hue, ui.color.panel, 0.55f) : hue;
  const Color name_ink = match ? ui.color.text : ui.color.faint;
  if (shown.width() > name_width + 14) {
    Rect inner = inset(shown, 6, 0);
    // A name that the notch would cut stands behind it.
    const float notch = bars.x0 + box.first_token_px;
    const bool behind = waits && notch < inner.x0 + name_width + 4 && inner.x1 - notch > name_width + 8;
    if (behind) inner.x0 = std::max(inner.x0, notch + 6);
    const Color ink = ink_on(behind ? hue : ground);
    text_left(ui, inner, name, ink, selected ? TextStyle{Face::semibold, 12, Align::left} : kSmall, 8);
    if (inner.width() > duration_width + 2) text_in(ui, inner, duration, with_alpha(ink, 0.72f), kTiny);
    return;
  }
  const float beside = name_width + duration_width + 22;
  const float room_right = bars.x1 - bar.x1, room_left = bar.x0 - bars.x0;
  const bool right = room_right >= beside || (room_left < beside && room_right >= room_left);
  Rect text = right ? Rect{std::max(bar.x1, bars.x0) + 6, bar.y0, bars.x1 - 4, bar.y1}
                    : Rect{bars.x0, bar.y0, bar.x0 - 6, bar.y1};
  if (right) {
    text_left(ui, text, name, name_ink, kSmall, 8);
    text_in(ui, text, duration, ui.color.dim, kTiny);
  } else {
    text_right(ui, text, name, name_ink, kSmall, 8);
    text_in(ui, text, duration, ui.color.dim, aligned(kTiny, Align::right));
  }
}

void draw_grounds(Ui& ui, const RowsOnScreen& rows, const std::vector<SpanRow>& shown, Rect area) {
  const SpanRow selected = ui.frame.derived.span_row(ui.state());
  const bool hovering = mouse_in(area) && ui.memory.timeline.drag == TimelineMemory::Drag::none;
  const float mouse_y = ImGui::GetIO().MousePos.y;
  for (std::uint32_t lane = 0; lane < rows.count; ++lane) {
    const Rect row = row_rect(rows, area, lane);
    const SpanRow span = shown[rows.first + lane];
    ui.rects.add("span-row:" + hex_from(ui.store().columns().span_id[span.value]),
                 {row.x0, row.y0, row.width(), row.height()});
    if (span == selected) {
      fill(ui, row, with_alpha(ui.color.accent, ui.color.dark ? 0.14f : 0.10f));
      fill(ui, {row.x0, row.y0, row.x0 + 2, row.y1}, ui.color.accent);
    } else if (hovering && mouse_y >= row.y0 && mouse_y < row.y1) {
      fill(ui, row, with_alpha(ui.color.raised, 0.7f));
    }
  }
}

SpanRow row_under_pointer(const RowsOnScreen& rows, const std::vector<SpanRow>& shown, Rect area) {
  if (!mouse_in(area)) return {};
  const float lane = std::floor((ImGui::GetIO().MousePos.y - rows.y0) / rows.height);
  if (lane < 0 || lane >= static_cast<float>(rows.count)) return {};
  return shown[rows.first + static_cast<std::uint32_t>(lane)];
}

// Rows whose bar is outside say where it is: an arrow and the name at that edge.
void draw_outside(Ui& ui, const TimeView& view, const RowsOnScreen& rows, const std::vector<SpanRow>& shown,
                  Rect area) {
  std::size_t next_box = 0;  // boxes are in the order of rows
  const std::vector<SpanBox>& boxes = ui.memory.timeline.boxes;
  for (std::uint32_t lane = 0; lane < rows.count; ++lane) {
    while (next_box < boxes.size() && boxes[next_box].lane < lane) ++next_box;
    if (next_box < boxes.size() && boxes[next_box].lane == lane) continue;
    const SpanRow span = shown[rows.first + lane];
    const Rect row = row_rect(rows, area, lane);
    const double start = view.since_origin(ui.store().columns().start[span.value]);
    const bool left = view.shown_from(start) < view.begin;
    Rect text{view.area.x0 + 14, row.y0, view.area.x1 - 14, row.y1};
    icon(ui, left ? Icon::chevron_left : Icon::chevron_right, left ? view.area.x0 + 6 : view.area.x1 - 6,
         row.center_y(), 8, ui.color.faint);
    text_in(ui, text, span_name(ui.store(), span), ui.color.faint, aligned(kSmall, left ? Align::left : Align::right));
  }
}

void draw_bars(Ui& ui, const TimeView& view, const RowsOnScreen& rows, const std::vector<SpanRow>& shown, Rect area) {
  std::vector<SpanBox>& boxes = ui.memory.timeline.boxes;
  boxes.clear();
  lay_out_rows(ui.store(), shown, rows.first, rows.count, view.viewport(), boxes);
  const SpanRow selected = ui.frame.derived.span_row(ui.state());
  const SpanColors colors(ui);
  QuadBatch& batch = new_batch(ui);
  QuadBatch& marks = new_batch(ui);
  for (const SpanBox& box : boxes) {
    const Rect row = row_rect(rows, area, box.lane);
    const Rect bar = bar_rect(box, row, view.area.x0);
    batch.quads.push_back(bar_quad(ui, colors, box, bar, box.row == selected));
    if (ui.state().trace_view.critical_path) add_path(ui, batch, view, box.row, bar.y1 + 1.5f);
    add_events(ui, marks, box.row, row, view);
  }
  const Rect bars{view.area.x0, area.y0, view.area.x1, area.y1};
  push_clip(ui, bars);
  draw_batch(ui, batch);
  for (const SpanBox& box : boxes) {
    const Rect bar = bar_rect(box, row_rect(rows, area, box.lane), view.area.x0);
    if (box.row == selected) outline(ui, inset(bar, -1.5f, -1.5f), ui.color.accent, 4, 1.5f);
    // The notch where the first token came.
    if (box.first_token_px > 0) {
      const float x = view.area.x0 + box.first_token_px;
      fill(ui, {x - 1, bar.y0 - 2, x + 1, bar.y1 + 2}, ui.color.panel);
      fill(ui, {x - 0.5f, bar.y0, x + 0.5f, bar.y1}, ui.color.text);
    }
    draw_label(ui, colors, box, bar, bars, box.row == selected);
  }
  draw_outside(ui, view, rows, shown, area);
  draw_batch(ui, marks);
  pop_clip(ui);
}

}  // namespace

void draw_timeline(Ui& ui, Rect area) {
  const TraceRow trace = ui.frame.derived.trace_row(ui.state());
  ui.rects.add("timeline", {area.x0, area.y0, area.width(), area.height()});
  const ShownSteps& steps = ui.frame.derived.open_trace().shown_steps(ui.state());
  const std::vector<SpanRow>& shown = steps.rows;
  const float gutter = gutter_width(steps);
  const Rect minimap = cut_top(area, area.height() > 180 ? kMinimapHeight : 0.0f);
  Rect axis = cut_top(area, kAxisHeight);
  const TimeView view = make_time_view(ui, trace, {area.x0 + gutter, area.y0, area.x1 - 12, area.y1});
  time_keys(ui, view);
  span_keys(ui, trace);
  if (minimap.drawable()) draw_minimap(ui, view, minimap);
  draw_time_axis(ui, view, axis, area);
  const float row_height = cards() ? 44.0f : kRowHeight;
  Scroll& scroll = ui.memory.timeline.scroll;
  scroll.view = static_cast<double>(area.height());
  keep_span_in_view(ui, scroll, static_cast<double>(row_height));
  ScrollView scrolled =
      scroll_begin(ui, scroll, area, static_cast<double>(row_height) * static_cast<double>(shown.size()) + 8, false);
  const RowsOnScreen rows = rows_on_screen(scrolled, shown.size(), row_height);
  const SpanRow under = row_under_pointer(rows, shown, area);
  draw_grounds(ui, rows, shown, area);
  const TimeGesture gesture =
      time_gestures(ui, view, "timeline-rows", {area.x0, area.y0, area.x1 - 10, area.y1}, under, scroll);
  draw_bars(ui, view, rows, shown, area);
  const bool link_pressed = draw_links(ui, view, rows_of(rows, area, shown));
  for (std::uint32_t lane = 0; lane < rows.count; ++lane)
    draw_gutter(ui, row_rect(rows, area, lane), shown[rows.first + lane], steps.depth[rows.first + lane],
                area.x0 + gutter);
  scroll_end(ui, "timeline", scroll, scrolled);
  draw_range_and_cursor(ui, view, axis, {view.area.x0, area.y0, view.area.x1, area.y1});
  if (gesture.clicked && under.valid() && !link_pressed) ui.push(SelectSpan{ui.store().columns().span_id[under.value]});
  if (!under.valid() || ui.memory.timeline.drag != TimelineMemory::Drag::none) return;
  offer_values(ui, area, false, [&] { return values_of(ui.store(), under); });
  std::vector<TipLine> lines = span_tip(ui, trace, under);
  event_tip(ui, view, under, lines);
  tooltip(ui, lines);
}

}  // namespace spanorama
