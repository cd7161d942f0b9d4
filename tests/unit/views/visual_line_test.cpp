#include "views/widgets/visual_line.h"

#include <doctest/doctest.h>

#include <cmath>

#include "unit/support/trace_text.h"
#include "unit/views/screen.h"

namespace spanorama {

namespace {

using test::Screen;
using test::trace_from_text;

constexpr float kSize = 13;

// Between two frames, with a font whose characters are all as wide; a field of twenty characters.
struct Field {
  Field() : screen(trace_from_text("a 0..1ms")) {
    ImGui::NewFrame();
    wide = plain_width(ImGui::GetIO().Fonts->Fonts[0], kSize, "x");
  }
  ~Field() { ImGui::EndFrame(); }
  VisualLine line(std::string_view text, std::size_t cursor = 0) const {
    return {kBody, kSize, {100, 0, 100 + 20 * wide, 20}, text, cursor};
  }
  // The column of the caret before byte `at`; the field's left edge is 0.
  long caret(std::string_view text, std::size_t at, std::size_t cursor = 0) const {
    return std::lround((line(text, cursor).caret_x(at) - 100) / wide);
  }
  Screen screen;
  float wide = 0;
};

}  // namespace

TEST_CASE("the caret stands where a letter begins as it is read") {
  const Field field;
  CHECK(field.caret("אבג", 0) == 20);  // a text from right to left stands at the right
  CHECK(field.caret("אבג", 2) == 19);
  CHECK(field.caret("אבג", 6) == 17);
  CHECK(field.caret("ab אבג", 0) == 0);
  CHECK(field.caret("ab אבג", 3) == 6);  // the first Hebrew letter is the last one seen
  CHECK(field.caret("ab אבג", 9) == 3);
  CHECK(field.caret("", 0) == 0);
}

TEST_CASE("a press finds the letter that is seen, and the end of the text beyond the last one") {
  const Field field;
  const VisualLine line = field.line("אבג");
  CHECK(line.offset_at(100 + 20 * field.wide) == 0);
  CHECK(line.offset_at(100 + 18.9f * field.wide) == 2);
  CHECK(line.offset_at(50) == 6);
}

TEST_CASE("the arrows go to what is beside the caret on the screen") {
  const Field field;
  const VisualLine line = field.line("אבג");
  CHECK(line.beside(0, false) == 2);
  CHECK(line.beside(2, true) == 0);
  CHECK(line.beside(6, false) == 6);
  CHECK(line.beside(0, true) == 0);
  CHECK(field.line("abא").beside(1, true) == 2);
}

TEST_CASE("a line wider than its field is moved until the caret is seen") {
  const Field field;
  const std::string text = "אבגדהוזחטיאבגדהוזחטיאבגדהוזחטי";
  CHECK(field.caret(text, 0) == 20);
  CHECK(field.caret(text, text.size(), text.size()) == 0);
}

TEST_CASE("what is typed into right-to-left text goes where the caret was put by the mouse and the arrows") {
  Screen screen(trace_from_text("a 0..1ms"));
  screen.settle();
  screen.run(SetFilterText{"אבג"});
  screen.settle();
  screen.press("filter-input");  // its middle is left of the text: the end
  screen.settle();
  screen.key(ImGuiKey_RightArrow);
  screen.settle();
  ImGui::GetIO().AddInputCharacter('x');
  screen.settle();
  CHECK(screen.app.state().filter_text == "אבxג");
  screen.key(ImGuiKey_LeftArrow);  // over the last letter
  screen.settle();
  ImGui::GetIO().AddInputCharacter('y');
  screen.settle();
  CHECK(screen.app.state().filter_text == "אבxגy");
}

}  // namespace spanorama
