// The selected span: where it stands, its figures, and tabs with what it holds.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "spanorama/base/format.h"
#include "views/cost_lines.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/span_panels.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/menu.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr std::array<std::string_view, 4> kTabs = {"Content", "Metadata", "Attributes", "Events"};
constexpr std::size_t kMostAncestors = 4;

// Nearest first; the chain may be as deep as the file likes.
std::vector<SpanRow> nearest_ancestors(const TraceStore& store, SpanRow span) {
  std::vector<SpanRow> out;
  SpanRow at = store.columns().parent[span.value];
  while (at.valid() && out.size() < kMostAncestors) {
    out.push_back(at);
    at = store.columns().parent[at.value];
  }
  return out;
}

struct PartText {
  SpanPart part;
  const char* label;
  const char* copied;
};
constexpr std::array<PartText, 5> kParts = {{{SpanPart::whole, "Whole step", "Step copied as JSON"},
                                             {SpanPart::input, "Input", "Input copied as JSON"},
                                             {SpanPart::output, "Output", "Output copied as JSON"},
                                             {SpanPart::metadata, "Metadata", "Metadata copied as JSON"},
                                             {SpanPart::timings, "Timings", "Timings copied as JSON"}}};

// All of it, or a part.
void copy_menu(Ui& ui, Rect rect) {
  std::array<MenuItem, kParts.size() + 1> items = {{{"Copy as JSON", false, 0, true}}};
  for (std::size_t i = 0; i < kParts.size(); ++i) items[i + 1].label = kParts[i].label;
  const auto chosen = menu_button(ui, "span-copy", rect, Icon::copy, "Copy the step as JSON", items);
  if (!chosen || *chosen == 0) return;
  close_menu(ui);
  copy_span_part(ui, kParts[*chosen - 1].part);
}

constexpr float kAncestorGap = 16;

float ancestor_width(const Ui& ui, SpanRow ancestor) {
  return std::min(150.0f, std::ceil(text_width(ui, span_name(ui.store(), ancestor), kSmall)) + 2);
}

// How many of the nearest ancestors can be named beside the step and the button for the others.
std::size_t fitting_ancestors(const Ui& ui, float width, const std::vector<SpanRow>& nearest) {
  constexpr float kRoomForStep = 120, kRoomForButton = 28 + kAncestorGap;
  float left = width - kRoomForStep - kRoomForButton;
  std::size_t count = 0;
  for (; count < nearest.size(); ++count) {
    left -= ancestor_width(ui, nearest[count]) + kAncestorGap;
    if (left < 0) break;
  }
  return count;
}

// "… ›": the ancestors from `above` on, the root first.
void further_ancestors(Ui& ui, Rect& row, SpanRow above) {
  constexpr std::size_t kMostInMenu = 24;
  const TraceStore& store = ui.store();
  std::vector<SpanRow> rows;
  for (; above.valid() && rows.size() < kMostInMenu; above = store.columns().parent[above.value]) rows.push_back(above);
  if (rows.empty()) return;
  std::vector<MenuItem> items;
  for (std::size_t i = rows.size(); i-- > 0;) items.push_back({std::string(span_name(store, rows[i]))});
  const auto chosen = menu_button(ui, "ancestors", cut_left(row, 28), Icon::more, "Steps above these", items);
  icon(ui, Icon::chevron_right, row.x0 + 8, row.center_y(), 8, ui.color.faint);
  row.x0 += kAncestorGap;
  if (!chosen) return;
  close_menu(ui);
  ui.push(SelectSpan{store.columns().span_id[rows[rows.size() - 1 - *chosen].value]});
}

