// Events of a step in their order, with what they carry, and links to other spans.
#include <algorithm>
#include <array>
#include <vector>

#include "spanorama/base/format.h"
#include "views/messages.h"
#include "views/sizes.h"
#include "views/span_panels.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr std::size_t kMostEvents = 500;  // of a kind
constexpr std::uint32_t kMostLinks = 200;

constexpr TextStyle kCode{Face::mono, 12, Align::left};

void draw_value(Ui& ui, Column& column, std::uint32_t row) {
  const Attribute attribute = ui.store().columns().attribute_rows[row];
  const Rect line{column.x, column.y, column.x + column.width, column.y + 22};
  offer_values(ui, line, false, [&] { return values_of(ui.store(), FilterField::attribute, attribute); });
  const bool elsewhere = attribute.type() == ValueType::payload;
  const std::string short_one = elsewhere ? std::string() : short_text(ui.store(), attribute);
  draw_named_value(ui, column, "event-value-" + std::to_string(row), ui.store().key_text(attribute.key()),
                   elsewhere ? ui.frame.derived.attribute_text(ui.state(), row).text : short_one,
                   {kCode, kCode, std::clamp(column.width * 0.35f, 100.0f, 260.0f)});
}

void draw_values(Ui& ui, Column& column, Range range) {
  for (std::uint32_t row = range.begin; row < range.end(); ++row) draw_value(ui, column, row);
}

// Of a control: its kind stands above it and its source is its title, so that neither is said again.
void draw_control_values(Ui& ui, Column& column, Range range, std::string_view kind, std::string_view source) {
  for (std::uint32_t row = range.begin; row < range.end(); ++row) {
    const Attribute attribute = ui.store().columns().attribute_rows[row];
    const std::string_view key = ui.store().key_text(attribute.key());
    const bool said =
        (key == "kind" && short_text(ui.store(), attribute) == kind) || (key == "source" && !source.empty());
    if (!said) draw_value(ui, column, row);
  }
}

// Where it is short enough to be a title.
std::string source_of(const TraceStore& store, const SpanEvent& event) {
  constexpr std::size_t kMostBytes = 80;
  for (const Attribute attribute : store.attributes(event.attributes)) {
    if (store.key_text(attribute.key()) != "source" || attribute.type() == ValueType::payload) continue;
    std::string text = short_text(store, attribute);
    return text.size() <= kMostBytes && text.find('\n') == std::string::npos ? text : std::string();
  }
  return {};
}

void draw_event(Ui& ui, Column& column, std::uint32_t index, UnixTime span_start, bool control) {
  const SpanEvent& event = ui.store().columns().event_rows[index];
  const std::string_view kind = ui.store().text(event.name);
  const std::string source = control ? source_of(ui.store(), event) : std::string();
  const std::string_view name = source.empty() ? kind : std::string_view(source);
  const bool exception = name == "exception";
  Rect row{column.x, column.y, column.x + column.width, column.y + 24};
  const ImVec2 c{row.x0 + 6, row.center_y()};
  const Color color = exception ? ui.color.error : type_color(ObservationType::event, ui.color.dark);
  ui.draw()->AddQuadFilled({c.x, c.y - 5}, {c.x + 5, c.y}, {c.x, c.y + 5}, {c.x - 5, c.y}, color);
  row.x0 += 20;
  text_right(ui, row, time_text(ui, event.time, 3), ui.color.faint, kSmall);
  text_right(ui, row, "+ " + text_from(event.time - span_start), ui.color.dim, kSmall);
  offer_values(ui, row, false, [&] { return text_value(FilterField::text, name); });
  text_in(ui, row, name.empty() ? "event" : name, exception ? ui.color.error : ui.color.text, kStrong);
  Column inner{column.x + 20, column.y + 26, column.width - 20};
  if (control)
    draw_control_values(ui, inner, event.attributes, kind, source);
  else
    draw_values(ui, inner, event.attributes);
  column.y = inner.y + 10;
}

