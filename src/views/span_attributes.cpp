// Every attribute as it was recorded, with its type: of the span, of its resource, of its scope.
#include <algorithm>

#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"
#include "views/messages.h"
#include "views/search_marks.h"
#include "views/sizes.h"
#include "views/span_panels.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

std::string_view type_word(ValueType type) {
  switch (type) {
    case ValueType::string: return "str";
    case ValueType::boolean: return "bool";
    case ValueType::int32:
    case ValueType::int64: return "int";
    case ValueType::float64: return "num";
    case ValueType::bytes: return "bytes";
    case ValueType::json: return "json";
    case ValueType::payload: return "long";
    case ValueType::empty: break;
  }
  return "none";
}

Color type_ink(const Ui& ui, ValueType type) {
  switch (type) {
    case ValueType::boolean: return type_color(ObservationType::guardrail, ui.color.dark);
    case ValueType::int32:
    case ValueType::int64:
    case ValueType::float64: return type_color(ObservationType::agent, ui.color.dark);
    case ValueType::json: return type_color(ObservationType::tool, ui.color.dark);
    default: return ui.color.text;
  }
}

struct Rows {
  Ui& ui;
  Rect area;
  float y;
  FilterField field;   // what a filter on such a value is
  std::string search;  // lower case
};

void value_buttons(Rows& rows, Rect& row, const std::string& name, std::uint32_t index) {
  Ui& ui = rows.ui;
  if (icon_button(ui, name + "-copy", cut_right(row, 24), Icon::copy, "Copy the value"))
    ui.push(CopyText{ui.frame.derived.attribute_text(ui.state(), index).text, "Value copied"});
  const Rect button = cut_right(row, 24);
  if (icon_button(ui, name + "-filter", button, Icon::filter, "Add as filter or exclude"))
    open_value_menu(ui, button, false, values_of(ui.store(), rows.field, ui.store().columns().attribute_rows[index]));
}

// So much of a value is drawn on its one line.
constexpr std::size_t kRowValueBytes = 300;

// A long value is not in the store: it is read from its source when its row is looked at.
std::string row_value(Ui& ui, std::uint32_t index) {
  const Attribute attribute = ui.store().columns().attribute_rows[index];
  if (attribute.type() != ValueType::payload) return short_text(ui.store(), attribute);
  return ui.frame.derived.attribute_text(ui.state(), index).text;
}

constexpr TextStyle kKeyStyle{Face::mono, 12, Align::left};

// A key in `width`: what tells long keys apart stands at their end, so that they are cut in the middle.
std::string key_within(const Ui& ui, std::string_view key, float width) {
  const auto room = static_cast<std::size_t>(std::max(4.0f, width / text_width(ui, "0", kKeyStyle)));
  if (key.size() <= room) return std::string(key);
  std::size_t tail = key.size() - (room - 1) * 2 / 3;
  while (tail < key.size() && (static_cast<unsigned char>(key[tail]) & 0xC0) == 0x80) ++tail;
  return std::string(utf8_prefix(key, (room - 1) / 3)) + "\u2026" + std::string(key.substr(tail));
}

void draw_value_row(Rows& rows, std::uint32_t index) {
  Ui& ui = rows.ui;
  const Attribute attribute = ui.store().columns().attribute_rows[index];
  const std::string_view key = ui.store().key_text(attribute.key());
  if (!rows.search.empty() && !contains_any_case(key, rows.search) &&
      !contains_any_case(row_value(ui, index), rows.search))
    return;
  const std::string name = "attribute-" + std::to_string(index);
  const float height = cards() ? 44.0f : 24.0f;
  Rect row{rows.area.x0, rows.y, rows.area.x1, rows.y + height};
  rows.y += height;
  bool& open = ui.memory.unfolded[name];
  if (row.y1 > 0 && row.y0 < ImGui::GetIO().DisplaySize.y) {
    const Press pressed = press(ui, name, row, kPressOverlap);
    const bool hovered = mouse_in(row);
    if (hovered) fill(ui, inset(row, -6, 0), with_alpha(ui.color.raised, 0.7f), 4);
    if (pressed.focused) focus_ring(ui, inset(row, -5, 1));
    if (pressed.clicked) open = !open;
    offer_values(ui, row, pressed.focused, [&] { return values_of(ui.store(), rows.field, attribute); });
    if (hovered) value_buttons(rows, row, name, index);
    const float key_width = std::clamp(rows.area.width() * 0.42f, 110.0f, 360.0f);
    text_in(ui, cut_left(row, key_width), key_within(ui, key, key_width), ui.color.dim, kKeyStyle);
    row.x0 += 10;
    text_in(ui, cut_left(row, 38), type_word(attribute.type()), ui.color.faint, kTiny);
    const std::string value(utf8_prefix(row_value(ui, index), kRowValueBytes));
    mark_line(ui, row, value, {Face::mono, 12, Align::left});
    text_in(ui, row, value, type_ink(ui, attribute.type()), {Face::mono, 12, Align::left});
  }
  if (!open) return;
  Column column{rows.area.x0, rows.y + 2, rows.area.width()};
  draw_code_block(ui, column, name + "-value", ui.frame.derived.attribute_text(ui.state(), index).text,
                  is_metadata_object(key) ? JsonOrigin::metadata : JsonOrigin::text);
  rows.y = column.y + 2;
}

void draw_group(Rows& rows, std::string_view title, Range range) {
  if (range.count == 0) return;
  Ui& ui = rows.ui;
  Rect head{rows.area.x0, rows.y + 4, rows.area.x1, rows.y + 28};
  text_left(ui, head, title, ui.color.dim, {Face::semibold, 12, Align::left}, 8);
  text_in(ui, head, grouped(range.count), ui.color.faint, kSmall);
  rows.y += 30;
  for (std::uint32_t i = range.begin; i < range.end(); ++i) draw_value_row(rows, i);
  rows.y += 6;
}

}  // namespace

void draw_span_attributes(Ui& ui, Rect area, SpanRow span) {
  const ColumnViews& columns = ui.store().columns();
  Rect bar = inset(cut_top(area, cards() ? 52.0f : 40.0f), 14, 6);
  bar.x1 = std::min(bar.x1, bar.x0 + 320);
  InputOptions options;
  options.hint = "Search keys and values";
  options.style = kSmall;
  text_input(ui, "attribute-search", bar, ui.memory.attribute_search, options);
  ScrollPanel panel = scroll_panel_begin(ui, "span-attributes", area, 14);
  Rows rows{ui,
            {panel.area.x0, panel.area.y0, panel.area.x1 - 6, panel.area.y1},
            panel.area.y0 - 12,
            FilterField::attribute,
            ascii_lower(ui.memory.attribute_search)};
  draw_group(rows, "Span", columns.attributes[span.value]);
  rows.field = FilterField::resource;
  const ResourceRow resource = columns.resource[span.value];
  if (resource.valid()) draw_group(rows, "Resource", columns.resources[resource.value].attributes);
  rows.field = FilterField::attribute;
  const ScopeRow scope = columns.scope[span.value];
  if (scope.valid()) draw_group(rows, "Scope", columns.scopes[scope.value].attributes);
  scroll_panel_end(ui, "span-attributes", panel, rows.y);
}

}  // namespace spanorama
