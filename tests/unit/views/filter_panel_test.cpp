#include <doctest/doctest.h>

#include "unit/support/random_store.h"
#include "unit/support/trace_text.h"
#include "unit/views/screen.h"

namespace spanorama {

namespace {

using test::Screen;
using test::trace_from_text;

constexpr std::string_view kTraces = R"(
  agent      0..90ms type=agent session=s-1 user=ann
    answer  25..80ms type=generation model=gpt-4o tokens=10/5
  trace 2 at=5s
  lonely     0..1ms  status=error session=s-1
    answer   0..1ms type=generation model=claude tokens=10/5
  trace 3 at=9s
  third      0..3s session=s-2
)";

}  // namespace

TEST_CASE("A value can be excluded, and the change undone and done again") {
  Screen screen(trace_from_text(kTraces), 1280, 1400);
  const PointRect row = screen.rect("facet-status:error");
  screen.move_to(row.x + 20, row.y + 8);
  screen.settle();
  screen.press("exclude-status:error");
  CHECK(screen.app.state().filter_text == "-status:error");
  screen.press("filter-undo");
  CHECK(screen.app.state().filter_text == "");
  screen.press("filter-redo");
  CHECK(screen.app.state().filter_text == "-status:error");
}

TEST_CASE("Dragging over the bars of a number picks a range") {
  Screen screen(trace_from_text(kTraces), 1280, 1400);
  const PointRect bars = screen.rect("range-duration");
  screen.drag(bars.x + bars.width * 0.5f, bars.y + 10, bars.x + bars.width - 2, bars.y + 10);
  REQUIRE(screen.app.state().filter.conditions.size() == 1);
  CHECK(screen.app.state().filter.conditions[0].field == FilterField::duration);
  CHECK(screen.app.derived().filtered(screen.app.state()).count() == 2);
  screen.press("range-p90-duration");
  CHECK(screen.app.state().filter_text == "duration:>=p90");
}

TEST_CASE("Groups lead to their traces, and the view is in the link") {
  Screen screen(trace_from_text(kTraces));
  screen.press("view-sessions");
  CHECK(screen.host.links.back().first.find("view=sessions") != std::string::npos);
  REQUIRE(screen.has_rect("groups-row-1"));
  screen.press("groups-sort-name");
  screen.press("groups-sort-name");
  screen.press("groups-row-1");
  CHECK(screen.app.state().view == ListView::traces);
  CHECK(screen.app.derived().filtered(screen.app.state()).count() == 2);
}

TEST_CASE("A model call leads to its step") {
  Screen screen(trace_from_text(kTraces));
  screen.press("view-calls");
  screen.press("calls-row-0");
  CHECK(screen.app.state().trace == test::trace_id_of(2));
  CHECK(screen.app.state().span.valid());
}

TEST_CASE("A view is saved under a name and comes back after a restart") {
  Screen screen(trace_from_text(kTraces), 1280, 1400);
  screen.run(SetFilterText{"status:error"});
  screen.run(SetView{ListView::sessions});
  screen.press("facet-section-saved");
  screen.press("saved-view-save");
  const std::string kept = screen.workspace.layout_text();
  CHECK(kept.find("saved=status%3Aerror&status%3Aerror&start%3Adesc&sessions&&usual&usual;") != std::string::npos);
  Screen again(trace_from_text(kTraces), 1280, 1400);
  again.workspace.set_layout_text(kept);
  again.settle();
  again.press("facet-section-saved");
  again.press("saved-view-0");
  CHECK(again.app.state().filter_text == "status:error");
  CHECK(again.app.state().view == ListView::sessions);
}

TEST_CASE("A saved view restores the order and the columns of its list") {
  Screen screen(trace_from_text(kTraces), 1280, 1400);
  screen.press("facet-section-saved");
  screen.press("view-sessions");
  screen.press("groups-sort-cost");
  screen.press("groups-columns");
  screen.press("groups-columns-1");  // "Last used"
  screen.key(ImGuiKey_Escape);
  REQUIRE_FALSE(screen.has_rect("groups-sort-last"));
  screen.press("saved-view-save");
  CHECK(screen.workspace.layout_text().find("&sessions&&cost%3Adesc&count%3A74%2C") != std::string::npos);
  screen.press("groups-sort-name");
  screen.press("groups-columns");
  screen.press("groups-columns-1");
  screen.key(ImGuiKey_Escape);
  REQUIRE(screen.has_rect("groups-sort-last"));
  screen.press("view-traces");
  Screen again(trace_from_text(kTraces), 1280, 1400);
  again.workspace.set_layout_text(screen.workspace.layout_text());
  again.settle();
  again.press("facet-section-saved");
  again.press("saved-view-0");
  CHECK(again.app.state().view == ListView::sessions);
  CHECK_FALSE(again.has_rect("groups-sort-last"));
  again.press("saved-view-save");
  CHECK(again.workspace.layout_text().find("&sessions&&cost%3Adesc&count%3A74%2C") != std::string::npos);
}

TEST_CASE("Of a saved view what is not known is told, the rest is restored; what it does not tell stays") {
  Screen screen(trace_from_text(kTraces), 1280, 1400);
  const std::string_view kFile = R"({"spanorama_views": 1, "views": [
    {"name": "new", "filter": "status:error", "sort": "cost:desc", "view": "traces", "columns": "colour:9,cost:100"},
    {"name": "calls", "filter": "", "view": "calls", "list_sort": "colour:desc"},
    {"name": "old", "filter": "", "sort": "start:desc", "view": "traces"},
    {"name": "usual", "filter": "", "sort": "start:desc", "view": "traces", "columns": "usual"}]})";
  screen.run(OpenViews{std::string(kFile)});
  screen.settle();
  screen.press("saved-view-0");
  CHECK(screen.app.state().notice ==
        "\u201cnew\u201d has what is not known here: the column \u201ccolour\u201d. The rest is shown.");
  CHECK(screen.app.state().filter_text == "status:error");
  CHECK(screen.has_rect("sort-cost"));
  CHECK_FALSE(screen.has_rect("sort-duration"));
  screen.press("saved-view-1");
  CHECK(screen.app.state().notice.find("the order \u201ccolour:desc\u201d") != std::string::npos);
  CHECK(screen.app.state().view == ListView::calls);
  screen.press("saved-view-2");
  CHECK_FALSE(screen.has_rect("sort-duration"));
  screen.press("saved-view-3");
  CHECK(screen.has_rect("sort-duration"));
}

TEST_CASE("The query is completed while it is typed") {
  Screen screen(trace_from_text(kTraces));
  screen.press("filter-input");
  for (const char letter : std::string_view("model:cl")) {  // on the way "model" is a word that nothing has
    ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(letter));
    screen.frame();
    screen.settle();
  }
  REQUIRE(screen.has_rect("completion-0"));
  screen.key(ImGuiKey_DownArrow);
  screen.key(ImGuiKey_Enter);
  CHECK(screen.app.state().filter_text == "model:=claude ");
  ImGui::GetIO().AddInputCharactersUTF8("x");
  screen.frame();
  screen.settle();
  CHECK(screen.app.state().filter_text == "model:=claude x");  // what was there is not selected and replaced
}

}  // namespace spanorama
