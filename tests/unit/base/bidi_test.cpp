#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "spanorama/base/bidi.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

std::string drawn(std::string_view text, const std::vector<TextRun>& runs) {
  std::string out;
  for (const TextRun& run : runs) {
    const std::string_view part = text.substr(run.begin, run.end - run.begin);
    out += run.right_to_left ? shape_right_to_left(part).text : std::string(part);
  }
  return out;
}

// What stands on the screen, from left to right, when all of it is one line.
std::string drawn(std::string_view text) {
  BidiText bidi(text);
  const std::vector<TextRun> runs = bidi.line(0, text.size());
  return runs.empty() ? std::string(text) : drawn(text, runs);
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

bool covers(const std::vector<TextRun>& runs, std::size_t begin, std::size_t end) {
  std::vector<TextRun> sorted = runs;
  std::sort(sorted.begin(), sorted.end(), [](const TextRun& a, const TextRun& b) { return a.begin < b.begin; });
  std::size_t at = begin;
  for (const TextRun& run : sorted) {
    if (run.begin != at || run.end <= run.begin) return false;
    at = run.end;
  }
  return at == end;
}

}  // namespace

TEST_CASE("only letters and marks of right-to-left scripts ask for an order of their own") {
  for (const char* plain : {"", "plain", "déjà vu", "Ελλάδα", "Привет", "հայ", "你好", "นี่", "😀",
                            "\uFEFFwith a mark of order", "a “quoted” … word", "\xef\xbb"})
    CHECK_FALSE_MESSAGE(may_read_right_to_left(plain), plain);
  for (const char* right : {"שלום", "long enough for words: سلام", "ܫܠܡܐ", "ࠀ", "ﭐ", "ﻻ", "ﬠ", "\u200F", "\u202E",
                            "\u2067", "𐤀", "𞤀", "1234567א"})
    CHECK_MESSAGE(may_read_right_to_left(right), right);
}

TEST_CASE("Hebrew stands from right to left, numbers and Latin words inside it from left to right") {
  CHECK(drawn("שלום") == "םולש");
  CHECK(drawn("the word שלום here") == "the word םולש here");
  CHECK(drawn("שלום world אבא") == "אבא world םולש");
  CHECK(drawn("עלה 1,234.50 שח") == "חש 1,234.50 הלע");
  CHECK(drawn("(שלום)") == "(םולש)");
  CHECK(drawn("שלום.") == ".םולש");
  CHECK(drawn("a (שלום, b) c") == "a (םולש, b) c");
}

TEST_CASE("Arabic letters are joined; lam and alef become one") {
  CHECK(drawn("سلام") == "\uFEE1\uFEFC\uFEB3");  // meem alone, lam-alef final, seen initial
  CHECK(drawn("بيت") == "\uFE96\uFEF4\uFE91");
  CHECK(drawn("العربية 2024") == "2024 \uFE94\uFEF4\uFE91\uFEAE\uFECC\uFEDF\uFE8D");
  const ShapedRun lam_alef = shape_right_to_left("لا");
  CHECK(lam_alef.text == "\uFEFB");
  CHECK(drawn("ب\u200Cب") == "\uFE8F\uFE8F");  // kept apart
}

TEST_CASE("accents stay behind their letter") { CHECK(drawn("בָּא") == "אבָּ"); }

TEST_CASE("embeddings and isolates nest") {
  const std::string isolate = "user: \u2068שלום!\u2069 (3)";
  CHECK(drawn(isolate) == "user: \u2068!םולש\u2069 (3)");
  CHECK(drawn("user: שלום! (3)") == "user: (3) !םולש");
  CHECK(drawn("\u202Eabc\u202C").find("cba") != std::string::npos);
  CHECK(drawn("אב \u202Acd \u202Bהו\u202C ef\u202C זח").find("cd ") != std::string::npos);
}

TEST_CASE("the first letter with a direction gives the paragraph's") {
  CHECK(begins_right_to_left("12. שלום world"));
  CHECK_FALSE(begins_right_to_left("12. world שלום"));
  CHECK_FALSE(begins_right_to_left("\u2067שלום\u2069 world"));  // an isolate does not count
  CHECK_FALSE(begins_right_to_left("plain\nשלום"));
  BidiText bidi("plain\nשלום\nx = 'ב'");
  CHECK(bidi.line(0, 5).empty());
  CHECK_FALSE(bidi.right_to_left());
  CHECK(bidi.line(6, 14).size() == 1);
  CHECK(bidi.right_to_left());
  CHECK(bidi.line(15, 23).size() == 3);
  CHECK_FALSE(bidi.right_to_left());
  BidiText code("שלום", BidiText::Base::left_to_right);
  CHECK(code.line(0, 8).size() == 1);
  CHECK_FALSE(code.right_to_left());
}

TEST_CASE("a line is ordered by the whole paragraph it was broken out of") {
  const std::string text = "אבג (דהו זחט) יכל";
  BidiText bidi(text);
  CHECK(drawn(text, bidi.line(0, 15)) == " והד) גבא");
  CHECK(drawn(text, bidi.line(15, text.size())) == "לכי (טחז");
}

TEST_CASE("a place in the text has a place on the screen") {
  const ShapedRun run = shape_right_to_left("אבג");
  CHECK(run.drawn_after(0) == 6);  // right of all
  CHECK(run.drawn_after(2) == 4);
  CHECK(run.drawn_after(4) == 2);
  CHECK(run.drawn_after(6) == 0);
  CHECK(shape_right_to_left("").drawn_after(3) == 0);
}

TEST_CASE("hostile text keeps every byte in some run") {
  const std::string texts[] = {repeated("\u202B", 100000) + "אב" + repeated("\u202C", 100000),
                               repeated("\u2067(", 4000),
                               repeated("\u202Aa\u202Bא", 1500),
                               "א\xd7\xff\xed\xa0\x80" + std::string(3, '\0') + "\xf0\x9e",
                               repeated("(א)[a]", 2500),
                               repeated("\u0300", 5000) + "א" + repeated("\u0301", 5000),
                               repeated("שלום ", 40000)};
  for (const std::string& text : texts) {
    BidiText bidi(text);
    CHECK(covers(bidi.line(0, text.size()), 0, text.size()));
    const std::size_t cut = utf8_prefix(text, 90).size();
    CHECK(covers(bidi.line(0, cut), 0, cut));
    CHECK(is_valid_utf8(shape_right_to_left(text).text));
  }
}

}  // namespace spanorama
