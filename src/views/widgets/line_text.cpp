#include "views/widgets/line_text.h"

#include <algorithm>

namespace spanorama {

float plain_width(ImFont* font, float size, std::string_view text) {
  if (text.empty()) return 0;
  return font->CalcTextSizeA(size, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

LineText::LineText(ImFont* font, float size, std::string_view line, const std::vector<TextRun>& runs,
                   std::size_t first_byte)
    : font_(font), size_(size), line_(line) {
  float x = 0;
  for (const TextRun& run : runs) {
    Part part{run.begin - first_byte, std::min(run.end - first_byte, line.size()), run.right_to_left, x, x, {}};
    if (part.begin >= part.end) continue;
    if (run.right_to_left) part.shaped = shape_right_to_left(line.substr(part.begin, part.end - part.begin));
    part.x1 = x += plain_width(font, size, shown(part));
    parts_.push_back(std::move(part));
  }
}

std::string_view LineText::shown(const Part& part) const {
  return part.right_to_left ? std::string_view(part.shaped.text) : line_.substr(part.begin, part.end - part.begin);
}

float LineText::width() const { return parts_.empty() ? plain_width(font_, size_, line_) : parts_.back().x1; }

void LineText::draw(ImDrawList* draw, ImVec2 corner, Color color) const {
  const auto add = [&](float x, std::string_view text) {
    if (!text.empty())
      draw->AddText(font_, size_, {corner.x + x, corner.y}, color, text.data(), text.data() + text.size());
  };
  if (parts_.empty()) return add(0, line_);
  for (const Part& part : parts_) add(part.x0, shown(part));
}

LineText::Span LineText::place_in(const Part& part, std::size_t begin, std::size_t end) const {
  if (!part.right_to_left) {
    const float x0 = part.x0 + plain_width(font_, size_, line_.substr(part.begin, begin - part.begin));
    return {x0, x0 + plain_width(font_, size_, line_.substr(begin, end - begin))};
  }
  const std::string_view text = part.shaped.text;
  const auto x_of = [&](std::size_t byte) {
    const auto left = part.shaped.drawn_after(static_cast<std::uint32_t>(byte - part.begin));
    return part.x0 + plain_width(font_, size_, text.substr(0, left));
  };
  return {x_of(end), x_of(begin)};
}

std::size_t LineText::offset_in(const Part& part, float x) const {
  const std::string_view text = shown(part);
  const char* rest = text.data();
  if (x > part.x0 && !text.empty())
    font_->CalcTextSizeA(size_, x - part.x0 + size_ * 0.25f, 0, text.data(), text.data() + text.size(), &rest);
  const auto left = static_cast<std::uint32_t>(rest - text.data());
  if (!part.right_to_left) return part.begin + left;
  const auto& pieces = part.shaped.pieces;
  const auto after = std::partition_point(pieces.begin(), pieces.end(), [&](const auto& p) { return p.end <= left; });
  return after == pieces.begin() ? part.end : part.begin + std::prev(after)->from;
}

std::size_t LineText::offset_at(float x) const {
  if (parts_.empty()) return offset_in({0, line_.size(), false, 0, 0, {}}, x);
  for (const Part& part : parts_)
    if (x < part.x1) return offset_in(part, x);
  return offset_in(parts_.back(), x);
}

std::vector<std::uint32_t> wrapped_lines(ImFont* font, float size, std::string_view text, float width) {
  std::vector<std::uint32_t> begins;
  const char* const start = text.data();
  const char* const end = start + text.size();
  const char* at = start;
  while (at < end) {
    begins.push_back(static_cast<std::uint32_t>(at - start));
    const char* newline =
        static_cast<const char*>(std::char_traits<char>::find(at, static_cast<std::size_t>(end - at), '\n'));
    const char* line_end = newline != nullptr ? newline : end;
    const char* cut = font->CalcWordWrapPosition(size, at, line_end, width);
    if (cut == at && cut < line_end) ++cut;  // narrower than a character
    if (cut >= line_end) {
      at = newline != nullptr ? newline + 1 : end;
    } else {
      at = cut;
      while (at < line_end && *at == ' ') ++at;
    }
  }
  begins.push_back(static_cast<std::uint32_t>(text.size()));
  return begins;
}

std::string_view wrapped_line(std::string_view text, const std::vector<std::uint32_t>& begins, std::size_t index) {
  std::string_view out = text.substr(begins[index], begins[index + 1] - begins[index]);
  while (!out.empty() && (out.back() == '\n' || out.back() == '\r')) out.remove_suffix(1);
  return out;
}

}  // namespace spanorama
