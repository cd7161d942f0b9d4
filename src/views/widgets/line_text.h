// One line of text on the screen: draws it, and maps its bytes to places and back. Parts that read from right to left
// stand as they are read; the bytes stay those of the text.
//
//   BidiText bidi(text);
//   const LineText line(font, size, text.substr(begin, end - begin), bidi.line(begin, end), begin);
//   line.draw(ui.draw(), {x, y}, color);
#pragma once

#include <string_view>
#include <vector>

#include "spanorama/base/bidi.h"
#include "views/text_style.h"
#include "views/ui.h"

namespace spanorama {

// Width of text in the order of its bytes.
float plain_width(ImFont* font, float size, std::string_view text);
// A tab goes on to the next of these, counted from where the line begins: every fourth column.
inline constexpr float kTabColumns = 4;
float next_tab_stop(float x, float column);

class LineText {
 public:
  // `runs` are of bytes that count from `first_byte`, where the line begins; none: all is drawn as it is, and nothing
  // is allocated unless there are tabs. `before`: of what stands left of it on the same line. The text must outlive it.
  LineText(ImFont* font, float size, std::string_view line, const std::vector<TextRun>& runs = {},
           std::size_t first_byte = 0, float before = 0);

  float width() const;
  void draw(ImDrawList* draw, ImVec2 corner, Color color) const;
  // The byte of the line whose left (or, read from right to left, right) edge is nearest to x.
  std::size_t offset_at(float x) const;
  // take(x0, x1) for every part of the screen that shows bytes of [begin, end).
  template <class Take>
  void places(std::size_t begin, std::size_t end, Take&& take) const;

 private:
  struct Part {
    std::size_t begin = 0, end = 0;  // of the line
    bool right_to_left = false;
    bool tab = false;
    float x0 = 0, x1 = 0;
    ShapedRun shaped;
  };
  struct Span {
    float x0 = 0, x1 = 0;
  };
  void add_run(std::size_t begin, std::size_t end);
  void add_part(std::size_t begin, std::size_t end, bool right_to_left);
  void add_tab(std::size_t at);
  std::string_view shown(const Part& part) const;
  Span place_in(const Part& part, std::size_t begin, std::size_t end) const;
  std::size_t offset_in(const Part& part, float x) const;

  ImFont* font_;
  float size_;
  float before_;
  std::string_view line_;
  std::vector<Part> parts_;  // from left to right; empty: the whole line as it is
};

// Where the lines of `text` begin when it is wrapped to `width`, and its end. O(bytes).
std::vector<std::uint32_t> wrapped_lines(ImFont* font, float size, std::string_view text, float width);
// Line `index` of them without its line break.
std::string_view wrapped_line(std::string_view text, const std::vector<std::uint32_t>& begins, std::size_t index);

template <class Take>
void LineText::places(std::size_t begin, std::size_t end, Take&& take) const {
  if (parts_.empty()) {
    if (begin >= end) return;
    const Span span = place_in({0, line_.size(), false, false, 0, 0, {}}, begin, end);
    return take(span.x0, span.x1);
  }
  for (const Part& part : parts_) {
    const std::size_t from = begin > part.begin ? begin : part.begin, to = end < part.end ? end : part.end;
    if (from >= to) continue;
    const Span span = place_in(part, from, to);
    take(span.x0, span.x1);
  }
}

}  // namespace spanorama
