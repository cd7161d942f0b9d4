#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "picture.h"
#include "spanorama/assembly/assemble.h"
#include "support/random_store.h"
#include "support/trace_text.h"

namespace spanorama::test {
namespace {

constexpr TraceRow kFirst{0};

std::vector<SpanBox> boxes_of(const TraceStore& store, const DepthLanes& lanes, const Viewport& view, float min_px) {
  std::vector<SpanBox> boxes;
  lay_out_lanes(store, lanes, view, min_px, boxes);
  return boxes;
}

std::string lanes_picture(const TraceStore& store, const DepthLanes& lanes) {
  std::string text = "\n";
  for (std::size_t lane = 0; lane + 1 < lanes.begin.size(); ++lane) {
    for (std::uint32_t i = lanes.begin[lane]; i < lanes.begin[lane + 1]; ++i)
      text += std::string(store.text(store.columns().name[lanes.spans[i].value])) + ' ';
    text += '\n';
  }
  return text;
}

Viewport view_ms(std::int64_t begin, std::int64_t end, float width) {
  return viewport_over(kBaseTime + Nanos{begin * kNanosPerMilli}, kBaseTime + Nanos{end * kNanosPerMilli}, width);
}

const auto kParallel = R"(
  agent     0..100ms
    a       0..50ms
      a1    5..40ms
    b      20..80ms
      b1   30..35ms
    c      80..90ms
)";

TEST_CASE("lanes by depth hold spans by start; the last one also what is deeper") {
  const auto store = trace_from_text(kParallel);
  CHECK(lanes_picture(*store, depth_lanes(*store, kFirst, 8)) == "\nagent \na b c \na1 b1 \n");
  CHECK(lanes_picture(*store, depth_lanes(*store, kFirst, 2)) == "\nagent \na a1 b b1 c \n");
  CHECK(depth_lanes(*store, TraceRow{3}, 8).spans.empty());
}

TEST_CASE("packed lanes keep spans of the same time apart, whole subtrees together") {
  const auto store = trace_from_text(kParallel);
  CHECK(lanes_picture(*store, packed_lanes(*store, kFirst, 8)) == "\nagent \na c \na1 \nb \nb1 \n");
  CHECK(lanes_picture(*store, packed_lanes(*store, kFirst, 2)) == "\nagent \na a1 b b1 c \n");
}

TEST_CASE("narrow neighbours fold into one box that counts them and keeps the longest and the error") {
  const auto store = trace_from_text(R"(
  agent      0..1000ms
    one      100..101ms
    two      102..105ms
    three    106..107ms   status=error
    far      500..800ms
)");
  CHECK(picture(*store, boxes_of(*store, depth_lanes(*store, kFirst, 8), view_ms(0, 1000, 100), 4)) == R"(
lane=0 agent x=0..100
lane=1 two x=10..14 folded=2 error
lane=1 far x=50..80
)");
}

TEST_CASE("a wide span keeps a box of its own beside what starts with it") {
  const auto store = trace_from_text(R"(
  agent      0..1000ms
    wide     100..900ms
    one      101..102ms  status=error
    two      102..105ms
)");
  CHECK(picture(*store, boxes_of(*store, depth_lanes(*store, kFirst, 8), view_ms(0, 1000, 100), 4)) == R"(
lane=0 agent x=0..100
lane=1 wide x=10..90
lane=1 two x=10..14 folded=1 error
)");
}

TEST_CASE("what started before the viewport and reaches into it is one box") {
  const auto store = trace_from_text(R"(
  agent      0..1000ms
    gone     10..20ms    status=error
    a        100..600ms
    b        200..500ms
)");
  CHECK(picture(*store, boxes_of(*store, depth_lanes(*store, kFirst, 8), view_ms(400, 800, 100), 4)) == R"(
lane=0 agent x=-8..108
lane=1 a x=-8..50 folded=1
)");
}

// 64 roots of a random trace: nested, overlapping, of zero length, with errors.
std::shared_ptr<const TraceStore> random_trace(Random& random, std::uint32_t spans, std::int64_t total_ns) {
  SpanBatch batch;
  const StringId name = batch.strings.intern("s");
  for (std::uint32_t i = 0; i < spans; ++i) {
    SpanRecord span;
    span.trace_id = trace_id_of(1);
    span.span_id = {i + 1};
    if (i > 0 && random.chance(80)) span.parent_span_id = {1 + random.below(i)};
    const auto below = [&](std::int64_t limit) {
      return static_cast<std::int64_t>(random.next() % static_cast<std::uint64_t>(limit));
    };
    span.start = kBaseTime + Nanos{below(total_ns)};
    const bool brief = random.chance(90);
    span.end = span.start + Nanos{random.chance(10) ? 0 : below(brief ? total_ns / 2000 + 1 : total_ns)};
    span.status = random.chance(3) ? Status::error : Status::ok;
    span.name = name;
    batch.spans.push_back(span);
  }
  const SpanBatch* batches[] = {&batch};
  return assemble(batches);
}

struct LaneSum {
  std::uint64_t spans = 0;
  bool error = false;
  std::int64_t longest_ns = -1;
  friend bool operator==(const LaneSum&, const LaneSum&) = default;
};

// What is in view, lane by lane, by looking at every span.
std::map<std::uint32_t, LaneSum> naive_sums(const TraceStore& store, const DepthLanes& lanes, const Viewport& view) {
  std::map<std::uint32_t, LaneSum> sums;
  for (std::uint32_t lane = 0; lane + 1 < lanes.begin.size(); ++lane) {
    for (std::uint32_t i = lanes.begin[lane]; i < lanes.begin[lane + 1]; ++i) {
      const SpanRow row = lanes.spans[i];
      if (store.end(row) < view.begin || store.columns().start[row.value] > end_of(view)) continue;
      LaneSum& sum = sums[lane];
      ++sum.spans;
      sum.error = sum.error || store.columns().status[row.value] == Status::error;
      if (store.columns().start[row.value] >= view.begin)
        sum.longest_ns = std::max(sum.longest_ns, store.columns().duration[row.value].count);
    }
  }
  return sums;
}

std::map<std::uint32_t, LaneSum> box_sums(const TraceStore& store, const std::vector<SpanBox>& boxes,
                                          const Viewport& view) {
  std::map<std::uint32_t, LaneSum> sums;
  for (const SpanBox& box : boxes) {
    LaneSum& sum = sums[box.lane];
    sum.spans += 1 + box.folded;
    sum.error = sum.error || box.error;
    if (store.columns().start[box.row.value] >= view.begin)
      sum.longest_ns = std::max(sum.longest_ns, store.columns().duration[box.row.value].count);
  }
  return sums;
}

Viewport random_view(Random& random, std::int64_t total_ns) {
  const auto total = static_cast<std::uint64_t>(total_ns);
  const UnixTime begin =
      kBaseTime + Nanos{static_cast<std::int64_t>(random.next() % (total + total / 4)) - total_ns / 8};
  const std::uint64_t shift = random.below(16);
  return viewport_over(begin, begin + Nanos{1 + static_cast<std::int64_t>(random.next() % (1 + (total >> shift)))},
                       static_cast<float>(50 + random.below(900)));
}

TEST_CASE("every span in view is in exactly one box, longest and errors kept, few boxes per pixel") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::int64_t total_ns = seed % 3 == 0 ? 3 * 86400 * kNanosPerSecond : 500 * kNanosPerMilli;
    const auto store = random_trace(random, 1 + random.below(600), total_ns);
    const DepthLanes lanes = seed % 2 == 0 ? depth_lanes(*store, kFirst, 6) : packed_lanes(*store, kFirst, 9);
    for (int i = 0; i < 12; ++i) {
      const Viewport view = random_view(random, total_ns);
      const float min_px = static_cast<float>(1 + random.below(4));
      const std::vector<SpanBox> boxes = boxes_of(*store, lanes, view, min_px);
      REQUIRE(box_sums(*store, boxes, view) == naive_sums(*store, lanes, view));
      const float most = static_cast<float>(lanes.begin.size() - 1) * (2 * view.width_px / min_px + 4);
      REQUIRE(static_cast<float>(boxes.size()) <= most);
      for (const SpanBox& box : boxes) {
        REQUIRE(box.x0_px >= -8);
        REQUIRE(box.x1_px <= view.width_px + 8 + min_px);
        REQUIRE(box.x1_px - box.x0_px >= 1.49f);
      }
    }
  }
}

