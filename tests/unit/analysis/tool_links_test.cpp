#include "spanorama/analysis/tool_links.h"

#include <doctest/doctest.h>

#include <string>

#include "unit/support/trace_text.h"

namespace spanorama {

namespace {

struct Call {
  const char *name, *id;
};

SpanContent asking(std::vector<Call> calls) {
  SpanContent content;
  content.output.emplace_back();
  for (const Call& call : calls) {
    MessagePart part;
    part.kind = PartKind::tool_call;
    part.name = call.name, part.call_id = call.id;
    content.output.back().parts.push_back(part);
  }
  return content;
}

std::string rows_text(const std::vector<SpanRow>& rows) {
  std::string out;
  for (const SpanRow row : rows) out += (row.valid() ? std::to_string(row.value) : "-") + " ";
  return out;
}

}  // namespace

TEST_CASE("A tool call leads to the span with its id, the first behind the model call that asked") {
  const auto store = test::trace_from_text(R"(
    agent     0..9s type=agent
      early   0..1s type=tool tool=look call=c1
      ask     1..2s type=generation
      look    2..3s type=tool tool=look call=c1
      look    3..4s type=tool tool=look call=c1
      find    3..4s type=tool tool=find call=c2
      before  0..1s type=tool tool=find call=c3
  )");
  const TraceTools tools = tools_of(*store, TraceRow{0});
  CHECK(rows_text(tools.tools).size() == 10);
  CHECK(rows_text(tools.calls) == "3 ");
  const SpanContent said = asking({{"look", "c1"}, {"find", "c2"}, {"find", "c3"}, {"find", "c4"}});
  CHECK(rows_text(ran_for(*store, tools, SpanRow{3}, said)) == "4 6 2 - ");
  CHECK(asks_for(*store, tools, SpanRow{3}, said, SpanRow{5}));  // the same id again
  CHECK(!asks_for(*store, tools, SpanRow{3}, asking({{"find", "c9"}}), SpanRow{6}));
}

TEST_CASE("Without ids a tool call leads to spans of its name in order, until the next model call") {
  const auto store = test::trace_from_text(R"(
    agent     0..20s type=agent
      look    0..1s type=tool tool=look
      ask     1..2s type=generation
      look    2..3s type=tool tool=look
      look    3..4s type=tool tool=look call=c7
      again   5..6s type=generation
      look    6..7s type=tool tool=look
  )");
  const TraceTools tools = tools_of(*store, TraceRow{0});
  const SpanContent twice = asking({{"look", ""}, {"look", ""}, {"look", ""}});
  CHECK(rows_text(ran_for(*store, tools, SpanRow{2}, twice)) == "3 4 - ");
  CHECK(rows_text(ran_for(*store, tools, SpanRow{2}, asking({{"look", "c8"}, {"look", "c9"}}))) == "3 - ");
  CHECK(rows_text(ran_for(*store, tools, SpanRow{5}, twice)) == "6 - - ");
  CHECK(asks_for(*store, tools, SpanRow{2}, twice, SpanRow{3}));
  CHECK(!asks_for(*store, tools, SpanRow{2}, twice, SpanRow{6}));
}

TEST_CASE("The model calls before a tool span come the nearest first, and few of them") {
  const auto store = test::trace_from_text(R"(
    agent     0..20s type=agent
      a       1..2s type=generation
      b       3..9s type=generation
      tool    5..6s type=tool
      c       5..9s type=generation
      late    6..9s type=generation
  )");
  const TraceTools tools = tools_of(*store, TraceRow{0});
  CHECK(rows_text(calls_before(*store, tools, SpanRow{3}, 9)) == "4 2 1 ");
  CHECK(rows_text(calls_before(*store, tools, SpanRow{3}, 2)) == "4 2 ");
}

}  // namespace spanorama
