// Markdown as blocks of styled text. The text is plain and whole, so that it can be selected and copied across blocks;
// nothing in it is ever loaded or run: raw HTML stays text, an image is its alternative text and a link.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spanorama {

enum RunStyle : std::uint8_t { kRunPlain = 0, kRunStrong = 1, kRunEmphasis = 2, kRunCode = 4, kRunStrike = 8 };

inline constexpr std::uint32_t kNoLink = 0xffffffff;

// Bytes [begin, end) of the document's text.
struct MarkdownRun {
  std::uint32_t begin = 0, end = 0;
  std::uint8_t style = kRunPlain;
  std::uint32_t link = kNoLink;  // index into links
};

enum class BlockKind : std::uint8_t { paragraph, heading, code, rule, cell };
enum class CellAlign : std::uint8_t { left, center, right };

struct MarkdownBlock {
  BlockKind kind = BlockKind::paragraph;
  std::uint8_t level = 0;   // heading: 1 to 6
  std::uint8_t indent = 0;  // lists around it, at most kMostIndent
  std::uint8_t quotes = 0;  // block quotes around it, at most kMostIndent
  bool tight = false;       // follows the one before without a gap: items of a tight list
  std::string marker;       // first block of a list item: a bullet, "3.", a ticked or empty box
  std::uint32_t run_begin = 0, run_end = 0;
  std::string language;  // code
  // Cells: which table, and where in it.
  std::uint32_t table = 0, row = 0, column = 0;
  CellAlign align = CellAlign::left;
  bool header = false;
};

struct Markdown {
  static constexpr std::uint8_t kMostIndent = 8;
  std::string text;  // blocks on lines of their own, cells of a row apart by tabs
  std::vector<MarkdownRun> runs;
  std::vector<MarkdownBlock> blocks;
  std::vector<std::string> links;
};

// CommonMark with GitHub's tables, task lists, strikethrough and bare links. A line break in the source stays one,
// because people's prompts are rarely written as Markdown; so do four leading spaces. Deeper nesting than kMostIndent
// is drawn at kMostIndent. Linear in the size for sane text; text the parser gives up on comes back as one paragraph.
Markdown read_markdown(std::string_view source);

}  // namespace spanorama
