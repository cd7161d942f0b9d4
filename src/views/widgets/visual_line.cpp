#include "views/widgets/visual_line.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "spanorama/base/utf8.h"
#include "views/widgets/text.h"

namespace spanorama {

namespace {

std::vector<TextRun> runs_of(std::string_view text) { return BidiText(text).line(0, text.size()); }

std::size_t next_char(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  next_code_point(text, at);
  return at;
}

std::size_t char_before(std::string_view text, std::size_t at) {
  if (at == 0) return 0;
  for (--at; at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;) --at;
  return at;
}

bool caret_visible(const ImGuiInputTextState& state) {
  return !ImGui::GetIO().ConfigInputTextCursorBlink || state.CursorAnim <= 0.0f ||
         std::fmod(state.CursorAnim, 1.20f) <= 0.80f;
}

void select_word(std::string_view text, std::size_t at, ImGuiInputTextCallbackData& data) {
  const std::size_t end = std::min(text.find(' ', at), text.size());
  const std::size_t space = at == 0 ? std::string_view::npos : text.rfind(' ', at - 1);
  data.SelectionStart = static_cast<int>(space == std::string_view::npos ? 0 : space + 1);
  data.SelectionEnd = data.CursorPos = static_cast<int>(end);
}

}  // namespace

VisualLine::VisualLine(TextStyle style, float size, Rect inner, std::string_view text, std::size_t cursor)
    : text_(text),
      inner_(inner),
      size_(size),
      runs_(runs_of(text)),
      line_(font_of(style.face), size, text, runs_),
      x0_(inner.x0) {
  const float width = line_.width();
  if (begins_right_to_left(text)) x0_ = inner.x1 - width;
  if (width <= inner.width()) return;
  const float caret = caret_x(std::min(cursor, text.size()));
  if (caret < inner.x0) x0_ += inner.x0 - caret + 1;
  if (caret > inner.x1) x0_ -= caret - inner.x1 + 1;
}

bool VisualLine::reads_right_to_left(std::size_t at) const {
  for (const TextRun& run : runs_)
    if (at >= run.begin && at < run.end) return run.right_to_left;
  return false;
}

float VisualLine::caret_x(std::size_t at) const {
  if (text_.empty()) return x0_;
  // Before a character: at the edge where it begins; after the last one: where that ends.
  const bool last = at >= text_.size();
  const std::size_t of = last ? char_before(text_, text_.size()) : at;
  float x = 0;
  line_.places(of, next_char(text_, of),
               [&](float left, float right) { x = reads_right_to_left(of) != last ? right : left; });
  return x0_ + x;
}

std::size_t VisualLine::offset_at(float screen_x) const {
  const std::size_t inside = line_.offset_at(std::max(0.0f, screen_x - x0_));
  // The end of the text has a place of its own beside that of its last letter.
  const float to_end = std::abs(caret_x(text_.size()) - screen_x), to_inside = std::abs(caret_x(inside) - screen_x);
  return to_end < to_inside ? text_.size() : inside;
}

std::size_t VisualLine::beside(std::size_t at, bool to_the_right) const {
  const std::size_t of = at >= text_.size() ? char_before(text_, text_.size()) : at;
  return reads_right_to_left(of) != to_the_right ? next_char(text_, at) : char_before(text_, at);
}

void VisualLine::draw(const Ui& ui, Rect clip, const ImGuiInputTextState* state) const {
  ImDrawList* const draw = ui.draw();
  draw->PushClipRect(corner0(clip), {clip.x1, clip.y1}, true);
  const float y = std::round(inner_.center_y() - size_ * 0.5f);
  if (state != nullptr && state->HasSelection()) {
    const auto [from, to] = std::minmax(state->GetSelectionStart(), state->GetSelectionEnd());
    line_.places(static_cast<std::size_t>(from), static_cast<std::size_t>(to), [&](float left, float right) {
      fill(ui, {x0_ + left, y - 2, x0_ + right, y + size_ + 2}, with_alpha(ui.color.accent, 0.35f));
    });
  }
  line_.draw(draw, {x0_, y}, ui.color.text);
  if (state != nullptr && caret_visible(*state)) {
    const float x = std::round(caret_x(static_cast<std::size_t>(state->GetCursorPos())));
    fill(ui, {x, y - 1, x + 1, y + size_ + 1}, ui.color.text);
  }
  draw->PopClipRect();
}

void steer_by_sight(const VisualLine& line, const EditorBefore& before, int& pressed_at,
                    ImGuiInputTextCallbackData& data) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
  const auto go = [&](std::size_t to, int anchor, bool extend) {
    data.CursorPos = data.SelectionEnd = static_cast<int>(to);
    data.SelectionStart = extend ? anchor : data.CursorPos;
  };
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) && io.MouseClickedCount[0] <= 2) {
    const std::size_t at = line.offset_at(io.MousePos.x);
    pressed_at = io.KeyShift ? before.anchor : static_cast<int>(at);
    if (io.MouseClickedCount[0] == 2)
      return select_word({data.Buf, static_cast<std::size_t>(data.BufTextLen)}, at, data);
    return go(at, pressed_at, io.KeyShift);
  }
  if (io.MouseDown[0] && moved && io.MouseClickedCount[0] < 2)
    return go(line.offset_at(io.MousePos.x), pressed_at, true);
  if (io.KeyCtrl || io.KeyAlt || io.KeySuper) return;
  const bool left = ImGui::IsKeyPressed(ImGuiKey_LeftArrow), right = ImGui::IsKeyPressed(ImGuiKey_RightArrow);
  if (left == right) return;
  const bool selected = before.anchor != before.cursor;
  if (selected && !io.KeyShift) return;  // the editor goes to an end of what was selected
  go(line.beside(static_cast<std::size_t>(before.cursor), right), before.anchor, io.KeyShift);
}

}  // namespace spanorama
