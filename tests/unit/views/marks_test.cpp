#include <doctest/doctest.h>

#include "unit/support/trace_text.h"
#include "unit/views/screen.h"

namespace spanorama {

namespace {

using test::Screen;
using test::trace_from_text;
using test::trace_id_of;

constexpr std::string_view kFour = R"(
  one      0..1ms
  trace 2 at=5s
  two      0..1ms
  trace 3 at=9s
  three    0..3ms
  trace 4 at=12s
  four     0..3ms
)";

const MarkedTraces& marked(Screen& screen) { return screen.app.state().marked; }

}  // namespace

TEST_CASE("A press on the box marks a trace and does not open it") {
  Screen screen(trace_from_text(kFour));
  screen.press("mark-1");
  CHECK(!screen.app.state().trace.valid());
  CHECK(marked(screen).has(trace_id_of(3)));
  CHECK(!marked(screen).has(trace_id_of(4)));
  CHECK(screen.has_rect("marked-copy"));
  screen.press("mark-1");
  CHECK(!marked(screen).any());
}

TEST_CASE("Shift marks all between, Ctrl one more") {
  Screen screen(trace_from_text(kFour));
  screen.press("mark-0");
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  screen.press("trace-row-2");
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, false);
  CHECK(marked(screen).ids.size() == 3);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
  screen.press("trace-row-1");
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
  CHECK(marked(screen).ids == std::vector<TraceId>{trace_id_of(2), trace_id_of(4)});
  CHECK(!screen.app.state().trace.valid());
}

TEST_CASE("All but one are shown as a filter that names the one") {
  Screen screen(trace_from_text(kFour));
  screen.press("mark-all");
  CHECK(marked(screen).has(trace_id_of(1)));
  screen.press("mark-0");
  CHECK(!marked(screen).has(trace_id_of(4)));
  screen.press("marked-only");
  screen.settle();
  CHECK(screen.app.state().filter_text == "-trace:" + hex_from(trace_id_of(4)));
  CHECK(!marked(screen).any());
  CHECK(screen.has_rect("trace-row-2"));
  CHECK(!screen.has_rect("trace-row-3"));
}

TEST_CASE("Two marked traces are compared") {
  Screen screen(trace_from_text(kFour));
  screen.press("mark-0");
  CHECK(!screen.has_rect("marked-compare"));
  screen.press("mark-2");
  screen.press("marked-compare");
  CHECK(screen.app.state().trace == trace_id_of(4));
  CHECK(screen.app.state().compared == trace_id_of(2));
  CHECK(screen.app.state().tab == DetailTab::compare);
}

TEST_CASE("Ids of marked traces are copied in the list's order; Esc marks none") {
  Screen screen(trace_from_text(kFour));
  screen.press("mark-3");
  screen.press("mark-1");
  screen.press("marked-copy");
  CHECK(screen.host.copied.back() == hex_from(trace_id_of(3)) + "\n" + hex_from(trace_id_of(1)) + "\n");
  screen.key(ImGuiKey_Escape);
  CHECK(!marked(screen).any());
}

TEST_CASE("A word of the filter is brought into view where it stands deep in a prompt") {
  std::string text = "  ask 0..1ms type=generation attr.gen_ai.prompt=\"";
  for (int i = 0; i < 400; ++i) text += "Nothing of note stands in this line of the prompt. ";
  text += "Here the zebra crosses.\"";
  Screen screen(trace_from_text(text));
  screen.run(SelectTrace{trace_id_of(1)}, SelectSpan{screen.app.state().store->columns().span_id[0]});
  screen.settle();
  const float top = screen.rect("input0-0").y;
  screen.run(SetFilterText{"giraffe"});
  screen.settle();
  CHECK(screen.rect("input0-0").y == top);
  screen.run(SetFilterText{"zebra"});
  screen.settle();
  CHECK(screen.rect("input0-0").y < top - 10);  // its beginning lies above what is seen
}

}  // namespace spanorama