void draw_link(Ui& ui, Column& column, std::uint32_t index) {
  const SpanLink& link = ui.store().columns().link_rows[index];
  const TraceRow target = ui.store().find_trace(link.trace_id);
  const Rect row{column.x, column.y, column.x + column.width, column.y + (cards() ? 44.0f : 26.0f)};
  const Press pressed = press(ui, "link-" + std::to_string(index), row);
  if (pressed.hovered) fill(ui, inset(row, -6, 0), with_alpha(ui.color.raised, 0.7f), 4);
  if (pressed.focused) focus_ring(ui, inset(row, -5, 1));
  icon(ui, Icon::link, row.x0 + 7, row.center_y(), 13, target.valid() ? ui.color.accent : ui.color.faint);
  Rect text{row.x0 + 22, row.y0, row.x1, row.y1};
  text_left(ui, text, hex_from(link.trace_id).substr(0, 12) + " / " + hex_from(link.span_id),
            target.valid() ? ui.color.text : ui.color.dim, kMono, 12);
  text_in(ui, text, target.valid() ? "" : "not in the open sources", ui.color.faint, kSmall);
  if (pressed.clicked && target.valid()) {
    ui.push(SelectTrace{link.trace_id});
    ui.push(SelectSpan{link.span_id});
  }
  column.y = row.y1;
  Column inner{column.x + 22, column.y, column.width - 22};
  draw_values(ui, inner, link.attributes);
  column.y = inner.y + 4;
}

// What was checked, observed, routed, enforced and said about a step: events of these names, by kind.
struct ControlTitle {
  std::string_view title;
  ObservationType icon;
};
constexpr std::array<ControlTitle, static_cast<std::size_t>(ControlKind::count)> kControlTitles = {
    {{"Guardrail", ObservationType::guardrail},
     {"Observe", ObservationType::evaluator},
     {"Route", ObservationType::chain},
     {"Comply", ObservationType::reranker},
     {"Feedback", ObservationType::event}}};

void draw_first(Ui& ui, Column& column, const std::vector<std::uint32_t>& rows, UnixTime span_start, bool controls) {
  for (std::size_t i = 0; i < std::min(rows.size(), kMostEvents); ++i)
    draw_event(ui, column, rows[i], span_start, controls);
}

void draw_others(Ui& ui, Column& column, const StepEvents& events, UnixTime span_start) {
  if (events.others.empty()) return;
  const auto count = static_cast<std::int64_t>(events.others.size()) + events.unseen;
  draw_heading(ui, column, "events", grouped(count) + (count == 1 ? " event" : " events"));
  draw_first(ui, column, events.others, span_start, false);
}

void draw_controls(Ui& ui, Column& column, const StepEvents& events, UnixTime span_start) {
  if (!events.any_control()) return;
  draw_heading(ui, column, "controls", "Controls");
  for (std::size_t kind = 0; kind < events.controls.size(); ++kind) {
    const std::vector<std::uint32_t>& rows = events.controls[kind];
    if (rows.empty()) continue;
    Rect row{column.x, column.y, column.x + column.width, column.y + 24};
    ui.rects.add("controls-" + std::string(name_of(static_cast<ControlKind>(kind))),
                 {row.x0, row.y0, row.width(), row.height()});
    type_icon(ui, kControlTitles[kind].icon, row.x0 + 9, row.center_y(), 18);
    row.x0 += 26;
    text_left(ui, row, kControlTitles[kind].title, ui.color.text, kStrong, 8);
    text_in(ui, row, grouped(static_cast<std::int64_t>(rows.size())), ui.color.faint, kSmall);
    Column inner{column.x + 20, column.y + 28, column.width - 20};
    draw_first(ui, inner, rows, span_start, true);
    column.y = inner.y;
  }
  column.y += 8;
}

}  // namespace

void draw_span_events(Ui& ui, Rect area, SpanRow span) {
  const ColumnViews& columns = ui.store().columns();
  const Range events = columns.events[span.value], links = columns.links[span.value];
  ScrollPanel panel = scroll_panel_begin(ui, "span-events", area, 14);
  Column column{panel.area.x0, panel.area.y0, std::min(panel.area.width() - 6, 820.0f)};
  if (events.count == 0 && links.count == 0) {
    text_in(ui, {column.x, column.y, column.x + column.width, column.y + 24},
            "This step recorded no events and no links.", ui.color.faint);
    column.y += 28;
  }
  const StepEvents& by_kind = ui.frame.derived.step_events(ui.state(), span);
  draw_controls(ui, column, by_kind, columns.start[span.value]);
  draw_others(ui, column, by_kind, columns.start[span.value]);
  if (links.count > 0)
    draw_heading(ui, column, "links", grouped(links.count) + (links.count == 1 ? " link" : " links"));
  for (std::uint32_t i = 0; i < std::min(links.count, kMostLinks); ++i) draw_link(ui, column, links.begin + i);
  scroll_panel_end(ui, "span-events", panel, column.y);
}

}  // namespace spanorama
