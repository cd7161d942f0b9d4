#include "views/widgets/line_text.h"

#include <algorithm>
#include <cmath>

namespace spanorama {

namespace {

constexpr std::size_t kMarkBytes = 3;

// The next mark of direction (U+200E, 200F, 202A..202E, 2066..2069): it orders text and is not drawn.
std::size_t next_mark(std::string_view text, std::size_t at) {
  for (at = text.find('\xe2', at); at < text.size() && text.size() - at >= kMarkBytes; at = text.find('\xe2', at + 1)) {
    const auto second = static_cast<unsigned char>(text[at + 1]), third = static_cast<unsigned char>(text[at + 2]);
    if (second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE))) return at;
    if (second == 0x81 && third >= 0xA6 && third <= 0xA9) return at;
  }
  return text.size();
}

}  // namespace

float plain_width(ImFont* font, float size, std::string_view text) {
  if (text.empty()) return 0;
  return font->CalcTextSizeA(size, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

float next_tab_stop(float x, float column) {
  constexpr float kNearly = 0.01f;  // widths are sums of rounded ones
  const float stop = std::max(1.0f, kTabColumns * column);
  return (std::floor(x / stop + kNearly) + 1) * stop;
}

LineText::LineText(ImFont* font, float size, std::string_view line, const std::vector<TextRun>& runs,
                   std::size_t first_byte, float before)
    : font_(font), size_(size), before_(before), line_(line) {
  if (runs.empty() && line.find('\t') != std::string_view::npos) add_run(0, line.size());
  for (const TextRun& run : runs) {
    const std::size_t end = std::min(run.end - first_byte, line.size());
    if (run.right_to_left) {
      add_part(run.begin - first_byte, end, true);
      continue;
    }
    for (std::size_t begin = run.begin - first_byte; begin < end;) {
      const std::size_t mark = std::min(next_mark(line, begin), end);
      add_run(begin, mark);
      begin = mark + kMarkBytes;
    }
  }
}

// From left to right, without marks of direction.
void LineText::add_run(std::size_t begin, std::size_t end) {
  while (begin < end) {
    const std::size_t tab = std::min(line_.find('\t', begin), end);
    add_part(begin, tab, false);
    if (tab < end) add_tab(tab);
    begin = tab + 1;
  }
}

void LineText::add_tab(std::size_t at) {
  const float x = parts_.empty() ? 0 : parts_.back().x1;
  const float stop = next_tab_stop(before_ + x, plain_width(font_, size_, "0")) - before_;
  parts_.push_back({at, at + 1, false, true, x, stop, {}});
}

void LineText::add_part(std::size_t begin, std::size_t end, bool right_to_left) {
  if (begin >= end) return;
  const float x = parts_.empty() ? 0 : parts_.back().x1;
  Part part{begin, end, right_to_left, false, x, x, {}};
  if (right_to_left) part.shaped = shape_right_to_left(line_.substr(begin, end - begin));
  part.x1 += plain_width(font_, size_, shown(part));
  parts_.push_back(std::move(part));
}

std::string_view LineText::shown(const Part& part) const {
  if (part.tab) return {};
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
  if (part.tab) return {part.x0, part.x1};
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
  if (part.tab) return x > (part.x0 + part.x1) * 0.5f ? part.end : part.begin;
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
  if (parts_.empty()) return offset_in({0, line_.size(), false, false, 0, 0, {}}, x);
  for (const Part& part : parts_)
    if (x < part.x1) return offset_in(part, x);
  return offset_in(parts_.back(), x);
}

namespace {

// Cuts a line into those that fit into a width. Tabs are looked for once, so that megabytes in one line are gone through once.
class LineCutter {
 public:
  LineCutter(ImFont* font, float size, float width)
      : font_(font), size_(size), width_(width), column_(plain_width(font, size, "0")) {}

  void begin(const char* line, const char* end) {
    end_ = end;
    tab_ = std::find(line, end, '\t');
  }
  // Where the part that begins at `at` ends: after a character at least.
  const char* cut(const char* at) {
    const char* const found = fitting(at);
    return found == at && at < end_ ? at + 1 : found;
  }

 private:
  const char* fitting(const char* at) {
    float x = 0;
    while (at < end_) {
      if (tab_ < at) tab_ = std::find(at, end_, '\t');
      const std::string_view cell(at, static_cast<std::size_t>(tab_ - at));
      if (x > 0 && x + plain_width(font_, size_, cell.substr(0, cell.find(' '))) > width_) return at;
      const char* const cut = font_->CalcWordWrapPosition(size_, at, tab_, width_ - x);
      if (cut < tab_ || tab_ == end_) return cut;
      x = next_tab_stop(x + plain_width(font_, size_, cell), column_);
      at = tab_ + 1;
    }
    return end_;
  }

  ImFont* font_;
  float size_, width_, column_;
  const char* end_ = nullptr;
  const char* tab_ = nullptr;  // the next one, or the end
};

}  // namespace

std::vector<std::uint32_t> wrapped_lines(ImFont* font, float size, std::string_view text, float width) {
  std::vector<std::uint32_t> begins;
  const char* const start = text.data();
  const char* const end = start + text.size();
  LineCutter cutter(font, size, width);
  for (const char* at = start; at < end;) {
    const char* const line_end = std::find(at, end, '\n');
    cutter.begin(at, line_end);
    do {
      begins.push_back(static_cast<std::uint32_t>(at - start));
      at = cutter.cut(at);
      while (at < line_end && *at == ' ') ++at;
    } while (at < line_end);
    at = line_end == end ? end : line_end + 1;
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
