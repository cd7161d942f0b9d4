#include "spanorama/layout/merged.h"

#include <doctest/doctest.h>

#include <string>

#include "spanorama/layout/graph.h"
#include "support/trace_text.h"

namespace spanorama::test {
namespace {

std::string boxes_of(const TraceStore& store, const MergedFlame& flame, std::uint32_t top, float width, float least) {
  std::vector<MergedBox> boxes;
  lay_out_merged(flame, FlameKind::time, top, width, least, 0, 100, boxes);
  std::string text = "\n";
  for (const MergedBox& box : boxes)
    text += "lane=" + std::to_string(box.lane) + " " + std::string(store.text(flame.nodes[box.node].name)) +
            " x=" + std::to_string(static_cast<int>(box.x0_px)) + ".." + std::to_string(static_cast<int>(box.x1_px)) +
            (box.folded > 0 ? " folded=" + std::to_string(box.folded) : "") + "\n";
  return text;
}

TEST_CASE("nodes are as wide as their totals, narrow ones are drawn together, a chosen one fills the width") {
  const auto store = trace_from_text(R"(
  agent    0..100ms
    a      0..50ms
      a1  10..40ms
    b     50..80ms
    c     80..81ms
    d     82..83ms
)");
  const SpanRun run{store->trace({0}).first_span, store->trace({0}).span_count};
  MergedFlame flame = merged_flame(*store, {&run, 1}, {});
  sort_children(flame, FlameKind::time);
  CHECK(boxes_of(*store, flame, 0, 100, 3) == R"(
lane=0 agent x=0..100
lane=1 a x=0..50
lane=1 b x=50..80
lane=1 c x=80..82 folded=1
lane=2 a1 x=0..30
)");
  CHECK(boxes_of(*store, flame, 2, 100, 3) == "\nlane=1 a x=0..100\nlane=0 agent x=0..100\nlane=2 a1 x=0..60\n");
}

TEST_CASE("edges lead down, but for the one that closes a cycle") {
  // start → plan → tool → plan, plan → answer → end
  const GraphPlaces places = place_graph(5, {{0, 2}, {2, 3}, {3, 2}, {2, 4}, {4, 1}}, 0, 1);
  CHECK(places.back == std::vector<bool>{false, false, true, false, false});
  std::string rows;
  for (const GraphPlace& place : places.nodes) rows += std::to_string(place.row) + " ";
  CHECK(rows == "0 3 1 2 2 ");
  CHECK(places.nodes[3].column == doctest::Approx(-0.5));
  CHECK(places.nodes[4].column == doctest::Approx(0.5));
  CHECK(place_graph(0, {}, 0, 1).rows == 0);
}

TEST_CASE("a chain of a hundred thousand nodes is placed") {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (std::uint32_t i = 0; i + 1 < 100'000; ++i) edges.emplace_back(i, i + 1);
  CHECK(place_graph(100'000, edges, 0, 99'999).rows == 100'000);
}

}  // namespace
}  // namespace spanorama::test
