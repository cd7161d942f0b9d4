#include "views/messages.h"

#include <cmath>

#include "spanorama/app/step_texts.h"
#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"
#include "views/json_tree/json_tree.h"
#include "views/media.h"
#include "views/sizes.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/prose.h"
#include "views/widgets/rich_text.h"

namespace spanorama {

namespace {

constexpr std::size_t kFirstBytes = 64 * 1024;
constexpr std::size_t kPrettyBytes = 4096;  // longer JSON is a tree
constexpr TextStyle kHeading{Face::semibold, 12, Align::left};

Color role_color(const Ui& ui, std::string_view role) {
  if (role == "assistant" || role == "model") return type_color(ObservationType::generation, ui.color.dark);
  if (role == "user" || role == "human") return ui.color.accent;
  if (role == "tool" || role == "function") return type_color(ObservationType::tool, ui.color.dark);
  return ui.color.dim;
}

std::string capitalized(std::string_view word) {
  std::string out(word.empty() ? std::string_view("message") : word);
  if (out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

// The storage that a shown text lives in must be the same every frame, so indented copies are kept.
const std::string& kept_pretty(Ui& ui, std::string_view name, std::string_view text) {
  Memory::Pretty& kept = ui.memory.pretty[std::string(name)];
  if (kept.source != text.data() || kept.size != text.size() || kept.store_revision != ui.store().revision())
    kept = {text.data(), text.size(), ui.store().revision(), pretty_json(text)};
  return kept.text;
}

void show_all_button(Ui& ui, Column& column, std::string_view name, std::size_t bytes) {
  const std::string label = "Show all " + text_from_bytes(bytes);
  const Rect button{column.x, column.y + 4, column.x + button_width(ui, label), column.y + 32};
  if (text_button(ui, std::string(name) + "-all", button, label, ButtonKind::outlined))
    ui.memory.unfolded[std::string(name)] = true;
  column.y = button.y1 + 4;
}

// `copied`: what its button copies.
void part_label(Ui& ui, Column& column, const std::string& part, std::string_view what, std::string_view name,
                std::string_view id, Color color, std::string_view copied) {
  Rect row{column.x, column.y, column.x + column.width, column.y + 22};
  if (!copied.empty() && icon_button(ui, part + "-copy", cut_right(row, 26), Icon::copy, "Copy"))
    ui.push(CopyText{std::string(copied), "Copied"});
  if (what != "holds")
    offer_values(ui, row, false, [&] {
      std::vector<ShownValue> values = text_value(FilterField::tool, name);
      for (ShownValue& call : text_value(FilterField::text, id)) values.push_back(std::move(call));
      return values;
    });
  text_left(ui, row, what, ui.color.dim, kSmall, 6);
  text_left(ui, row, name, color, {Face::mono, 12, Align::left}, 8);
  text_in(ui, row, id, ui.color.faint, {Face::mono, 11, Align::left});
  column.y += 24;
}

void draw_part(Ui& ui, Column& column, const std::string& name, const MessagePart& part) {
  const Color tool = type_color(ObservationType::tool, ui.color.dark);
  switch (part.kind) {
    case PartKind::text: draw_text_block(ui, column, name, part.text, ui.color.text); break;
    case PartKind::reasoning:
      if (fold_row(ui, column, name + "-reasoning", "Reasoning"))
        draw_text_block(ui, column, name, part.text, ui.color.dim);
      break;
    case PartKind::tool_call:
      part_label(ui, column, name, "calls", part.name, part.call_id, tool, part.arguments);
      if (!part.arguments.empty()) draw_code_block(ui, column, name, part.arguments);
      break;
    case PartKind::tool_result:
      part_label(ui, column, name, "result of", part.name.empty() ? "tool" : part.name, part.call_id, tool, part.text);
      draw_code_block(ui, column, name, part.text);
      break;
    case PartKind::refusal: draw_text_block(ui, column, name, part.text, ui.color.warn); break;
    case PartKind::image:
    case PartKind::audio:
    case PartKind::file: draw_media(ui, column, name, part); break;
    default:
      part_label(ui, column, name, "holds", part.name, "", ui.color.dim, part.text);
      draw_code_block(ui, column, name, part.text);
  }
  column.y += 6;
}

}  // namespace

bool fold_row(Ui& ui, Column& column, const std::string& name, std::string_view title) {
  bool& open = ui.memory.unfolded[name];
  const Rect row{column.x - 4, column.y,
                 column.x + std::min(column.width, std::ceil(text_width(ui, title, kSmall)) + 32), column.y + 24};
  const Press pressed = press(ui, name, row);
  icon(ui, open ? Icon::chevron_down : Icon::chevron_right, row.x0 + 8, row.center_y(), 9, ui.color.dim);
  text_in(ui, {row.x0 + 20, row.y0, row.x1, row.y1}, title, pressed.hovered ? ui.color.text : ui.color.dim, kSmall);
  if (pressed.focused) focus_ring(ui, row);
  if (pressed.clicked) open = !open;
  column.y = row.y1 + 2;
  return open;
}

void draw_heading(Ui& ui, Column& column, std::string_view name, std::string_view title, std::string_view copied) {
  if (!copied.empty()) {
    if (draw_copy_heading(ui, column, name, title)) ui.push(CopyText{std::string(copied), "Copied"});
    return;
  }
  text_in(ui, {column.x, column.y, column.x + column.width, column.y + 26}, title, ui.color.dim, kHeading);
  column.y += 28;
}

bool draw_copy_heading(Ui& ui, Column& column, std::string_view name, std::string_view title) {
  Rect row{column.x, column.y, column.x + column.width, column.y + 26};
  const bool pressed = icon_button(ui, std::string(name) + "-copy", cut_right(row, 26), Icon::copy, "Copy");
  text_in(ui, row, title, ui.color.dim, kHeading);
  column.y += 28;
  return pressed;
}

void draw_named_value(Ui& ui, Column& column, const std::string& name, std::string_view label, std::string_view value,
                      const NamedValueLook& look) {
  constexpr float kLabelWidth = 150, kNarrowLabelWidth = 112, kCopyWidth = 24;
  constexpr std::size_t kLongBytes = 600, kMostOnRow = 400;
  const float usual_width = column.width < 420 ? kNarrowLabelWidth : kLabelWidth;
  const float label_width = look.label_width > 0 ? look.label_width : usual_width;
  Rect row{column.x, column.y, column.x + column.width, column.y + (cards() ? 40.0f : 22.0f)};
  const bool fits = value.size() <= kMostOnRow && value.find('\n') == std::string_view::npos &&
                    label_width + text_width(ui, value, look.value) + kCopyWidth <= column.width;
  if (!fits && value.size() > kLongBytes) {
    Rect line = row;
    if (icon_button(ui, name + "-copy", cut_right(line, 26), Icon::copy, "Copy"))
      ui.push(CopyText{std::string(value), "Copied"});
    Column below{column.x, column.y, line.width()};
    const bool open = fold_row(ui, below, name + "-fold", label);
    column.y = below.y;
    if (open) draw_code_block(ui, column, name + "-value", value);
    return;
  }
  column.y = row.y1;
  const Press pressed = press(ui, name, row);
  if (pressed.hovered) fill(ui, inset(row, -6, 0), with_alpha(ui.color.raised, 0.7f), 4);
  if (pressed.focused) focus_ring(ui, inset(row, -5, 1));
  if (pressed.clicked) ui.push(CopyText{std::string(value), std::string(label) + " copied"});
  if (pressed.hovered) icon(ui, Icon::copy, row.x1 - 10, row.center_y(), 12, ui.color.dim);
  row.x1 -= kCopyWidth;
  text_in(ui, fits ? cut_left(row, label_width) : row, label, ui.color.dim, look.label);
  if (fits)
    text_in(ui, row, value.empty() ? "\"\"" : value, value.empty() ? ui.color.faint : ui.color.text, look.value);
  else
    draw_code_block(ui, column, name + "-value", value);
}

void draw_text_block(Ui& ui, Column& column, std::string_view name, std::string_view text, Color color) {
  const bool all = ui.memory.unfolded.count(std::string(name)) > 0;
  const std::string_view shown = all ? text : utf8_prefix(text, kFirstBytes);
  if (looks_like_json(text)) {
    draw_code_block(ui, column, name, text);
    return;
  }
  column.y += rich_text(ui, name, column.x, column.y, column.width, shown, color);
  if (shown.size() < text.size()) show_all_button(ui, column, name, text.size());
}

void draw_code_block(Ui& ui, Column& column, std::string_view name, std::string_view text, JsonOrigin origin) {
  const bool tree = text.size() > kPrettyBytes || origin == JsonOrigin::metadata;  // whose values can be asked for
  if (tree && looks_like_json(text)) return draw_json_tree(ui, column, name, text, origin);
  const bool all = ui.memory.unfolded.count(std::string(name)) > 0;
  const std::string_view cut = all ? text : utf8_prefix(text, kFirstBytes);
  const std::string_view shown = looks_like_json(text) ? std::string_view(kept_pretty(ui, name, cut)) : cut;
  if (shown.empty()) return;
  // The ground goes behind text whose height is only known afterwards.
  ImDrawList* draw = ui.draw();
  draw->ChannelsSplit(2);
  draw->ChannelsSetCurrent(1);
  const float height = prose(ui, name, column.x + 10, column.y + 7, column.width - 20, shown, ui.color.text,
                             {Face::mono, 12, Align::left});
  draw->ChannelsSetCurrent(0);
  fill(ui, {column.x, column.y, column.x + column.width, column.y + height + 14},
       ui.color.dark ? mixed(ui.color.panel, ui.color.page, 0.7f) : ui.color.page, 6);
  draw->ChannelsMerge();
  column.y += height + 18;
  if (cut.size() < text.size()) show_all_button(ui, column, name, text.size());
}

void draw_message(Ui& ui, Column& column, std::string_view name, const Message& message) {
  const Color color = role_color(ui, message.role);
  const float top = column.y;
  Column inner{column.x + 14, column.y, column.width - 14};
  Rect row{inner.x, inner.y, inner.x + inner.width, inner.y + 22};
  text_left(ui, row, capitalized(message.role), color, {Face::semibold, 12, Align::left}, 10);
  if (!message.finish_reason.empty()) text_left(ui, row, message.finish_reason, ui.color.faint, kTiny, 8);
  const Rect copy = cut_left(row, 26);
  inner.y += 24;
  for (std::size_t i = 0; i < message.parts.size(); ++i)
    draw_part(ui, inner, std::string(name) + "-" + std::to_string(i), message.parts[i]);
  fill(ui, {column.x, top + 2, column.x + 2, inner.y - 4}, with_alpha(color, 0.65f), 1);
  if ((cards() || mouse_in({column.x, top, column.x + column.width, inner.y})) &&
      icon_button(ui, std::string(name) + "-copy", copy, Icon::copy, "Copy the message"))
    ui.push(CopyText{plain_text(message), "Message copied"});
  column.y = inner.y + 8;
}

}  // namespace spanorama
