#include <doctest/doctest.h>

#include "unit/support/trace_text.h"
#include "unit/views/screen.h"

namespace spanorama {

TEST_CASE("A tool step leads to the model call that asked for it, and back") {
  test::Screen screen(test::trace_from_text(R"(
  agent   0..9s type=agent
    ask   1..2s type=generation attr.gen_ai.output.messages=[{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"look","arguments":{"a":1}}]}]
    look  2..3s type=tool tool=look call=c1
    mute  3..4s type=tool tool=mute call=c2
    more  4..5s type=generation attr.gen_ai.output.messages=[{"role":"assistant","parts":[{"type":"text","content":"done"}]}]
)"),
                      1280, 1400);
  const ColumnViews& columns = screen.app.state().store->columns();
  screen.run(SelectTrace{test::trace_id_of(1)}, SelectSpan{columns.span_id[2]});
  screen.settle();
  screen.press("asked-by");
  CHECK(screen.app.state().span == columns.span_id[1]);
  screen.settle();
  screen.press("output-ran0");
  CHECK(screen.app.state().span == columns.span_id[2]);
  screen.run(SelectSpan{columns.span_id[3]});
  screen.settle();
  CHECK(!screen.has_rect("asked-by"));
  screen.run(SelectSpan{columns.span_id[4]});
  screen.settle();
  CHECK(!screen.has_rect("output-ran0"));
}

}  // namespace spanorama
