#include <doctest/doctest.h>

#include "screen.h"
#include "unit/support/trace_text.h"

namespace spanorama::test {

namespace {

constexpr std::string_view kTwo = R"(
  trace 1 at=1s
  first 0..9ms type=agent in="hello" out="there"
    b 1..2ms status=error
  trace 2 at=2s
  second 0..5ms type=agent in="refund refund" out="done"
)";

}  // namespace

TEST_CASE("A star in the list bookmarks a trace, B the open one, and the filter finds them") {
  Screen screen(trace_from_text(kTwo));
  screen.settle();
  const PointRect row = screen.rect("trace-row-0");
  screen.move_to(row.x + 200, row.y + 20);
  screen.settle();
  screen.press("bookmark:" + hex_from(trace_id_of(2)));
  CHECK(screen.app.state().notes->bookmarked(trace_id_of(2)));
  CHECK_FALSE(screen.app.state().trace.valid());  // a press on the star opens nothing
  screen.run(SetFilterText{"bookmarked:true"});
  screen.settle();
  CHECK(screen.app.derived().list(screen.app.state()).size() == 1);
  CHECK(screen.has_rect("facet-bookmarked:true"));
  screen.press("trace-row-0");
  screen.key(ImGuiKey_B);
  CHECK(screen.app.state().notes->all().empty());
  screen.settle();
  CHECK(screen.app.derived().list(screen.app.state()).empty());
}

TEST_CASE("Local tags are added and taken away in the open trace, and ticked in the panel") {
  Screen screen(trace_from_text(kTwo));
  screen.run(SelectTrace{trace_id_of(1)});
  screen.settle();
  CHECK_FALSE(screen.has_rect("local-tag-add"));
  screen.press("local-tags");
  screen.settle();
  CHECK(screen.has_rect("local-tag-add"));
  screen.run(TagTraces{{trace_id_of(1)}, "to fix", true});
  screen.settle();
  CHECK(screen.has_rect("local-tag-remove-to fix"));
  screen.press("facet-local-tag:to fix");
  CHECK(screen.app.state().filter_text == "local_tag:=\"to fix\"");
  CHECK(screen.app.derived().list(screen.app.state()).size() == 1);
  screen.press("local-tag-remove-to fix");
  CHECK(screen.app.state().notes->all().empty());
}

TEST_CASE("Bookmarks and local tags are kept with the layout and are there the next time") {
  Screen screen(trace_from_text(kTwo));
  screen.run(BookmarkTraces{{trace_id_of(1)}, true}, TagTraces{{trace_id_of(1), trace_id_of(2)}, "a & b; c", true});
  screen.settle();
  const std::string kept = screen.workspace.layout_text();
  CHECK(kept.find(" noted=") != std::string::npos);
  Screen again(trace_from_text(kTwo));
  again.workspace.set_layout_text(kept);
  again.settle();
  CHECK(*again.app.state().notes == *screen.app.state().notes);
  CHECK(again.workspace.layout_text() == kept);
  again.run(BookmarkTraces{{trace_id_of(1)}, false}, TagTraces{{trace_id_of(1), trace_id_of(2)}, "a & b; c", false});
  again.settle();
  CHECK(again.workspace.layout_text().find(" noted=") == std::string::npos);
  Screen junk(trace_from_text(kTwo));
  junk.workspace.set_layout_text("rail=300 noted=xyz&1;00&&&;;&1;");
  junk.settle();
  CHECK(junk.app.state().notes->all().empty());
}

TEST_CASE("While words are searched for the list offers the most relevant first") {
  Screen screen(trace_from_text(kTwo));
  screen.settle();
  CHECK_FALSE(screen.has_rect("order-relevance"));
  screen.run(SetFilterText{"refund"});
  screen.settle();
  screen.press("order-relevance");
  CHECK(screen.app.state().sort.key == SortKey::relevance);
  screen.settle();
  screen.press("order-relevance");
  CHECK(screen.app.state().sort == SortOrder{});
}

}  // namespace spanorama::test
