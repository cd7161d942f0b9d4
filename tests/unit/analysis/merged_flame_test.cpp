#include "spanorama/analysis/merged_flame.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "spanorama/analysis/charts.h"
#include "support/random_store.h"
#include "support/trace_text.h"

namespace spanorama::test {
namespace {

std::vector<SpanRun> all_runs(const TraceStore& store) {
  std::vector<SpanRun> runs;
  for (std::uint32_t i = 0; i < store.trace_count(); ++i)
    runs.push_back({store.trace({i}).first_span, store.trace({i}).span_count});
  return runs;
}

std::string picture(const TraceStore& store, const MergedFlame& flame) {
  std::string text = "\n";
  std::vector<std::uint32_t> open{0};
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    const FlameNode& node = flame.nodes[at];
    if (at != 0)
      text += std::string(2 * node.depth - 2, ' ') + std::string(store.text(node.name)) +
              " n=" + std::to_string(node.spans) + " self=" + std::to_string(node.self.time_ns / kNanosPerMilli) +
              " total=" + std::to_string(node.total.time_ns / kNanosPerMilli) +
              " tokens=" + std::to_string(node.total.tokens) + "\n";
    std::vector<std::uint32_t> children;
    for (std::uint32_t child = node.first_child; child != kNoNode; child = flame.nodes[child].next)
      children.push_back(child);
    open.insert(open.end(), children.rbegin(), children.rend());
  }
  return text;
}

constexpr auto kTwo = R"(
  agent      0..100ms  type=agent
    llm     10..30ms   type=generation tokens=10/0
    tool    30..50ms   type=tool
    llm     50..90ms   type=generation tokens=20/0
  trace 2 at=5s
  agent      0..40ms   type=agent
    tool     0..40ms   type=tool
      agent 10..20ms   type=agent
)";

TEST_CASE("equal paths are added up, over traces too; the heaviest child comes first") {
  const auto store = trace_from_text(kTwo);
  MergedFlame flame = merged_flame(*store, all_runs(*store), {});
  sort_children(flame, FlameKind::time);
  CHECK(picture(*store, flame) == R"(
agent n=2 self=20 total=140 tokens=30
  llm n=2 self=60 total=60 tokens=30
  tool n=2 self=50 total=60 tokens=0
    agent n=1 self=10 total=10 tokens=0
)");
  CHECK(flame.traces == 2);
  REQUIRE(flame.entries.size() == 3);
  CHECK(flame.entries[0].spans == 3);
  CHECK(flame.entries[0].self.time_ns == 30 * kNanosPerMilli);
  CHECK(flame.entries[0].total.time_ns == 140 * kNanosPerMilli);  // the inner agent is not counted twice
}

TEST_CASE("a range cuts time, and takes tokens of what began in it") {
  const auto store = trace_from_text(kTwo);
  const auto at = [](int ms) { return kBaseTime + Nanos{ms * kNanosPerMilli}; };
  const SpanRun first{store->trace({0}).first_span, store->trace({0}).span_count};
  MergedFlame flame = merged_flame(*store, {&first, 1}, FlameRange{at(20), at(60)});
  CHECK(flame.nodes[0].total.time_ns == 40 * kNanosPerMilli);
  CHECK(flame.nodes[0].total.tokens == 20);
  const SpanRun part{{store->trace({0}).first_span.value + 1}, 1};
  CHECK(merged_flame(*store, {&part, 1}, {}).nodes[0].total.time_ns == 20 * kNanosPerMilli);
}

std::string path_of(const TraceStore& store, SpanRow row) {
  std::string path;
  for (; row.valid(); row = store.columns().parent[row.value])
    path = "/" + std::string(store.text(store.columns().name[row.value])) + ":" +
           std::string(name_of(store.columns().type[row.value])) + path;
  return path;
}

TEST_CASE("on random traces every path holds the self time of its spans, and totals are sums") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const auto store = random_store(seed, {.traces = 12, .max_spans = 25});
    CAPTURE(seed);
    std::map<std::string, std::int64_t> wanted;
    std::int64_t whole = 0;
    for (std::uint32_t t = 0; t < store->trace_count(); ++t) {
      const std::vector<Nanos> self = self_times(*store, {t});
      for (std::uint32_t i = 0; i < self.size(); ++i) {
        wanted[path_of(*store, {store->trace({t}).first_span.value + i})] += self[i].count;
        whole += self[i].count;
      }
    }
    const MergedFlame flame = merged_flame(*store, all_runs(*store), {});
    CHECK(flame.nodes.size() == wanted.size() + 1);
    CHECK(flame.nodes[0].total.time_ns == whole);
    std::vector<std::string> paths(flame.nodes.size());
    for (std::uint32_t i = 1; i < flame.nodes.size(); ++i) {
      const FlameNode& node = flame.nodes[i];
      paths[i] = paths[node.parent] + "/" + std::string(store->text(node.name)) + ":" + std::string(name_of(node.type));
      CHECK(wanted[paths[i]] == node.self.time_ns);
      std::int64_t below = node.self.time_ns;
      for (std::uint32_t child = node.first_child; child != kNoNode; child = flame.nodes[child].next)
        below += flame.nodes[child].total.time_ns;
      CHECK(below == node.total.time_ns);
    }
  }
}

}  // namespace
}  // namespace spanorama::test