void breadcrumb(Ui& ui, Rect row, SpanRow span) {
  const float size = cards() ? 44.0f : 28.0f;
  if (icon_button(ui, "span-close", cut_right(row, size), Icon::close, "Close the step  Esc")) ui.push(SelectSpan{});
  copy_menu(ui, cut_right(row, size));
  const TraceStore& store = ui.store();
  const std::vector<SpanRow> ancestors = nearest_ancestors(store, span);
  const std::size_t named = fitting_ancestors(ui, row.width(), ancestors);
  const SpanRow highest = named == 0 ? span : ancestors[named - 1];
  further_ancestors(ui, row, store.columns().parent[highest.value]);
  for (std::size_t i = named; i-- > 0;) {
    const std::string_view name = span_name(store, ancestors[i]);
    const Rect cell = cut_left(row, ancestor_width(ui, ancestors[i]));
    const Press pressed = press(ui, "ancestor-" + std::to_string(i), cell);
    text_in(ui, cell, name, pressed.hovered ? ui.color.accent : ui.color.dim, kSmall);
    if (pressed.focused) focus_ring(ui, inset(cell, -3, 4));
    if (pressed.clicked) ui.push(SelectSpan{store.columns().span_id[ancestors[i].value]});
    icon(ui, Icon::chevron_right, row.x0 + 8, row.center_y(), 8, ui.color.faint);
    row.x0 += 16;
  }
  const ObservationType type = store.columns().type[span.value];
  offer_values(ui, row, false, [&] { return values_of(store, span); });
  type_icon(ui, type, row.x0 + 9, row.center_y(), 18);
  row.x0 += 25;
  if (store.columns().status[span.value] == Status::error) {
    error_mark(ui, row.x0 + 5, row.center_y(), 11);
    row.x0 += 16;
  }
  text_in(ui, row, span_name(store, span), ui.color.text, kStrong);
}

std::string split_text(const Usage& usage) {
  std::string out;
  const auto add = [&](std::string_view name, std::int64_t value) {
    if (value != kUnknown && value != 0) out += (out.empty() ? "" : ", ") + grouped(value) + " " + std::string(name);
  };
  add("input", usage.input_plain);
  add("cache read", usage.cache_read);
  add("cache write", usage.cache_write);
  add("output", usage.output_plain);
  add("reasoning", usage.reasoning);
  return out;
}

void token_badges(Ui& ui, Rect& row, const Facts& facts) {
  const std::int64_t in = input_tokens(facts.usage), out = output_tokens(facts.usage);
  if (in == kUnknown && out == kUnknown) return;
  const float before = row.x0;
  badge(ui, row, "tokens", text_from_count(in) + " \u2192 " + text_from_count(out), ui.color.text);
  if (mouse_in({before, row.y0, row.x0, row.y1})) tooltip(ui, split_text(facts.usage));
}

void cost_tooltip(Ui& ui, const Facts& facts, SpanRow span) {
  std::vector<TipLine> lines{{"", exact_cost(facts.cost_microcents, facts.cost_source) + "  " +
                                      std::string(cost_source_text(facts.cost_source))}};
  add_cost_lines(lines, ui.frame.derived.cost_parts(ui.state(), span), nullptr, facts.cost_microcents,
                 facts.cost_source);
  tooltip(ui, lines);
}

// A badge with a text that a filter knows.
void text_badge(Ui& ui, Rect& row, FilterField field, std::string_view text, Color color) {
  const float before = row.x0;
  badge(ui, row, field == FilterField::text ? "error" : "", text, color);
  offer_values(ui, {before, row.y0, row.x0, row.y1}, false, [&] { return text_value(field, text); });
}

// What it took stands in a second row where there is little room.
bool has_second_row(const Ui& ui, Rect area, SpanRow span) {
  constexpr float kRoomForOne = 560;
  const MaybeFacts facts = ui.store().facts(span);
  return facts != nullptr && area.width() < kRoomForOne &&
         (total_tokens(facts->usage) != kUnknown || facts->cost_microcents != kUnknown);
}

