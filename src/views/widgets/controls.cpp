#include "views/widgets/controls.h"

#include <cmath>
#include <vector>

#include "spanorama/base/utf8.h"
#include "views/widgets/line_text.h"

namespace spanorama {

bool icon_button(Ui& ui, std::string_view name, Rect rect, Icon which, std::string_view tip, bool active) {
  const Press pressed = press(ui, name, rect);
  const Rect ground = centered(rect, std::min(28.0f, rect.width()), std::min(28.0f, rect.height()));
  if (pressed.hovered || active) fill(ui, ground, ui.color.raised, 4);
  const Color color = active ? ui.color.accent : pressed.hovered ? ui.color.text : ui.color.dim;
  icon(ui, which, rect.center_x(), rect.center_y(), 15, color);
  if (pressed.focused) focus_ring(ui, ground);
  if (pressed.hovered && !tip.empty()) tooltip(ui, tip);
  return pressed.clicked;
}

float button_width(const Ui& ui, std::string_view label, bool with_icon) {
  return std::ceil(text_width(ui, label, kStrong)) + (with_icon ? 46.0f : 24.0f);
}

bool text_button(Ui& ui, std::string_view name, Rect rect, std::string_view label, ButtonKind kind,
                 std::optional<Icon> which) {
  const Press pressed = press(ui, name, rect);
  Color ground = kind == ButtonKind::primary ? ui.color.accent : ui.color.panel;
  Color ink = kind == ButtonKind::primary ? accent_ink(ui.color) : ui.color.text;
  if (pressed.hovered) ground = mixed(ground, ui.color.text, kind == ButtonKind::primary ? 0.12f : 0.07f);
  if (pressed.held) ground = mixed(ground, ui.color.page, 0.2f);
  if (kind != ButtonKind::quiet || pressed.hovered) fill(ui, rect, ground, 6);
  if (kind == ButtonKind::outlined) outline(ui, rect, mixed(ui.color.hairline, ui.color.faint, 0.25f), 6);
  if (kind == ButtonKind::quiet && !pressed.hovered) ink = ui.color.dim;
  Rect inner = inset(rect, 12, 0);
  if (which) {
    icon(ui, *which, inner.x0 + 7, rect.center_y(), 14, ink);
    inner.x0 += 22;
    text_in(ui, inner, label, ink, kStrong);
  } else {
    text_in(ui, inner, label, ink, aligned(kStrong, Align::center));
  }
  if (pressed.focused) focus_ring(ui, rect, 6);
  return pressed.clicked;
}

void badge(Ui& ui, Rect& row, std::string_view label, std::string_view value, Color value_color) {
  const float label_width = label.empty() ? 0 : std::ceil(text_width(ui, label, kSmall)) + 5;
  const float width = std::min(label_width + std::ceil(text_width(ui, value, kSmall)) + 14, 220.0f);
  if (width > row.width()) {
    row.x0 = row.x1;
    return;
  }
  Rect ground = cut_left(row, width);
  ground = centered(ground, width, 20);
  row.x0 += 6;
  fill(ui, ground, ui.color.raised, 4);
  Rect inner = inset(ground, 7, 0);
  if (!label.empty()) text_left(ui, inner, label, ui.color.dim, kSmall, 4);
  inner.x1 += 2;
  text_in(ui, inner, value, value_color, kSmall);
}

std::optional<int> tab_row(Ui& ui, std::string_view prefix, Rect row, std::span<const std::string_view> labels,
                           int current) {
  std::optional<int> chosen;
  for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
    const std::string_view label = labels[static_cast<std::size_t>(i)];
    const bool active = i == current;
    const TextStyle style = active ? kStrong : kBody;
    Rect tab = cut_left(row, std::ceil(text_width(ui, label, kStrong)) + 20);
    const std::string name = std::string(prefix) + ascii_lower(label.substr(0, label.find(' ')));
    const Press pressed = press(ui, name, tab);
    const Color ink = active || pressed.hovered ? ui.color.text : ui.color.dim;
    text_in(ui, tab, label, ink, aligned(style, Align::center));
    if (active) fill(ui, {tab.x0 + 10, tab.y1 - 2, tab.x1 - 10, tab.y1}, ui.color.accent, 1);
    if (pressed.focused) focus_ring(ui, inset(tab, 3, 3));
    if (pressed.clicked) chosen = i;
  }
  return chosen;
}

