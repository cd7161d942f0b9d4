#include "views/widgets/text.h"

#include <cmath>
#include <string>
#include <vector>

#include "spanorama/base/utf8.h"
#include "views/widgets/line_text.h"

namespace spanorama {

namespace {

constexpr std::string_view kEllipsis = "\u2026";

const char* end_of(std::string_view text) { return text.data() + text.size(); }

// The first line's worth, with breaks and tabs as spaces; only copied when there are any.
std::string_view one_line(std::string_view text, std::string& space) {
  text = utf8_prefix(text, 1024);
  if (text.find_first_of("\n\r\t") == std::string_view::npos) return text;
  space.assign(text);
  for (char& c : space)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  return space;
}

float aligned_x(Rect rect, float width, Align align) {
  if (align == Align::right) return rect.x1 - width;
  return align == Align::center ? rect.center_x() - width * 0.5f : rect.x0;
}

// text_in for a line with something in it that reads from right to left; what does not fit is cut off its end.
float ordered_text_in(const Ui& ui, Rect rect, std::string_view line, Color color, TextStyle style) {
  ImFont* font = font_of(style.face);
  const float size = font_size(ui, style);
  BidiText bidi(line);
  LineText shown(font, size, line, bidi.line(0, line.size()));
  std::string cut;
  if (shown.width() > rect.width()) {
    const char* rest = nullptr;
    const float room = std::max(1.0f, rect.width() - plain_width(font, size, kEllipsis));
    font->CalcTextSizeA(size, room, 0, line.data(), end_of(line), &rest);
    cut.assign(line.data(), rest).append(kEllipsis);
    BidiText cut_bidi(cut);
    shown = LineText(font, size, cut, cut_bidi.line(0, cut.size()));
  }
  const float width = shown.width();
  shown.draw(ui.draw(), {aligned_x(rect, width, style.align), std::floor(rect.center_y() - size * 0.5f)}, color);
  return std::min(width, rect.width());
}

float ordered_text_wrapped(const Ui& ui, float x, float y, float width, std::string_view text, Color color,
                           TextStyle style) {
  ImFont* font = font_of(style.face);
  const float size = font_size(ui, style);
  const std::vector<std::uint32_t> begins = wrapped_lines(font, size, text, width);
  BidiText bidi(text);
  for (std::size_t i = 0; i + 1 < begins.size(); ++i) {
    const std::string_view shown = wrapped_line(text, begins, i);
    const LineText line(font, size, shown, bidi.line(begins[i], begins[i] + shown.size()), begins[i]);
    const float indent = bidi.right_to_left() ? std::max(0.0f, width - line.width()) : 0;
    line.draw(ui.draw(), {x + indent, y + static_cast<float>(i) * size}, color);
  }
  return static_cast<float>(begins.size() - 1) * size;
}

bool is_figure(char c) {
  return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '$' || c == '<' || c == '*' || c == '-';
}

}  // namespace

ImFont* font_of(Face face) {
  const ImVector<ImFont*>& fonts = ImGui::GetIO().Fonts->Fonts;
  const int index = static_cast<int>(face);
  return index < fonts.Size ? fonts[index] : ImGui::GetFont();
}

float font_size(const Ui& ui, TextStyle style) {
  const float size =
      style.size * ui.memory.font_factor[static_cast<std::size_t>(style.face)] * ImGui::GetStyle().FontScaleMain;
  // Glyphs are made for whole pixels; any other size would be scaled and look soft.
  const float pixels_per_point = std::max(0.5f, ImGui::GetIO().DisplayFramebufferScale.x);
  return std::round(size * pixels_per_point) / pixels_per_point;
}

float text_width(const Ui& ui, std::string_view text, TextStyle style) {
  std::string space;
  const std::string_view line = one_line(text, space);
  BidiText bidi(line);
  return LineText(font_of(style.face), font_size(ui, style), line, bidi.line(0, line.size())).width();
}

float line_height(const Ui& ui, TextStyle style) { return std::round(font_size(ui, style) * 1.15f); }

float text_in(const Ui& ui, Rect rect, std::string_view text, Color color, TextStyle style) {
  const float available = rect.width();
  if (text.empty() || available < 4) return 0;
  std::string space;
  std::string_view line = one_line(text, space);
  if (may_read_right_to_left(line)) return ordered_text_in(ui, rect, line, color, style);
  ImFont* font = font_of(style.face);
  const float size = font_size(ui, style);
  const float y = std::floor(rect.center_y() - size * 0.5f);
  const char* rest = nullptr;
  float width = font->CalcTextSizeA(size, available, 0, line.data(), end_of(line), &rest).x;
  if (rest == end_of(line)) {
    ui.draw()->AddText(font, size, {aligned_x(rect, width, style.align), y}, color, line.data(), end_of(line));
    return width;
  }
  const float dots = plain_width(font, size, kEllipsis);
  width = font->CalcTextSizeA(size, std::max(1.0f, available - dots), 0, line.data(), end_of(line), &rest).x;
  while (rest > line.data() && rest[-1] == ' ') --rest;
  ui.draw()->AddText(font, size, {rect.x0, y}, color, line.data(), rest);
  const float cut = plain_width(font, size, {line.data(), static_cast<std::size_t>(rest - line.data())});
  if (dots <= available) ui.draw()->AddText(font, size, {rect.x0 + cut, y}, color, kEllipsis.data(), end_of(kEllipsis));
  return std::min(available, cut + dots);
}

float text_left(const Ui& ui, Rect& row, std::string_view text, Color color, TextStyle style, float gap) {
  const float width = text_in(ui, row, text, color, aligned(style, Align::left));
  row.x0 = std::min(row.x1, row.x0 + std::ceil(width) + gap);
  return width;
}

float text_right(const Ui& ui, Rect& row, std::string_view text, Color color, TextStyle style, float gap) {
  const float width = text_in(ui, row, text, color, aligned(style, Align::right));
  row.x1 = std::max(row.x0, row.x1 - std::ceil(width) - gap);
  return width;
}

float figure_in(const Ui& ui, Rect rect, std::string_view text, Color color, TextStyle style) {
  ImFont* font = font_of(style.face);
  const float size = font_size(ui, style);
  const float width = plain_width(font, size, text);
  if (width > rect.width()) return text_in(ui, rect, text, color, style);
  const float y = std::floor(rect.center_y() - size * 0.5f);
  const Color unit = mixed(color, ui.color.faint, 0.6f);
  float x = aligned_x(rect, width, style.align);
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (end < text.size() && is_figure(text[end]) == is_figure(text[i])) ++end;
    const std::string_view run = text.substr(i, end - i);
    ui.draw()->AddText(font, size, {x, y}, is_figure(text[i]) ? color : unit, run.data(), end_of(run));
    x += plain_width(font, size, run);
    i = end;
  }
  return width;
}

float text_wrapped(const Ui& ui, float x, float y, float width, std::string_view text, Color color, TextStyle style) {
  if (text.empty()) return 0;
  if (may_read_right_to_left(text)) return ordered_text_wrapped(ui, x, y, width, text, color, style);
  ImFont* font = font_of(style.face);
  const float size = font_size(ui, style);
  ui.draw()->AddText(font, size, {x, y}, color, text.data(), end_of(text), width);
  return font->CalcTextSizeA(size, FLT_MAX, width, text.data(), end_of(text)).y;
}

float wrapped_height(const Ui& ui, float width, std::string_view text, TextStyle style) {
  if (text.empty()) return 0;
  if (may_read_right_to_left(text)) {
    const float size = font_size(ui, style);
    return static_cast<float>(wrapped_lines(font_of(style.face), size, text, width).size() - 1) * size;
  }
  return font_of(style.face)->CalcTextSizeA(font_size(ui, style), FLT_MAX, width, text.data(), end_of(text)).y;
}

}  // namespace spanorama
