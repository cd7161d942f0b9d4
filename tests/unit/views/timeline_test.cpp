#include <doctest/doctest.h>

#include "unit/support/trace_text.h"
#include "unit/views/screen.h"

namespace spanorama {

namespace {

using test::Screen;
using test::trace_from_text;
using test::trace_id_of;

constexpr std::string_view kAgent = R"(
  agent      0..1000ms type=agent
    search  50..200ms  type=retriever
    answer 250..800ms  type=generation ttft=100ms
      tool 300..400ms  type=tool status=error
    done   900..950ms
)";

struct Timeline : Screen {
  Timeline() : Screen(trace_from_text(kAgent)) {
    run(SelectTrace{trace_id_of(1)});
    settle();
  }
  SpanId span(std::uint32_t row) { return app.state().store->columns().span_id[row]; }
  std::string row_name(std::uint32_t row) { return "span-row:" + hex_from(span(row)); }
  // Lines of the log with this mark.
  static int count(const std::string& log, std::string_view mark) {
    int found = 0;
    for (std::size_t at = log.find(mark); at != std::string::npos; at = log.find(mark, at + 1)) ++found;
    return found;
  }
};

}  // namespace

TEST_CASE("Every step is a bar: the failed one hatched, the generation's wait lighter") {
  Timeline screen;
  const std::string log = screen.frame();
  CAPTURE(log);
  CHECK(Timeline::count(log, "radius=3") == 5);
  CHECK(Timeline::count(log, "hatched edged") >= 1);
  CHECK(Timeline::count(log, "waiting=0.18") == 1);  // 100 of 550 ms
}

TEST_CASE("Rows follow the tree and fold with it") {
  Timeline screen;
  CHECK(screen.rect(screen.row_name(1)).y > screen.rect(screen.row_name(0)).y);
  CHECK(screen.rect(screen.row_name(1)).y == doctest::Approx(screen.rect(screen.row_name(0)).y + 28));
  screen.press("fold:" + hex_from(screen.span(2)));
  CHECK_FALSE(screen.has_rect(screen.row_name(3)));
  CHECK(screen.has_rect(screen.row_name(4)));
  screen.press("fold-depth");
  screen.press("fold-depth-0");
  CHECK(screen.has_rect(screen.row_name(3)));
}

TEST_CASE("Keys walk through the steps, to errors and to model calls") {
  Timeline screen;
  screen.key(ImGuiKey_DownArrow);
  CHECK(screen.app.state().span == screen.span(0));
  screen.key(ImGuiKey_E);
  CHECK(screen.app.state().span == screen.span(3));
  screen.key(ImGuiKey_L);
  CHECK(screen.app.state().span == screen.span(2));
  screen.key(ImGuiKey_LeftArrow);
  CHECK(screen.app.state().folded.size() == 1);
  screen.key(ImGuiKey_LeftArrow);
  CHECK(screen.app.state().span == screen.span(0));
  CHECK(screen.has_rect("span-detail"));
  screen.key(ImGuiKey_Escape);
  CHECK_FALSE(screen.app.state().span.valid());
}

TEST_CASE("In a short window what the step holds can be read, until the line above it is dragged") {
  const auto store = trace_from_text("agent 0..90ms type=agent");
  Screen screen(store, 800, 500);
  screen.run(SelectTrace{store->trace(TraceRow{0}).id}, SelectSpan{store->columns().span_id[0]});
  screen.settle();
  const PointRect usual = screen.rect("span-detail");
  CHECK(usual.height >= 170);
  CHECK(screen.rect("timeline-rows").height >= 30);
  screen.drag(usual.x + 300, usual.y, usual.x + 300, usual.y + 60);
  CHECK(screen.rect("span-detail").height == doctest::Approx(usual.height - 60).epsilon(0.03));
}

TEST_CASE("F fits the step and, again, everything") {
  Timeline screen;
  screen.run(SelectSpan{screen.span(1)});
  screen.settle();
  screen.key(ImGuiKey_F);
  REQUIRE(screen.app.state().visible_time.has_value());
  const TimeRange range = *screen.app.state().visible_time;
  CHECK((range.end - range.begin).count == doctest::Approx(168e6).epsilon(0.01));
  screen.key(ImGuiKey_F);
  CHECK_FALSE(screen.app.state().visible_time.has_value());
}

TEST_CASE("The wheel zooms at the pointer with Ctrl held: the time under it stays") {
  Timeline screen;
  const PointRect rows = screen.rect("timeline-rows");
  screen.move_to(rows.x + rows.width * 0.5f, rows.y + 20);
  screen.wheel(3, true);
  REQUIRE(screen.app.state().visible_time.has_value());
  const TimeRange range = *screen.app.state().visible_time;
  const double width = static_cast<double>((range.end - range.begin).count);
  CHECK(width == doctest::Approx(1.024e9 / (1.25 * 1.25 * 1.25)).epsilon(0.01));
  screen.wheel(-10, true);
  CHECK_FALSE(screen.app.state().visible_time.has_value());
}

