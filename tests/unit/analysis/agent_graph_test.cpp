#include "spanorama/analysis/agent_graph.h"

#include <doctest/doctest.h>

#include <string>

#include "spanorama/analysis/trace_diff.h"
#include "support/trace_text.h"

namespace spanorama::test {
namespace {

std::string picture(const TraceStore& store, const AgentGraph& graph) {
  const auto name = [&](std::uint32_t node) {
    return node == kGraphStart ? "start" : node == kGraphEnd ? "end" : std::string(store.text(graph.nodes[node].name));
  };
  std::string text = "\n";
  for (const GraphEdge& edge : graph.edges)
    text += name(edge.from) + " > " + name(edge.to) + " " + std::to_string(edge.count) + "\n";
  return text;
}

constexpr auto kLoop = R"(
  agent       0..100ms  type=agent
    plan     10..20ms   type=generation
    POST     20..30ms   type=http
      tool   21..29ms   type=tool
    plan     30..40ms   type=generation
    tool     40..50ms   type=tool
    tool     41..52ms   type=tool
    answer   60..90ms   type=generation
)";

TEST_CASE("aggregated, a loop is a cycle and plain steps are passed over") {
  const auto store = trace_from_text(kLoop);
  const AgentGraph graph = agent_graph(*store, TraceRow{0}, false, 100);
  CHECK(picture(*store, graph) == R"(
start > agent 1
agent > end 1
agent > plan 1
plan > tool 2
tool > plan 1
tool > answer 1
)");
  CHECK(graph.nodes[4].steps == 3);
}

TEST_CASE("expanded, every step is a node and what runs at once forks and joins") {
  const auto store = trace_from_text(kLoop);
  CHECK(picture(*store, agent_graph(*store, TraceRow{0}, true, 100)) == R"(
start > agent 1
agent > end 1
agent > plan 1
plan > tool 1
tool > plan 1
plan > tool 1
plan > tool 1
tool > answer 1
tool > answer 1
)");
  CHECK(agent_graph(*store, TraceRow{0}, true, 4).left_out == 5);
}

TEST_CASE("a trace of plain spans alone has a graph too") {
  const auto store = trace_from_text("a 0..10ms\n  b 1..2ms\n");
  CHECK(picture(*store, agent_graph(*store, TraceRow{0}, false, 100)) == "\nstart > a 1\na > end 1\na > b 1\n");
  CHECK(agent_graph(*store, TraceRow{9}, false, 100).nodes.size() == 2);
}

TEST_CASE("traces are aligned by name and type, in order; what one lacks stands alone") {
  const auto store = trace_from_text(R"(
  agent      0..100ms
    plan    10..20ms
    search  20..30ms
      db    21..22ms
    answer  30..40ms
  trace 2 at=5s
  agent      0..100ms
    guard    1..2ms
    plan    10..20ms
    answer  30..40ms
      extra 31..32ms
)");
  std::string text = "\n";
  for (const DiffRow& row : align_traces(*store, TraceRow{0}, TraceRow{1})) {
    const auto name = [&](SpanRow span) {
      return span.valid() ? std::string(store->text(store->columns().name[span.value])) : std::string("-");
    };
    text += std::string(2 * row.depth, ' ') + name(row.left) + " | " + name(row.right) + "\n";
  }
  CHECK(text == R"(
agent | agent
  - | guard
  plan | plan
  search | -
    db | -
  answer | answer
    - | extra
)");
  CHECK(align_traces(*store, TraceRow{0}, TraceRow{9}).empty());
}

std::string marked(std::string_view left, std::string_view right) {
  std::string text;
  for (const TextPart& part : text_diff(left, right)) {
    const bool added = part.kind == TextPart::Kind::added;
    const std::string words((added ? right : left).substr(part.begin, part.end - part.begin));
    text += part.kind == TextPart::Kind::same ? words : (added ? "{+" : "[-") + words + (added ? "+}" : "-]");
  }
  return text;
}

TEST_CASE("texts differ by words") {
  CHECK(marked("a quick brown fox", "a slow brown fox runs") == "a [-quick -]{+slow +}brown [-fox-]{+fox runs+}");
  CHECK(marked("", "new") == "{+new+}");
  CHECK(marked("same", "same") == "same");
  CHECK(marked("", "").empty());
}

TEST_CASE("either side can be put together again from the parts, also of very long texts") {
  std::string left, right;
  for (int i = 0; i < 6000; ++i) {
    left += "w" + std::to_string(i % 701) + " ";
    right += "w" + std::to_string(i % 709) + " ";
  }
  for (const std::size_t size : {std::size_t{2000}, left.size()}) {
    const std::string a = left.substr(0, size), b = right.substr(0, size);
    std::string back_a, back_b;
    for (const TextPart& part : text_diff(a, b)) {
      const bool added = part.kind == TextPart::Kind::added;
      const std::string words = (added ? b : a).substr(part.begin, part.end - part.begin);
      if (!added) back_a += words;
      if (part.kind != TextPart::Kind::removed) back_b += words;
    }
    CHECK(back_a == a);
    CHECK(back_b == b);
  }
}

}  // namespace
}  // namespace spanorama::test
