#include <doctest/doctest.h>

#include "unit/support/trace_text.h"
#include "unit/views/screen.h"
#include "views/value_changes.h"

namespace spanorama {

namespace {

using test::Screen;
using test::trace_from_text;

constexpr std::string_view kTraces = R"(
  agent      0..90ms type=agent session=s-1 user=ann
    answer  25..80ms type=generation model=gpt-4o tokens=10/5 attr.http.route="/chat"
  trace 2 at=5s
  lonely     0..1ms  status=error session=s-2
    answer   0..1ms type=generation model=claude tokens=10/5
)";

Filter filter_of(std::string_view text) {
  Result<Filter> parsed = parse_filter(text);
  REQUIRE(parsed);
  return parsed.value();
}

// The change's filter as text, read back as the filter panel will read it.
std::string text_after(std::string_view filter, const ShownValue& value, std::string_view label) {
  for (const FilterChange& change : changes_by(filter_of(filter), value))
    if (change.label == label) {
      CHECK(filter_of(print(change.filter)) == change.filter);
      return print(change.filter);
    }
  return "not offered";
}

void press_right(Screen& screen, std::string_view name, float at_x) {
  const PointRect where = screen.rect(name);
  screen.move_to(where.x + where.width * at_x, where.y + where.height * 0.5f);
  ImGui::GetIO().AddMouseButtonEvent(1, true);
  screen.frame();
  ImGui::GetIO().AddMouseButtonEvent(1, false);
  screen.settle();
}

}  // namespace

TEST_CASE("A text can be added, excluded, and taken back") {
  const ShownValue model{FilterField::model, "gpt-4o"};
  CHECK(text_after("", model, "Add as filter") == "model:=gpt-4o");
  CHECK(text_after("model:=claude", model, "Add as filter") == "model:(=claude OR =gpt-4o)");
  CHECK(text_after("model:=gpt-4o", model, "Add as filter") == "");
  CHECK(text_after("model:=gpt-4o", model, "Exclude") == "-model:=gpt-4o");
  CHECK(text_after("-model:=gpt-4o", model, "Exclude") == "");
  const ShownValue words{FilterField::text, "two words"};
  CHECK(text_after("", words, "Exclude") == "-\"two words\"");
}

TEST_CASE("Attributes are told apart by their keys") {
  const ShownValue route{{FilterField::attribute, "http.route"}, "/chat"};
  CHECK(text_after("attr.other:=/chat", route, "Add as filter") == "attr.other:=/chat attr.http.route:=/chat");
  CHECK(text_after("", route, "Exclude") == "-attr.http.route:=/chat");
  CHECK(text_after("", route, "At least this") == "not offered");
}

TEST_CASE("Numbers become bounds, whose other end stays while it can") {
  ShownValue duration{FilterField::duration, "5 s"};
  duration.number = 5'000'000'000;
  CHECK(text_after("", duration, "Add as filter") == "not offered");
  CHECK(text_after("", duration, "At least this") == "duration:>=5s");
  CHECK(text_after("duration:<=9s", duration, "At least this") == "duration:5s..9s");
  CHECK(text_after("duration:<=2s", duration, "At least this") == "duration:>=5s");
  ShownValue ratio{{FilterField::attribute, "ratio"}, "0.5"};
  ratio.real = 0.5;
  CHECK(text_after("", ratio, "At most this") == "attr.ratio:<=0.5");
  CHECK(text_after("attr.ratio:>=-3", ratio, "At most this") == "attr.ratio:-3.0..0.5");
}

TEST_CASE("A bucket is a range that can be left out") {
  ShownValue bucket{FilterField::duration, "1 s"};
  bucket.range = std::pair<std::int64_t, std::int64_t>(1'000'000'000, 1'999'999'999);
  CHECK(text_after("duration:>9s", bucket, "Add as filter") == "duration:1s..1999999999");
  CHECK(text_after("", bucket, "Exclude") == "-duration:1s..1999999999");
}