TEST_CASE("A drag picks a range, Enter goes there, Escape forgets it") {
  Timeline screen;
  const PointRect rows = screen.rect("timeline-rows");
  const auto drag = [&] {
    screen.drag(rows.x + rows.width * 0.4f, rows.y + 60, rows.x + rows.width * 0.6f, rows.y + 60);
  };
  drag();
  CHECK_FALSE(screen.app.state().visible_time.has_value());
  CHECK_FALSE(screen.app.state().span.valid());
  screen.key(ImGuiKey_Escape);
  screen.key(ImGuiKey_Enter);
  CHECK_FALSE(screen.app.state().visible_time.has_value());
  drag();
  screen.key(ImGuiKey_Enter);
  REQUIRE(screen.app.state().visible_time.has_value());
}

TEST_CASE("A press selects the step of its row") {
  Timeline screen;
  screen.press(screen.row_name(4));
  CHECK(screen.app.state().span == screen.span(4));
  CHECK(screen.has_rect("detail-tab-content"));
  screen.press("detail-tab-attributes");
  CHECK(screen.app.state().span_tab == SpanTab::attributes);
}

TEST_CASE("Quads follow pixels, not spans") {
  std::string picture = "agent 0..900s type=agent\n";
  for (int i = 0; i < 3000; ++i)
    picture += "  s" + std::to_string(i) + " " + std::to_string(i * 100) + ".." + std::to_string(i * 100 + 50) + "ms\n";
  Screen screen(trace_from_text(picture));
  screen.run(SelectTrace{trace_id_of(1)});
  for (const DetailTab tab : {DetailTab::timeline, DetailTab::flame}) {
    screen.run(SelectTab{tab});
    const std::string log = screen.settle();
    CHECK(Timeline::count(log, "  x=") < 2600);
  }
}

TEST_CASE("A picked range limits what is added up, and Escape forgets it first") {
  Timeline screen;
  const PointRect rows = screen.rect("timeline-rows");
  screen.drag(rows.x + rows.width * 0.4f, rows.y + 60, rows.x + rows.width * 0.6f, rows.y + 60);
  REQUIRE(screen.app.state().picked_time.has_value());
  CHECK(screen.has_rect("picked-range"));
  screen.key(ImGuiKey_Escape);
  CHECK_FALSE(screen.app.state().picked_time.has_value());
  CHECK_FALSE(screen.has_rect("picked-range"));
}

TEST_CASE("Steps of a type are hidden from the menu; what was below them stays") {
  Timeline screen;
  screen.press("steps");
  screen.press("steps-1");  // only LLM calls
  CHECK(screen.app.state().trace_view.only_llm);
  screen.key(ImGuiKey_Escape);
  CHECK(screen.has_rect(screen.row_name(2)));
  CHECK_FALSE(screen.has_rect(screen.row_name(0)));
  CHECK_FALSE(screen.has_rect(screen.row_name(3)));
  screen.press("steps");
  screen.press("steps-0");
  screen.key(ImGuiKey_Escape);
  CHECK(screen.has_rect(screen.row_name(3)));
}

TEST_CASE("The playhead moves from beginning to beginning, plays to the end and goes with Escape") {
  Timeline screen;
  const UnixTime start = test::kBaseTime;
  screen.key(ImGuiKey_Period);
  CHECK(screen.app.state().playhead == start);
  screen.key(ImGuiKey_Period);
  CHECK(screen.app.state().playhead == start + Nanos{50'000'000});
  screen.key(ImGuiKey_Comma);
  CHECK(screen.app.state().playhead == start);
  screen.key(ImGuiKey_Space);
  screen.settle();
  REQUIRE(screen.app.state().playhead.has_value());
  CHECK(*screen.app.state().playhead > start);
  screen.key(ImGuiKey_Escape);
  CHECK_FALSE(screen.app.state().playhead.has_value());
}

TEST_CASE("A press on a node of the graph goes through its steps, one on the merged flame fills the width") {
  Timeline screen;
  screen.run(SelectTab{DetailTab::graph});
  screen.settle();
  screen.press("graph-node-2");
  CHECK(screen.app.state().span == screen.span(0));
  screen.run(SelectSpan{}, SelectTab{DetailTab::merged});
  screen.settle();
  REQUIRE(screen.has_rect("merged-entry-2"));
  screen.press("merged-entry-2");
  CHECK(screen.app.state().span == screen.span(2));
}

TEST_CASE("Every tab draws, for a trace that is there and one that is not") {
  Timeline screen;
  for (const DetailTab tab : {DetailTab::flame, DetailTab::tree, DetailTab::conversation, DetailTab::merged,
                              DetailTab::graph, DetailTab::log, DetailTab::compare, DetailTab::timeline}) {
    screen.run(SelectTab{tab});
    screen.settle();
  }
  screen.run(SelectTrace{trace_id_of(77)});
  screen.settle();
  CHECK(screen.has_rect("trace-detail"));
  CHECK_FALSE(screen.has_rect("timeline"));
}

}  // namespace spanorama
