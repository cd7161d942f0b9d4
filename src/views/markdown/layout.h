// Markdown blocks to fragments of text at places, wrapped to a width. No drawing: tests measure with a fake.
#pragma once

#include <vector>

#include "views/markdown/document.h"
#include "views/rect.h"
#include "views/text_style.h"

namespace spanorama {

class TextMeasure {
 public:
  virtual ~TextMeasure() = default;
  virtual float width(TextStyle style, std::string_view text) const = 0;
};

// A piece of one run on one line; x and y from the document's corner, y of the line's top.
struct RichFragment {
  float x = 0, y = 0, width = 0, height = 0;
  std::uint32_t begin = 0, end = 0;  // of the document's text
  std::uint8_t style = kRunPlain;
  bool right_to_left = false;  // all of it
  std::uint32_t link = kNoLink;
  TextStyle font;
  float before = 0;  // of what stands left of it on its line, as tabs are counted
};

enum class MarkKind : std::uint8_t { code_ground, inline_code, quote_bar, rule, table_line, header_ground };
struct RichMark {
  MarkKind kind;
  Rect rect;
};

struct RichLabel {  // bullets and numbers: drawn, not selected
  float x = 0, y = 0, height = 0;
  bool right = false;  // x is its left end: it stands right of its text
  std::string text;
};

struct RichCode {
  Rect ground;
  std::uint32_t begin = 0, end = 0;
};

struct RichLayout {
  std::vector<RichFragment> fragments;  // by y, cells of a row side by side
  std::vector<RichMark> marks;          // behind the text, in order
  std::vector<RichLabel> labels;
  std::vector<RichCode> codes;
  float height = 0;
};

// Lines break at spaces, after CJK characters, and inside words that are wider than the line. A table that is too wide
// gives each column a share by what it holds and wraps inside cells. Lines break in the order of the text; each is then
// put into the order it is read, and paragraphs that begin from right to left stand at the right. O(bytes of text) measured.
RichLayout layout_markdown(const Markdown& document, float width, const TextMeasure& measure);

}  // namespace spanorama
