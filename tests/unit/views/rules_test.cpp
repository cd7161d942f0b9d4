#include <doctest/doctest.h>

#include "screen.h"
#include "unit/support/trace_text.h"

namespace spanorama::test {

namespace {

constexpr std::string_view kTwo = R"(
  trace 1 at=1s
  first 0..9ms type=agent status=error
  trace 2 at=2s
  second 0..5ms type=agent
)";

}  // namespace

TEST_CASE("Rules show the filter's conditions, and taking one away changes the filter") {
  Screen screen(trace_from_text(kTwo));
  screen.run(SetFilterText{"status:error duration:>1ms"});
  screen.settle();
  screen.press("filter-rules");
  screen.settle();
  CHECK(screen.has_rect("rules-dialog"));
  CHECK(screen.has_rect("rule-op-1"));
  CHECK_FALSE(screen.has_rect("rule-op-2"));
  screen.press("rule-add");
  screen.settle();
  CHECK(screen.has_rect("rule-op-2"));
  CHECK(screen.app.state().filter_text == "status:error duration:>1ms");  // an empty rule says nothing
  screen.press("rule-remove-0");
  screen.settle();
  CHECK(screen.app.state().filter_text == "duration:>1ms");
  screen.run(SetFilterText{"model:a model:b model:c model:d"});
  screen.settle();
  CHECK(screen.has_rect("rule-op-3"));
  screen.run(UndoFilter{});
  screen.settle();
  CHECK_FALSE(screen.has_rect("rule-op-1"));
  screen.press("rules-done");
  screen.settle();
  CHECK_FALSE(screen.has_rect("rules-dialog"));
}

TEST_CASE("An operator is chosen from those that suit the field") {
  Screen screen(trace_from_text(kTwo));
  screen.run(SetFilterText{"status:error"});
  screen.settle();
  screen.press("filter-rules");
  screen.settle();
  screen.press("rule-op-0");
  screen.settle();
  screen.press("rule-op-0-1");  // is not
  screen.settle();
  CHECK(screen.app.state().filter_text == "-status:error");
  CHECK(screen.app.derived().list(screen.app.state()).size() == 1);
  CHECK(screen.has_rect("rules-dialog"));
}

}  // namespace spanorama::test