TEST_CASE("what was put together once for a large trace gives the same boxes as looking at its spans") {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::int64_t total_ns = seed % 3 == 0 ? 3 * 86400 * kNanosPerSecond : 500 * kNanosPerMilli;
    const auto store = random_trace(random, 20'000 + random.below(30'000), total_ns);
    DepthLanes lanes = depth_lanes(*store, kFirst, 2 + static_cast<std::uint32_t>(random.below(12)));
    REQUIRE(lanes.buckets.size() > 2);
    for (std::size_t level = 1; level < lanes.buckets.size(); ++level)
      REQUIRE(lanes.buckets[level].rows.size() * 2 <= lanes.buckets[level - 1].rows.size());
    std::vector<Viewport> views{viewport_over(kBaseTime, kBaseTime + Nanos{total_ns}, 1000)};
    for (int i = 0; i < 60; ++i) views.push_back(random_view(random, total_ns));
    std::vector<std::vector<SpanBox>> with;
    for (const Viewport& view : views) with.push_back(boxes_of(*store, lanes, view, 2));
    lanes.buckets.clear();
    for (std::size_t i = 0; i < views.size(); ++i) {
      const std::vector<SpanBox> without = boxes_of(*store, lanes, views[i], 2);
      REQUIRE(with[i].size() == without.size());
      for (std::size_t box = 0; box < without.size(); ++box) {
        const SpanBox& a = with[i][box];
        const SpanBox& b = without[box];
        REQUIRE(std::tie(a.row.value, a.lane, a.folded, a.error, a.x0_px, a.x1_px, a.first_token_px) ==
                std::tie(b.row.value, b.lane, b.folded, b.error, b.x0_px, b.x1_px, b.first_token_px));
      }
    }
  }
}