TEST_CASE("A right press on a row offers what the row tells, and the arrows choose") {
  Screen screen(trace_from_text(kTraces), 1280, 800);
  press_right(screen, "trace-row-0", 0.1f);
  REQUIRE(screen.has_rect("value-menu-1"));
  screen.press("value-menu-2");  // the name: add, exclude
  CHECK(screen.app.state().filter_text == "-name:=lonely");
  CHECK_FALSE(screen.has_rect("value-menu-1"));
  CHECK_FALSE(screen.app.state().trace.valid());  // the press did not open the trace
  press_right(screen, "trace-row-0", 0.1f);
  screen.key(ImGuiKey_DownArrow);
  screen.key(ImGuiKey_Enter);
  CHECK(screen.app.state().filter_text == "-name:=lonely name:=agent");
}

TEST_CASE("V offers the values of the open trace, and Escape leaves everything as it is") {
  Screen screen(trace_from_text(kTraces), 1280, 800);
  screen.press("trace-row-0");
  screen.key(ImGuiKey_V);
  REQUIRE(screen.has_rect("value-menu-1"));
  screen.key(ImGuiKey_Escape);
  CHECK_FALSE(screen.has_rect("value-menu-1"));
  CHECK(screen.app.state().trace.valid());
  CHECK(screen.app.state().filter_text == "");
}

TEST_CASE("The values of a cell, of a group and of an attribute are offered where they stand") {
  Screen screen(trace_from_text(kTraces), 1280, 1000);
  screen.press("view-sessions");
  press_right(screen, "groups-row-0", 0.05f);
  screen.press("value-menu-1");
  CHECK(screen.app.state().filter_text.find("session:=s-") == 0);
  screen.run(SetFilterText{}, SetView{ListView::calls});
  screen.settle();
  press_right(screen, "calls-row-0", 0.02f);
  CHECK(screen.has_rect("value-menu-1"));
}

namespace {

// Of the only step of the only trace.
void unfold_first_attribute(Screen& screen) {
  screen.press("trace-row-0");
  screen.run(SelectSpan{SpanId{1}}, SelectSpanTab{SpanTab::attributes});
  screen.settle();
  screen.press("attribute-0");
  screen.settle();
}

}  // namespace

TEST_CASE("Leaves of a metadata tree are asked for by their paths") {
  Screen screen(trace_from_text(R"(
  call 0..1ms type=generation attr.metadata={"plan":{"tier":"gold"},"seats":7}
  )"),
                1280, 1400);
  unfold_first_attribute(screen);
  press_right(screen, "attribute-0-value#2", 0.1f);
  screen.press("value-menu-1");
  CHECK(screen.app.state().filter_text == "metadata.plan.tier:=gold");
}

TEST_CASE("Both sides of a comparison offer their traces and steps") {
  Screen screen(trace_from_text(R"(
  agent      0..90ms type=agent
    answer  25..80ms type=generation model=gpt-4o
  trace 2 at=5s
  agent      0..90ms type=agent
    answer  25..80ms type=generation model=claude
  )"),
                1280, 900);
  screen.press("trace-row-0");
  screen.run(CompareWith{test::trace_id_of(1)}, SelectTab{DetailTab::compare});
  screen.settle();
  const auto chosen_at = [&](float at_x) {
    press_right(screen, "diff-row-1", at_x);
    REQUIRE(screen.has_rect("value-menu-1"));
    for (int i = 0; i < 5; ++i) screen.key(ImGuiKey_DownArrow);
    screen.key(ImGuiKey_Enter);
    return screen.app.state().filter_text;
  };
  CHECK(chosen_at(0.1f) == "model:=claude");
  screen.run(SetFilterText{});
  screen.settle();
  CHECK(chosen_at(0.5f) == "model:=gpt-4o");
}

TEST_CASE("A word of a text is offered, or what is selected of it") {
  Screen screen(trace_from_text(R"(
  call 0..1ms type=generation attr.note="alpha beta"
  )"),
                1280, 1400);
  unfold_first_attribute(screen);
  const PointRect text = screen.rect("attribute-0-value");
  press_right(screen, "attribute-0-value", 8 / text.width);
  screen.press("value-menu-1");
  CHECK(screen.app.state().filter_text == "\"alpha\"");
}

}  // namespace spanorama