void check_box(Ui& ui, Rect rect, bool checked, bool hovered) {
  const Rect box = centered(rect, 14, 14);
  if (checked) {
    fill(ui, box, ui.color.accent, 3);
    icon(ui, Icon::check, box.center_x(), box.center_y(), 11, accent_ink(ui.color));
  } else {
    outline(ui, box, hovered ? ui.color.dim : mixed(ui.color.hairline, ui.color.faint, 0.55f), 3);
  }
}

bool splitter(Ui& ui, std::string_view name, Rect line, bool vertical, float& moved) {
  const Rect grip = vertical ? inset(line, -4, 0) : inset(line, 0, -4);
  const Press pressed = press(ui, name, grip, kPressNoFocus);
  const bool lit = pressed.hovered || pressed.held;
  if (lit) ImGui::SetMouseCursor(vertical ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
  fill(ui, lit ? (vertical ? inset(line, -1, 0) : inset(line, 0, -1)) : line,
       lit ? ui.color.accent : ui.color.hairline);
  moved = pressed.held ? (vertical ? ImGui::GetIO().MouseDelta.x : ImGui::GetIO().MouseDelta.y) : 0;
  return moved != 0;
}

namespace {

constexpr float kTipPadding = 10, kTipLine = 20, kTipGap = 16, kTipMostValue = 360;

struct TipSize {
  float value_at = 0, width = 0;  // where values begin, of the whole line
};

TipSize measure(const Ui& ui, std::span<const TipLine> lines) {
  float title = 0, label = 0, value = 0;
  for (const TipLine& line : lines) {
    if (line.label.empty()) {
      title = std::max(title, text_width(ui, line.value, kStrong));
    } else {
      label = std::max(label, text_width(ui, line.label, kSmall));
      value = std::max(value, std::min(text_width(ui, line.value, kSmall), kTipMostValue));
    }
  }
  const float value_at = label > 0 ? label + kTipGap : 0;
  return {value_at, std::max(std::min(title, kTipMostValue), value_at + value)};
}

Rect beside_pointer(float width, float height) {
  const ImVec2 mouse = ImGui::GetIO().MousePos, screen = ImGui::GetIO().DisplaySize;
  float x = mouse.x + 14, y = mouse.y + 18;
  if (x + width > screen.x - 8) x = std::max(8.0f, mouse.x - width - 10);
  if (y + height > screen.y - 8) y = std::max(8.0f, mouse.y - height - 10);
  return {x, y, x + width, y + height};
}

}  // namespace

void tooltip(Ui& ui, std::span<const TipLine> lines) {
  if (lines.empty()) return;
  const TipSize size = measure(ui, lines);
  const Rect box =
      beside_pointer(std::ceil(size.width) + 2 * kTipPadding + 4, kTipLine * static_cast<float>(lines.size()) + 12);
  // A window of its own, so that it lies above dialogs and takes no input.
  ImGui::SetNextWindowPos(corner0(inset(box, -12, -12)));
  ImGui::SetNextWindowSize({box.width() + 24, box.height() + 24});
  ImGui::Begin("##tip", nullptr,
               ImGuiWindowFlags_Tooltip | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoDecoration |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground);
  for (int i = 4; i > 0; --i) {
    const float spread = static_cast<float>(i) * 2;
    fill(ui, {box.x0 - spread, box.y0 - spread + 3, box.x1 + spread, box.y1 + spread + 3},
         with_alpha(0xff000000u, 0.06f), 6 + spread);
  }
  fill(ui, box, ui.color.dark ? ui.color.raised : ui.color.panel, 6);
  outline(ui, box, mixed(ui.color.hairline, ui.color.faint, 0.3f), 6);
  Rect rest{box.x0 + kTipPadding, box.y0 + 6, box.x1 - kTipPadding, box.y1};
  for (const TipLine& line : lines) {
    Rect row = cut_top(rest, kTipLine);
    if (line.label.empty()) {
      text_in(ui, row, line.value, ui.color.text, kStrong);
      continue;
    }
    text_in(ui, row, line.label, ui.color.dim, kSmall);
    row.x0 += size.value_at;
    text_in(ui, row, line.value, ui.color.text, kSmall);
  }
  ImGui::End();
}

void tooltip(Ui& ui, std::string_view sentence) {
  const std::vector<std::uint32_t> begins =
      wrapped_lines(font_of(kStrong.face), font_size(ui, kStrong), sentence, kTipMostValue);
  std::vector<TipLine> lines;
  for (std::size_t i = 0; i + 1 < begins.size(); ++i)
    lines.push_back({{}, std::string(wrapped_line(sentence, begins, i))});
  tooltip(ui, lines);
}

}  // namespace spanorama