TEST_CASE("packed lanes: spans of one lane never overlap, and children are below their parents") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const auto store = random_trace(random, 1 + random.below(200), 1000 * kNanosPerMilli);
    const DepthLanes lanes = packed_lanes(*store, kFirst, 1000);
    std::vector<std::uint32_t> lane_of(store->span_count());
    for (std::uint32_t lane = 0; lane + 1 < lanes.begin.size(); ++lane) {
      for (std::uint32_t i = lanes.begin[lane]; i < lanes.begin[lane + 1]; ++i) {
        lane_of[lanes.spans[i].value] = lane;
        if (i > lanes.begin[lane])
          REQUIRE(store->end(lanes.spans[i - 1]) <= store->columns().start[lanes.spans[i].value]);
      }
    }
    for (std::uint32_t row = 0; row < store->span_count(); ++row) {
      const SpanRow parent = store->columns().parent[row];
      if (parent.valid()) REQUIRE(lane_of[row] > lane_of[parent.value]);
    }
  }
}

TEST_CASE("a lane of a hundred thousand spans is still a few boxes per pixel") {
  SpanBatch batch;
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    SpanRecord span;
    span.trace_id = trace_id_of(1);
    span.span_id = {i + 1};
    if (i > 0) span.parent_span_id = {1};
    span.start = kBaseTime + Nanos{static_cast<std::int64_t>(i) * 1000};
    span.end = span.start + Nanos{i == 0 ? 100'000'000 : i == 77'777 ? 50'000 : 900};
    if (i == 50'000) span.status = Status::error;
    batch.spans.push_back(span);
  }
  const SpanBatch* batches[] = {&batch};
  const auto store = assemble(batches);
  const DepthLanes lanes = depth_lanes(*store, kFirst, 100);
  const Viewport view = viewport_over(kBaseTime, kBaseTime + Nanos{100'000'000}, 1000);
  const std::vector<SpanBox> boxes = boxes_of(*store, lanes, view, 2);
  CHECK(boxes.size() <= 1002);
  CHECK(std::count_if(boxes.begin(), boxes.end(), [](const SpanBox& box) { return box.error; }) == 1);
  CHECK(std::count_if(boxes.begin(), boxes.end(), [&](const SpanBox& box) {
          return store->columns().span_id[box.row.value] == SpanId{77'778};
        }) == 1);
}

TEST_CASE("panning by whole pixels does not change what is folded together") {
  Random random(3);
  const auto store = random_trace(random, 400, 1000 * kNanosPerMilli);
  const DepthLanes lanes = depth_lanes(*store, kFirst, 4);
  const auto in_the_middle = [&](const Viewport& view, float left, float right) {
    std::map<std::uint32_t, std::uint32_t> folded;
    for (const SpanBox& box : boxes_of(*store, lanes, view, 2)) {
      const float x = px_from(store->columns().start[box.row.value], view);
      if (x > left && x < right) folded[box.row.value] = box.folded;
    }
    return folded;
  };
  const Viewport view = view_ms(200, 500, 600);
  CHECK(in_the_middle(view, 100, 500) == in_the_middle(panned(view, 40), 60, 460));
  CHECK(in_the_middle(view, 100, 500).size() > 10);
}

}  // namespace
}  // namespace spanorama::test
