#include <doctest/doctest.h>

#include "views/markdown/layout.h"

namespace spanorama {

namespace {

// Every character is as wide as ten, whatever the face.
class TenWide final : public TextMeasure {
 public:
  float width(TextStyle, std::string_view text) const override {
    std::size_t characters = 0;
    for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return 10 * static_cast<float>(characters);
  }
};

const char* kind_name(BlockKind kind) {
  constexpr const char* kNames[] = {"paragraph", "heading", "code", "rule", "cell"};
  return kNames[static_cast<int>(kind)];
}

// One line a block: kind, what is special about it, the text with styles as marks.
std::string outline_of(const Markdown& document) {
  std::string out;
  for (const MarkdownBlock& block : document.blocks) {
    out += kind_name(block.kind);
    if (block.level > 0) out += std::to_string(block.level);
    if (block.indent > 0) out += " in" + std::to_string(block.indent);
    if (block.quotes > 0) out += " q" + std::to_string(block.quotes);
    if (!block.marker.empty()) out += " [" + block.marker + "]";
    if (!block.language.empty()) out += " lang=" + block.language;
    if (block.kind == BlockKind::cell) out += " " + std::to_string(block.row) + "," + std::to_string(block.column);
    out += ":";
    for (std::uint32_t i = block.run_begin; i < block.run_end; ++i) {
      const MarkdownRun& run = document.runs[i];
      out += " ";
      if ((run.style & kRunStrong) != 0) out += "*";
      if ((run.style & kRunEmphasis) != 0) out += "_";
      if ((run.style & kRunCode) != 0) out += "`";
      if ((run.style & kRunStrike) != 0) out += "~";
      out += document.text.substr(run.begin, run.end - run.begin);
      if (run.link != kNoLink) out += "<" + document.links[run.link] + ">";
    }
    out += "\n";
  }
  return out;
}

std::string lines_of(std::string_view source, float width) {
  const Markdown document = read_markdown(source);
  std::string out;
  float y = -1;
  for (const RichFragment& f : layout_markdown(document, width, TenWide()).fragments) {
    if (y >= 0) out += f.y == y ? "|" : "\n";
    out += document.text.substr(f.begin, f.end - f.begin);
    y = f.y;
  }
  return out;
}

}  // namespace

TEST_CASE("Markdown becomes blocks of styled runs") {
  CHECK(outline_of(read_markdown("# Title\n\nSome *soft* and **loud** `code` ~~gone~~.\n\n---\n")) ==
        "heading1: Title\n"
        "paragraph: Some  _soft  and  *loud   `code   ~gone .\n"
        "rule:\n");
  CHECK(outline_of(read_markdown("- one\n- two\n  1. inner\n\n> said\n> > twice\n")) ==
        "paragraph in1 [\u2022]: one\n"
        "paragraph in1 [\u2022]: two\n"
        "paragraph in2 [1.]: inner\n"
        "paragraph q1: said\n"
        "paragraph q2: twice\n");
  CHECK(outline_of(read_markdown("3. c\n4. d\n")) == "paragraph in1 [3.]: c\nparagraph in1 [4.]: d\n");
  CHECK(outline_of(read_markdown("- [x] done\n- [ ] open\n")) ==
        "paragraph in1 [\u2611]: done\nparagraph in1 [\u2610]: open\n");
}

TEST_CASE("Code keeps its lines, tables their cells") {
  CHECK(outline_of(read_markdown("```python\nprint(1)\n\n  x = 2\n```\nafter")) ==
        "code lang=python: print(1)\n\n  x = 2\nparagraph: after\n");
  CHECK(outline_of(read_markdown("| a | b |\n|---|--:|\n| 1 | 2 |\n")) ==
        "cell 0,0: a\ncell 0,1: b\ncell 1,0: 1\ncell 1,1: 2\n");
  CHECK(read_markdown("| a | b |\n|---|--:|\n| 1 | 2 |\n").text == "a\tb\n1\t2");
}

TEST_CASE("Line breaks and leading spaces of plain prompts stay") {
  CHECK(outline_of(read_markdown("first\nsecond")) == "paragraph: first\nsecond\n");
  CHECK(outline_of(read_markdown("    four spaces")) == "paragraph: four spaces\n");
}

TEST_CASE("Nothing is loaded or run: HTML stays text, images are links, entities are characters") {
  CHECK(outline_of(read_markdown("<script>alert(1)</script>")) == "paragraph: <script>alert(1)</script>\n");
  CHECK(outline_of(read_markdown("![a cat](https://x.test/c.png)")) == "paragraph: a cat<https://x.test/c.png>\n");
  CHECK(outline_of(read_markdown("[go](javascript:alert)")) == "paragraph: go<javascript:alert>\n");
  CHECK(outline_of(read_markdown("a &lt; b &#955; &#x0; &nope;")) == "paragraph: a < b \u03bb \ufffd &nope;\n");
}

TEST_CASE("Deep nesting is cut, not followed") {
  const std::string quotes(20000, '>');
  const Markdown deep = read_markdown(quotes + " text");
  REQUIRE(!deep.blocks.empty());
  CHECK(deep.blocks.back().quotes <= Markdown::kMostIndent);
  std::string lists;
  for (int i = 0; i < 200; ++i) lists += std::string(static_cast<std::size_t>(i) * 2, ' ') + "- x\n";
  for (const MarkdownBlock& block : read_markdown(lists).blocks) CHECK(block.indent <= Markdown::kMostIndent);
}

TEST_CASE("Lines break at spaces, and inside what is too long") {
  CHECK(lines_of("one two three", 80) == "one two \nthree");
  CHECK(lines_of("abcdefghij", 40) == "abcd\nefgh\nij");
  CHECK(lines_of("a **bold** b", 1000) == "a |bold| b");
  CHECK(lines_of("\u65e5\u672c\u8a9e\u6587", 30) == "\u65e5\u672c\u8a9e\n\u6587");
}

TEST_CASE("A word that changes its style is not torn at the end of a line") {
  CHECK(lines_of("one two (**three**) four", 100) == "one two \n(|three|) \nfour");
  CHECK(lines_of("one (**two**) four", 100) == "one (|two|) \nfour");
  CHECK(lines_of("one two **three** four", 100) == "one two \nthree| four");             // a space stands between them
  CHECK(lines_of("one (**twothreefourfive**)", 100) == "one (|twoth\nreefourfiv\ne|)");  // longer than a line
}

TEST_CASE("A tab reaches to the next of every four columns of its line") {
  const RichLayout code = layout_markdown(read_markdown("```\na\tbc\n```"), 300, TenWide());
  REQUIRE(code.fragments.size() == 1);
  CHECK(code.fragments[0].width == 60);
  const RichLayout words = layout_markdown(read_markdown("ab **c\td**"), 300, TenWide());
  REQUIRE(words.fragments.size() == 2);
  CHECK(words.fragments[1].before == 30);
  CHECK(words.fragments[1].width == 60);
  CHECK(lines_of("```\nabc\tdef\n```", 80) == "abc\t\ndef");
}

TEST_CASE("A wide table gives its columns shares and wraps in cells") {
  const Markdown document = read_markdown("| k | long long long long |\n|---|---|\n| v | x |\n");
  const RichLayout layout = layout_markdown(document, 160, TenWide());
  for (const RichFragment& f : layout.fragments) CHECK(f.x + f.width <= 171);
  CHECK(layout.fragments.front().x == 10);
  CHECK(layout.height > 60);
}

TEST_CASE("A line is broken in the order of the text and stands in the order it is read") {
  CHECK(lines_of("one אחת שתים two", 400) == "one |אחת שתים| two");
  CHECK(lines_of("אחת **שתים** three 4", 400) == "three 4| |שתים|אחת ");
  CHECK(lines_of("אחת שתים שלוש", 90) == "אחת שתים \nשלוש");
}

TEST_CASE("What begins from right to left stands at the right, its bullets too; code does not") {
  const auto layout_of = [](std::string_view source) { return layout_markdown(read_markdown(source), 300, TenWide()); };
  const RichLayout paragraph = layout_of("אבג");
  CHECK(paragraph.fragments[0].x == 270);
  CHECK(paragraph.fragments[0].right_to_left);
  const RichLayout list = layout_of("- אבג\n- abc");
  CHECK(list.labels[0].right);
  CHECK_FALSE(list.labels[1].right);
  CHECK(list.fragments[0].x + list.fragments[0].width < list.labels[0].x);
  const RichLayout code = layout_of("```\nאבג\n```");
  CHECK(code.fragments[0].x == 10);
  CHECK(code.fragments[0].right_to_left);
}

}  // namespace spanorama
