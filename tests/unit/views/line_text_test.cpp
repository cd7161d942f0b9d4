#include "views/widgets/line_text.h"

#include <doctest/doctest.h>

#include <cmath>

#include "unit/support/trace_text.h"
#include "unit/views/screen.h"

namespace spanorama {

namespace {

using test::Screen;
using test::trace_from_text;
using test::trace_id_of;

constexpr float kSize = 13;

// Between two frames, with a font whose characters are all as wide.
struct Lines {
  Lines() : screen(trace_from_text("a 0..1ms")) {
    ImGui::NewFrame();
    font = ImGui::GetIO().Fonts->Fonts[0];
    wide = plain_width(font, kSize, "x");
  }
  ~Lines() { ImGui::EndFrame(); }
  LineText line(std::string_view text) const {
    BidiText bidi(text);
    return LineText(font, kSize, text, bidi.line(0, text.size()));
  }
  // The bytes under the middle of each character, from left to right.
  std::string bytes_under(std::string_view text, int characters) const {
    std::string out;
    for (int i = 0; i < characters; ++i)
      out += std::to_string(line(text).offset_at((static_cast<float>(i) + 0.5f) * wide)) + " ";
    return out;
  }
  // Columns that show the bytes: "2-4".
  std::string columns(std::string_view text, std::size_t begin, std::size_t end) const {
    std::string out;
    line(text).places(begin, end, [&](float x0, float x1) {
      out += std::to_string(std::lround(x0 / wide)) + "-" + std::to_string(std::lround(x1 / wide)) + " ";
    });
    return out;
  }
  Screen screen;
  ImFont* font;
  float wide;
};

}  // namespace

TEST_CASE("a tab goes on to the next fourth column, and is one byte") {
  const Lines lines;
  CHECK(lines.line("a\tb").width() == doctest::Approx(5 * lines.wide));
  CHECK(lines.line("abcd\te").width() == doctest::Approx(9 * lines.wide));  // at a stop: the next one
  CHECK(lines.line("\t\tx").width() == doctest::Approx(9 * lines.wide));
  CHECK(lines.columns("ab\tc", 2, 3) == "2-4 ");
  CHECK(lines.columns("ab\tc", 1, 4) == "1-2 2-4 4-5 ");
  CHECK(lines.bytes_under("ab\tc", 5) == "0 1 2 3 3 ");  // left and right half of the tab
  const LineText behind(lines.font, kSize, "\tx", {}, 0, 3 * lines.wide);
  CHECK(behind.width() == doctest::Approx(2 * lines.wide));
}

TEST_CASE("lines with tabs are wrapped by where their words stand") {
  const Lines lines;
  const auto begins = [&](std::string_view text, float columns) {
    std::string out;
    for (const std::uint32_t at : wrapped_lines(lines.font, kSize, text, (columns + 0.5f) * lines.wide))
      out += std::to_string(at) + " ";
    return out;
  };
  CHECK(begins("abc\tdef\tg", 9) == "0 9 ");
  CHECK(begins("abc\tdef\tg", 8) == "0 8 9 ");
  CHECK(begins("abc\tdefg hi", 9) == "0 9 11 ");
  CHECK(begins("abc\tdefg\nh", 8) == "0 9 10 ");
  CHECK(begins("abcd    \ne", 4) == "0 9 10 ");  // spaces at the end make no line of their own
}

TEST_CASE("a place on the screen has its byte, whichever way the text is read") {
  const Lines lines;
  CHECK(lines.line("abc").width() == doctest::Approx(3 * lines.wide));
  CHECK(lines.line("ab אבג").width() == doctest::Approx(6 * lines.wide));
  CHECK(lines.bytes_under("abc", 4) == "0 1 2 3 ");
  CHECK(lines.bytes_under("ab אבג", 6) == "0 1 2 9 7 5 ");  // the left edge of the Hebrew is its end
  CHECK(lines.line("אבג").offset_at(-5) == 6);
  CHECK(lines.line("אבג").offset_at(500) == 0);
}

TEST_CASE("marks of direction order the text and take no room") {
  const Lines lines;
  const std::string_view isolated = "\u2068אב\u2069 > \u2068גד\u2069";
  CHECK(lines.line(isolated).width() == doctest::Approx(7 * lines.wide));
  CHECK(lines.columns(isolated, 3, 7) == "0-2 ");
  CHECK(lines.columns(isolated, 0, 3) == "");
}

TEST_CASE("bytes have their places on the screen, more than one where the direction changes") {
  const Lines lines;
  CHECK(lines.columns("abcd", 1, 3) == "1-3 ");
  CHECK(lines.columns("abcd", 2, 2) == "");
  CHECK(lines.columns("ab אבג", 3, 5) == "5-6 ");
  CHECK(lines.columns("ab אבג", 1, 5) == "1-3 5-6 ");
  CHECK(lines.columns("אבג ab", 4, 9) == "0-2 2-4 ");
}

TEST_CASE("a step with right-to-left text is drawn, and copied as it was written") {
  Screen screen(trace_from_text(R"x(שאלה 0..9ms type=generation in="מה **שלום** world?" out="العربية 2024 (نص)")x"),
                1280, 900);
  screen.run(SelectTrace{trace_id_of(1)});
  screen.settle();
  screen.run(SelectSpan{screen.app.state().store->columns().span_id[0]});
  screen.settle();
  screen.press("span-copy");
  screen.press("span-copy-2");  // the input
  REQUIRE(screen.host.copied.size() == 1);
  CHECK(screen.host.copied[0].find("מה **שלום** world?") != std::string::npos);
  CHECK(screen.host.copied[0].find("2024") == std::string::npos);
  CHECK_FALSE(screen.has_rect("span-copy-2"));
}

}  // namespace spanorama