void badges(Ui& ui, Rect row, Rect second, SpanRow span) {
  const TraceStore& store = ui.store();
  const ColumnViews& columns = store.columns();
  const Nanos duration = columns.duration[span.value];
  const ObservationType type = columns.type[span.value];
  const Status status = columns.status[span.value];
  if (status == Status::error) {
    const Extra* extra = store.extra(span);
    const std::string_view message = extra != nullptr ? store.text(extra->status_message) : std::string_view();
    text_badge(ui, row, FilterField::text, message, ui.color.error);
  }
  text_badge(ui, row, FilterField::type, name_of(type), mixed(type_color(type, ui.color.dark), ui.color.text, 0.35f));
  badge(ui, row, "", text_from(duration), ui.color.text);
  const MaybeFacts facts = store.facts(span);
  if (facts == nullptr) return;
  if (facts->model.present()) text_badge(ui, row, FilterField::model, store.text(facts->model), ui.color.text);
  if (second.drawable()) row = second;
  token_badges(ui, row, *facts);
  if (facts->cost_microcents != kUnknown) {
    const float before = row.x0;
    badge(ui, row, "cost", cost_text(facts->cost_microcents, facts->cost_source), ui.color.text);
    if (mouse_in({before, row.y0, row.x0, row.y1})) cost_tooltip(ui, *facts, span);
  }
  if (facts->ttft_ns != kUnknown) badge(ui, row, "first token", text_from(Nanos{facts->ttft_ns}), ui.color.text);
  const Usage& usage = facts->usage;
  if (usage.cache_read > 0) badge(ui, row, "cached", text_from_count(usage.cache_read), ui.color.text);
  if (usage.reasoning > 0) badge(ui, row, "reasoning", text_from_count(usage.reasoning), ui.color.text);
  const std::string rate = tokens_per_second(*facts, duration);
  if (!rate.empty()) badge(ui, row, "", rate, ui.color.text);
}

void forget_other_span(Ui& ui) {
  if (ui.memory.unfolded_span == ui.state().span.value) return;
  ui.memory.unfolded_span = ui.state().span.value;
  ui.memory.unfolded.clear();
  ui.memory.selection = {};
  ui.memory.prose.clear();
  ui.memory.rich.clear();
  ui.memory.json_trees.clear();
  ui.memory.pretty.clear();
  for (const char* name : {"span-content", "span-metadata", "span-attributes", "span-events"}) scroll_of(ui, name) = {};
}

}  // namespace

void copy_span_part(Ui& ui, SpanPart part) {
  const auto text = std::find_if(kParts.begin(), kParts.end(), [&](const PartText& p) { return p.part == part; });
  const SpanRow span = ui.frame.derived.span_row(ui.state());
  ui.push(CopyText{span_part_json(ui.frame.derived.span_json(ui.state(), span), part), text->copied});
}

void draw_span_detail(Ui& ui, Rect area) {
  const SpanRow span = ui.frame.derived.span_row(ui.state());
  forget_other_span(ui);
  fill(ui, area, ui.color.panel);
  ui.rects.add("span-detail", {area.x0, area.y0, area.width(), area.height()});
  breadcrumb(ui, inset(cut_top(area, cards() ? 44.0f : 34.0f), 14, 0), span);
  const bool two_rows = has_second_row(ui, area, span);
  const Rect first = inset(cut_top(area, 26), 14, 0);
  badges(ui, first, two_rows ? inset(cut_top(area, 26), 14, 0) : Rect{}, span);
  Rect tabs = cut_top(area, cards() ? 44.0f : kTabsHeight);
  hairline_below(ui, tabs);
  if (ui.state().span_tab == SpanTab::content) {
    Rect right = inset(tabs, 12, 0);
    if (icon_button(ui, "content-raw", cut_right(right, 28), Icon::braces,
                    ui.memory.raw_content ? "Show as messages" : "Show raw attributes", ui.memory.raw_content))
      ui.memory.raw_content = !ui.memory.raw_content;
  }
  tabs.x0 += 4;
  if (const auto chosen = tab_row(ui, "detail-tab-", tabs, kTabs, static_cast<int>(ui.state().span_tab)))
    ui.push(SelectSpanTab{static_cast<SpanTab>(*chosen)});
  switch (ui.state().span_tab) {
    case SpanTab::content: return draw_span_content(ui, area, span);
    case SpanTab::metadata: return draw_span_metadata(ui, area, span);
    case SpanTab::attributes: return draw_span_attributes(ui, area, span);
    case SpanTab::events: return draw_span_events(ui, area, span);
  }
}

}  // namespace spanorama
