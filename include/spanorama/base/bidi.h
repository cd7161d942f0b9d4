// Text that is read from right to left (Hebrew, Arabic, …): which parts of a line stand where, by the Unicode
// bidirectional algorithm, and the letters of such a part as they are to be drawn. The text itself stays as it is.
//
//   BidiText bidi(text);
//   for (const TextRun& run : bidi.line(0, text.size())) …  // from left to right on the screen; none: all as it is
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spanorama {

// False: every character is drawn in the order of the text. One look at each byte, nothing is allocated. True for
// letters of the right-to-left blocks and for the marks that ask for that direction.
bool may_read_right_to_left(std::string_view text);

// A part of a line whose characters follow one another in one direction; bytes of the paragraph.
struct TextRun {
  std::uint32_t begin = 0, end = 0;
  bool right_to_left = false;
};

// One paragraph: up to a line break, which is not part of it. The text must outlive it.
class BidiParagraph {
 public:
  // The direction of a paragraph: that of its first letter that has one, or always left to right (code).
  enum class Base : std::uint8_t { of_first_letter, left_to_right, right_to_left };
  // Longer ones are not read as a whole: each line stands for itself, in the direction of the beginning.
  static constexpr std::size_t kMostBytes = 16 * 1024;

  // O(bytes), at most kMostBytes of them.
  explicit BidiParagraph(std::string_view text, Base base = Base::of_first_letter);
  bool right_to_left() const { return right_to_left_; }
  // The runs of the line [begin, end), the leftmost first; they cover it. A line longer than kMostBytes is one run.
  std::vector<TextRun> line(std::size_t begin, std::size_t end) const;

 private:
  struct Levels {
    std::vector<std::uint32_t> chars, types, offsets;  // offsets: byte of each character, and the end
    std::vector<signed char> levels;
  };
  Levels read(std::size_t begin, std::size_t end, Base& base) const;

  std::string_view text_;
  bool right_to_left_ = false;
  Levels whole_;  // empty for a long paragraph
};

// The lines of a text of many paragraphs; remembers the paragraph of the line that was asked for last. A text without
// right-to-left letters costs one look at each paragraph. The text must outlive it.
class BidiText {
 public:
  using Base = BidiParagraph::Base;
  explicit BidiText(std::string_view text = {}, Base base = Base::of_first_letter) : text_(text), base_(base) {}
  // The runs of the line [begin, end) inside one paragraph, the leftmost first; none where the paragraph has nothing
  // that reads from right to left.
  std::vector<TextRun> line(std::size_t begin, std::size_t end);
  // Of the paragraph of that line: it stands at the right.
  bool right_to_left() const { return paragraph_ && paragraph_->right_to_left(); }

 private:
  void find_paragraph(std::size_t at, std::size_t line_end);

  std::string_view text_;
  Base base_;
  std::size_t begin_ = 1, end_ = 0;  // of the paragraph
  std::optional<BidiParagraph> paragraph_;
};

// The direction of the first line.
bool begins_right_to_left(std::string_view text);

// A right-to-left run as it is drawn from left to right: reversed, brackets mirrored, Arabic letters in their joined
// forms, accents behind their letter. Invisible marks are left out.
struct ShapedRun {
  std::string text;
  struct Piece {
    std::uint32_t end = 0;   // of the drawn text
    std::uint32_t from = 0;  // byte of the run that is drawn here; falls from piece to piece
  };
  std::vector<Piece> pieces;  // one for a letter with its accents

  // Bytes of `text` that stand left of what [at, end of run) is drawn as: the caret before byte `at` is at their right.
  std::size_t drawn_after(std::uint32_t at) const;
};
// O(bytes). Broken bytes become U+FFFD.
ShapedRun shape_right_to_left(std::string_view run);

}  // namespace spanorama
