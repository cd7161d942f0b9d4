#include <doctest/doctest.h>

#include <algorithm>

#include "spanorama/app/deep_link.h"
#include "unit/support/random_store.h"
#include "unit/support/trace_text.h"
#include "unit/views/screen.h"
#include "views/trace_columns.h"

namespace spanorama {

namespace {

using test::Screen;
using test::trace_from_text;
using test::trace_id_of;

constexpr std::string_view kThree = R"(
  agent      0..90ms type=agent
    answer  25..80ms type=generation model=gpt-4o
  trace 2 at=5s
  lonely     0..1ms  status=error
  trace 3 at=9s
  third      0..3ms
)";

int drawn_rows(Screen& screen) {
  int count = 0;
  for (const RectRegistry::Entry& entry : screen.workspace.rects().entries())
    if (entry.name.starts_with("trace-row-")) ++count;
  return count;
}

}  // namespace

TEST_CASE("Without sources there is a page with ways to open something") {
  Screen screen(nullptr);
  CHECK(screen.has_rect("drop-area"));
  screen.press("empty-open-files");
  CHECK(screen.host.picks == 1);
  screen.press("empty-demo");
  CHECK(screen.host.opened_urls.size() == 1);
}

TEST_CASE("Rows are named by place and by id, newest first; a press selects") {
  Screen screen(trace_from_text(kThree));
  const PointRect first = screen.rect("trace-row-0");
  CHECK(first.y == screen.rect("trace-row:" + hex_from(trace_id_of(3))).y);
  screen.press("trace-row-2");
  CHECK(screen.app.state().trace == trace_id_of(1));
  CHECK(screen.has_rect("timeline"));
  CHECK(screen.host.links.back().second);
}

TEST_CASE("Rows are small, medium or large, of every list on its own, and stay so after a restart") {
  Screen screen(trace_from_text(kThree), 1280, 1400);
  const auto height = [](Screen& on) { return on.rect("trace-row-0").height; };
  CHECK(height(screen) == 56);
  const std::size_t small = trace_list_columns().size() + 1;
  const auto choose = [&](std::size_t item) {
    screen.press("columns");
    screen.press("columns-" + std::to_string(item));
    screen.key(ImGuiKey_Escape);
    screen.settle();
  };
  choose(small);
  CHECK(height(screen) == 28);
  choose(small + 2);
  CHECK(height(screen) == 56);
  choose(small + 1);
  CHECK(height(screen) == 36);
  Screen again(trace_from_text(kThree), 1280, 1400);
  again.workspace.set_layout_text(screen.workspace.layout_text());
  again.settle();
  CHECK(height(again) == 36);
  again.press("view-calls");
  CHECK(again.rect("calls-row-0").height == 36);
}

TEST_CASE("What a list shows is saved as rows: traces, steps, groups, and the steps of an open trace") {
  Screen screen(trace_from_text(kThree));
  const auto saved = [&](std::string_view button, std::string_view item) {
    screen.press(button);
    screen.press(item);
    screen.settle();
    return std::count(screen.host.saved.begin(), screen.host.saved.end(), '\n');
  };
  screen.run(SetFilterText{"status:error"});
  screen.settle();
  CHECK(saved("list-save", "list-save-5") == 2);  // the names, and one trace
  CHECK(screen.host.saved_name == "traces.csv");
  screen.run(SetFilterText{}, SetView{ListView::steps});
  screen.settle();
  CHECK(saved("list-save", "list-save-6") == 4);
  CHECK(screen.host.saved_name == "steps.jsonl");
  screen.run(SetView{ListView::models});
  screen.settle();
  CHECK(saved("list-save", "list-save-5") == 2);
  CHECK(screen.host.saved_name == "models.csv");
  CHECK(screen.host.saved.find("gpt-4o") != std::string::npos);
  screen.run(SetView{ListView::traces}, SelectTrace{trace_id_of(1)});
  screen.settle();
  CHECK(saved("trace-save", "trace-save-6") == 2);
  CHECK(screen.host.saved.find("answer") != std::string::npos);
}

TEST_CASE("Only rows on the screen are drawn, however many there are") {
  test::RandomShape shape;
  shape.traces = 5000;
  shape.max_spans = 2;
  Screen screen(test::random_store(1, shape));
  const PointRect list = screen.rect("trace-list");
  const PointRect row = screen.rect("trace-row-0");
  CHECK(drawn_rows(screen) <= static_cast<int>(list.height / row.height) + 2);
  screen.move_to(list.x + 50, list.y + 200);
  screen.wheel(-100, false);
  CHECK_FALSE(screen.has_rect("trace-row-0"));
  CHECK(drawn_rows(screen) <= static_cast<int>(list.height / row.height) + 2);
}

