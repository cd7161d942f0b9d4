#include "views/columns.h"

#include <doctest/doctest.h>

#include <array>

#include "spanorama/model/columns.h"
#include "unit/support/random_store.h"
#include "unit/support/trace_text.h"
#include "unit/views/screen.h"
#include "views/kept_memory.h"

namespace spanorama {

namespace {

using test::Screen;
using test::trace_from_text;

constexpr std::array<TableColumn, 5> kColumns = {{{"name", "Name", 0, false},
                                                  {"a", "A", 100},
                                                  {"b", "B", 60, true, true, true, 500},
                                                  {"c", "C", 80},
                                                  {"d", "D", 120, true, true, false}}};

std::string text_of(const ColumnLayout& layout) {
  std::string out = std::to_string(static_cast<int>(layout.first_width));
  for (const ColumnLayout::Cell& cell : layout.cells)
    out += " " + std::string(kColumns[cell.column].id) + ":" + std::to_string(static_cast<int>(cell.x0)) + "-" +
           std::to_string(static_cast<int>(cell.x1));
  return out + (layout.hidden > 0 ? " hidden " + std::to_string(static_cast<int>(layout.hidden)) : "");
}

std::string shown(const TableChoice& choice, float width = 600) {
  return text_of(place_columns(kColumns, choice, width));
}

}  // namespace

TEST_CASE("Usual columns stand at the right, those without room are left out") {
  CHECK(shown({}) == "360 a:360-460 b:460-520 c:520-600");
  CHECK(shown({}, 499) == "319 a:319-419 c:419-499");
  CHECK(shown({}, 300) == "200 a:200-300");
  CHECK(shown({}, 100) == "100");
}

TEST_CASE("A column that is shown comes where it usually stands; one that is hidden goes") {
  TableChoice choice;
  set_column_shown(choice, kColumns, 600, 4, true);
  CHECK(shown(choice) == "240 a:240-340 b:340-400 c:400-480 d:480-600");
  set_column_shown(choice, kColumns, 600, 2, false);
  CHECK(shown(choice) == "300 a:300-400 c:400-480 d:480-600");
  set_column_shown(choice, kColumns, 600, 2, true);
  CHECK(shown(choice) == "240 a:240-340 b:340-400 c:400-480 d:480-600");
}

TEST_CASE("Chosen columns without room can be scrolled to, the first stays") {
  TableChoice choice;
  set_column_shown(choice, kColumns, 600, 4, true);
  CHECK(text_of(place_columns(kColumns, choice, 400)) == "150 a:150-250 b:250-310 c:310-390 d:390-510 hidden 110");
  CHECK(text_of(place_columns(kColumns, choice, 400, 50)) == "150 a:100-200 b:200-260 c:260-340 d:340-460 hidden 110");
  CHECK(text_of(place_columns(kColumns, choice, 400, 900)) == "150 a:40-140 b:140-200 c:200-280 d:280-400 hidden 110");
}

TEST_CASE("Columns are moved and widened within bounds") {
  TableChoice choice;
  move_column(choice, kColumns, 600, 1, 2);
  CHECK(shown(choice) == "360 b:360-420 a:420-520 c:520-600");
  move_column(choice, kColumns, 600, 3, 0);
  CHECK(shown(choice) == "360 c:360-440 b:440-500 a:500-600");
  move_column(choice, kColumns, 600, 3, 99);
  CHECK(shown(choice) == "360 b:360-420 a:420-520 c:520-600");
  set_column_width(choice, kColumns, 600, 1, 1);
  CHECK(place_columns(kColumns, choice, 600).cells[1].x1 - place_columns(kColumns, choice, 600).cells[1].x0 ==
        kColumnLeast);
}

TEST_CASE("Choices outlive the visit; junk in them does not hurt") {
  Memory memory;
  TableChoice& choice = memory.tables["traces"];
  set_column_shown(choice, kColumns, 600, 4, true);
  set_column_width(choice, kColumns, 600, 4, 200);
  choice.rows = RowSize::medium;
  choice.total = ColumnTotal::median;
  Memory later;
  read_memory_text(later, memory_text(memory));
  CHECK(shown(later.tables["traces"]) == shown(choice));
  CHECK(later.tables["traces"].rows == RowSize::medium);
  CHECK(later.tables["traces"].total == ColumnTotal::median);
  Memory none;
  read_memory_text(none, " tables=traces&1&nonsense&columns&gone~80&a~nan;;&&;x");
  CHECK(shown(none.tables["traces"]) == "556 a:556-600");
  CHECK(none.tables["traces"].rows == RowSize::small);  // what older versions kept of rows of one line
  read_memory_text(none, " tables=calls&9&none;steps&0&none;");
  CHECK_FALSE(none.tables["calls"].rows);
  CHECK_FALSE(none.tables["steps"].rows);
  CHECK(memory_text(Memory{}).empty());
}

TEST_CASE("Figures over known numbers") {
  std::vector<std::int64_t> none = {kUnknown, kUnknown};
  CHECK(totals_of(none).known == 0);
  CHECK(totals_of(none).sum == kUnknown);
  std::vector<std::int64_t> few = {10, kUnknown, 1, 4, 2};
  const NumberTotals totals = totals_of(few);
  CHECK(totals.known == 4);
  CHECK(totals.sum == 17);
  CHECK(totals.mean == 4);
  CHECK(totals.median == 2);
  CHECK(totals.least == 1);
  CHECK(totals.most == 10);
  std::vector<std::int64_t> huge = {INT64_MAX, INT64_MAX - 2};
  CHECK(totals_of(huge).sum == INT64_MAX);
  CHECK(totals_of(huge).most == INT64_MAX);
}

TEST_CASE("The menu of the list hides a column, and a drag of a title moves it") {
  Screen screen(trace_from_text("  agent 0..90ms type=agent"), 1280, 1000);
  REQUIRE(screen.has_rect("sort-cost"));
  screen.press("columns");
  screen.settle();
  screen.press("columns-5");  // Cost
  screen.settle();
  CHECK(!screen.has_rect("sort-cost"));
  screen.press("columns-5");
  screen.settle();
  screen.key(ImGuiKey_Escape);
  screen.settle();
  const PointRect cost = screen.rect("sort-cost"), duration = screen.rect("sort-duration");
  CHECK(duration.x < cost.x);
  screen.drag(cost.x + cost.width / 2, cost.y + 10, duration.x + 10, duration.y + 10);
  screen.settle();
  CHECK(screen.rect("sort-cost").x < screen.rect("sort-duration").x);
  CHECK(screen.app.state().sort.key == SortKey::start);  // a drag is no press
}

TEST_CASE("The left edge of a column makes it wider; a double press gives its width back") {
  Screen screen(trace_from_text("  agent 0..90ms type=agent"));
  const PointRect edge = screen.rect("resize-tokens"), before = screen.rect("sort-tokens");
  screen.drag(edge.x + edge.width / 2, edge.y + 10, edge.x + edge.width / 2 - 40, edge.y + 10);
  screen.settle();
  CHECK(screen.rect("sort-tokens").width == doctest::Approx(before.width + 40).epsilon(0.02));
  CHECK(screen.workspace.layout_text().find("tokens~110") != std::string::npos);
}

TEST_CASE("Steps are listed one a row, and only those that the filter is about") {
  Screen screen(trace_from_text(R"(
  agent      0..90ms type=agent
    answer  25..80ms type=generation model=gpt-4o
    look    10..20ms type=tool status=error
)"));
  screen.run(SetView{ListView::steps});
  screen.settle();
  CHECK(screen.has_rect("steps-row-2"));
  screen.run(SetFilterText{"type:tool"});
  screen.settle();
  CHECK(screen.has_rect("steps-row-0"));
  CHECK(!screen.has_rect("steps-row-1"));
  screen.run(SetFilterText{"status:error"});
  screen.settle();
  CHECK(!screen.has_rect("steps-row-1"));
  screen.press("steps-row-0");
  CHECK(screen.app.state().span.valid());
}

TEST_CASE("Groups by any field; a press shows the group's traces") {
  Screen screen(trace_from_text(R"(
  a 0..9ms attr.http.route="/chat"
  trace 2 at=5s
  b 0..9ms attr.http.route="/chat"
  trace 3 at=7s
  c 0..9ms attr.http.route="/health"
)"));
  screen.run(SetView{ListView::groups}, SetGroupBy{{FilterField::attribute, "http.route"}});
  screen.settle();
  CHECK(screen.has_rect("groups-row-1"));
  CHECK(!screen.has_rect("groups-row-2"));
  CHECK(screen.host.links.back().first.find("view=groups&by=attr.http.route") != std::string::npos);
  screen.press("groups-row-1");
  screen.settle();
  CHECK(screen.app.state().filter_text == "attr.http.route:=/chat");
  CHECK(screen.has_rect("trace-row-1"));
}

}  // namespace spanorama