TEST_CASE("Typing a filter, choosing a value and clearing it keep text and list together") {
  Screen screen(trace_from_text(kThree));
  screen.press("facet-status:error");
  CHECK(screen.app.state().filter_text == "status:error");
  CHECK(drawn_rows(screen) == 1);
  screen.press("facet-status:error");
  CHECK(screen.app.state().filter_text.empty());
  screen.press("filter-input");
  ImGui::GetIO().AddInputCharactersUTF8("name:third");
  screen.settle();
  CHECK(screen.app.state().filter_text == "name:third");
  CHECK(drawn_rows(screen) == 1);
  screen.press("filter-clear");
  CHECK(drawn_rows(screen) == 3);
}

TEST_CASE("A filter that nothing passes can be relaxed where one looks") {
  Screen screen(trace_from_text(kThree));
  screen.run(SetFilterText{"status:error name:third"});
  screen.settle();
  CHECK(drawn_rows(screen) == 0);
  screen.press("relax-0");
  CHECK(drawn_rows(screen) == 1);
}

TEST_CASE("A head of a column orders, and again the other way") {
  Screen screen(trace_from_text(kThree));
  screen.press("sort-duration");
  CHECK(screen.app.state().sort == SortOrder{SortKey::duration, true});
  screen.press("sort-duration");
  CHECK(screen.app.state().sort == SortOrder{SortKey::duration, false});
}

TEST_CASE("The keyboard walks: J and K through traces, Tab through controls, Escape back") {
  Screen screen(trace_from_text(kThree));
  screen.key(ImGuiKey_J);
  CHECK(screen.app.state().trace == trace_id_of(3));
  screen.key(ImGuiKey_J);
  screen.key(ImGuiKey_K);
  CHECK(screen.app.state().trace == trace_id_of(3));
  screen.key(ImGuiKey_Escape);
  CHECK_FALSE(screen.app.state().trace.valid());
  const ThemeChoice before = screen.app.state().theme;
  for (int i = 0; i < 80 && screen.app.state().theme == before; ++i) {
    screen.key(ImGuiKey_Tab);
    if (ImGui::GetIO().WantTextInput) continue;
    screen.key(ImGuiKey_Enter);
    screen.run(ShowBackend{false}, ShowReport{false}, SelectTrace{});
    if (screen.has_rect("url-dialog") || screen.has_rect("help-dialog")) screen.key(ImGuiKey_Escape);
  }
  CHECK(screen.app.state().theme != before);
}

TEST_CASE("A drag over the chart is a time range in the query, and a press takes it away") {
  Screen screen(trace_from_text(kThree));
  const PointRect chart = screen.rect("chart-time");
  screen.drag(chart.x + 2, chart.y + 20, chart.x + chart.width * 0.4f, chart.y + 20);
  CHECK(screen.app.state().filter_text.find("time:") != std::string::npos);
  CHECK(screen.app.state().filter_error.empty());
  CHECK(drawn_rows(screen) < 3);
  screen.press("chart-brush-clear");
  CHECK(screen.app.state().filter_text.empty());
}

TEST_CASE("On a phone list and trace are pages, and targets are large") {
  Screen screen(trace_from_text(kThree), 390, 844);
  CHECK(screen.rect("trace-row-0").height >= 44);
  screen.press("trace-row-0");
  CHECK_FALSE(screen.has_rect("trace-list"));
  CHECK(screen.rect("back").height >= 44);
  CHECK(screen.rect("tab-timeline").height >= 44);
  screen.press("back");
  CHECK(screen.has_rect("trace-list"));
}

TEST_CASE("Sizes of panels are remembered as text, and junk is ignored") {
  Screen screen(trace_from_text(kThree));
  screen.workspace.set_layout_text("rail=300 list=0.6 junk span=nan charts=0");
  CHECK(screen.workspace.layout_text().starts_with("rail=300 list=0.600 span=0.000"));
  screen.settle();
  CHECK(screen.rect("filter-rail").width == doctest::Approx(300));
  CHECK_FALSE(screen.has_rect("charts"));
}

}  // namespace spanorama
