#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "../support/random_store.h"
#include "../support/trace_text.h"
#include "spanorama/analysis/charts.h"
#include "spanorama/assembly/assemble.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

RowSet all_of(const TraceStore& store) { return RowSet(store.trace_count(), true); }

// A store with one trace per start, each 1 ms long.
std::shared_ptr<const TraceStore> store_with_starts(const std::vector<std::string>& starts) {
  std::string picture;
  for (std::size_t i = 0; i < starts.size(); ++i)
    picture += "trace " + std::to_string(i + 1) + " at=" + starts[i] + "\n  a 0..1ms\n";
  return trace_from_text(picture);
}

TimeBuckets buckets_for(const std::vector<std::string>& starts, std::uint32_t max_buckets) {
  const auto store = store_with_starts(starts);
  return time_buckets(*store, all_of(*store), max_buckets);
}

RowSet random_rows(const TraceStore& store, Random& random) {
  RowSet rows(store.trace_count());
  for (std::uint32_t t = 0; t < store.trace_count(); ++t)
    if (random.chance(70)) rows.insert(t);
  return rows;
}

}  // namespace

TEST_CASE("buckets have the smallest round width that is wide enough, and begin at a multiple of it") {
  const TimeBuckets minutes = buckets_for({"90s", "600s"}, 20);
  CHECK(minutes.width.count == 30 * kNanosPerSecond);
  CHECK((minutes.begin - kBaseTime).count == 90 * kNanosPerSecond);
  CHECK(minutes.count == 18);
  const TimeBuckets days = buckets_for({"1h", "100h"}, 5);
  CHECK(days.width.count == 24ll * 3600 * kNanosPerSecond);
  CHECK(days.begin == kBaseTime);
  CHECK(days.count == 5);
  CHECK(buckets_for({"7ms"}, 100).width.count == kNanosPerMilli);
  CHECK(buckets_for({"7ms"}, 100).count == 1);
  CHECK(buckets_for({"999ms", "1000ms"}, 1).count == 1);
  CHECK(buckets_for({"1s"}, 0).count == 0);
  CHECK(buckets_for({}, 10).count == 0);
}

TEST_CASE("traces without a start are in no bucket") {
  const auto store = trace_from_text("a ?..?\ntrace 2\n  b 0..1ms");
  const TimeBuckets buckets = time_buckets(*store, all_of(*store), 10);
  CHECK(buckets.count == 1);
  CHECK(bucket_of(buckets, UnixTime{}) == buckets.count);
  CHECK(traces_over_time(*store, all_of(*store), buckets)[0][0] == 1);
}

TEST_CASE("times at the ends of the number range still get buckets") {
  SpanBatch batch;
  for (std::int64_t start : {INT64_MIN, std::int64_t{-5}, std::int64_t{5}, INT64_MAX}) {
    SpanRecord span;
    span.trace_id = trace_id_of(static_cast<std::uint32_t>(batch.spans.size() + 1));
    span.span_id = SpanId{1};
    span.start = span.end = UnixTime{start};
    batch.spans.push_back(span);
  }
  const SpanBatch* batches[] = {&batch};
  const auto store = assemble(batches);
  for (std::uint32_t most : {1u, 2u, 3u, 50u}) {
    const TimeBuckets buckets = time_buckets(*store, all_of(*store), most);
    CAPTURE(most);
    CHECK(buckets.count >= 1);
    CHECK(buckets.count <= most);
    if (most > 2) CHECK(bucket_of(buckets, UnixTime{INT64_MAX}) < buckets.count);
  }
}

TEST_CASE("starts before 1970 lie in buckets too") {
  const auto store = store_with_starts({"-1785542400001ms", "-1785542399999ms"});  // 1 ms before and after 1970
  for (std::uint32_t most : {1u, 2u, 50u}) {
    const TimeBuckets buckets = time_buckets(*store, all_of(*store), most);
    for (const Trace& trace : store->columns().traces) CHECK(bucket_of(buckets, trace.start) < buckets.count);
  }
}

TEST_CASE("a bucket holds its first nanosecond and not its last") {
  const TimeBuckets buckets{{1000}, {10}, 3};
  CHECK(bucket_of(buckets, UnixTime{999}) == 3);
  CHECK(bucket_of(buckets, UnixTime{1000}) == 0);
  CHECK(bucket_of(buckets, UnixTime{1009}) == 0);
  CHECK(bucket_of(buckets, UnixTime{1010}) == 1);
  CHECK(bucket_of(buckets, UnixTime{1029}) == 2);
  CHECK(bucket_of(buckets, UnixTime{1030}) == 3);
}

TEST_CASE("counts and costs over time are those of a loop over buckets") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    const auto store = random_store(seed);
    Random random(seed);
    const RowSet rows = random_rows(*store, random);
    const TimeBuckets buckets = time_buckets(*store, rows, 1 + random.below(40));
    const auto counts = traces_over_time(*store, rows, buckets);
    const auto costs = cost_over_time(*store, rows, buckets);
    REQUIRE(counts.size() == buckets.count);
    REQUIRE(costs.size() == buckets.count);
    std::uint32_t total = 0;
    for (std::uint32_t b = 0; b < buckets.count; ++b) {
      std::array<std::uint32_t, 3> expected{};
      std::int64_t cost = kUnknown;
      const std::int64_t begin = buckets.begin.ns + b * buckets.width.count, end = begin + buckets.width.count;
      rows.for_each([&](std::uint32_t row) {
        const Trace& trace = store->trace(TraceRow{row});
        if (trace.start.ns < begin || trace.start.ns >= end) return;
        ++expected[static_cast<std::size_t>(trace.status)];
        ++total;
        if (trace.cost_microcents != kUnknown) cost = (cost == kUnknown ? 0 : cost) + trace.cost_microcents;
      });
      CHECK(counts[b] == expected);
      CHECK(costs[b] == cost);
    }
    std::uint32_t with_start = 0;
    rows.for_each([&](std::uint32_t row) { with_start += store->trace(TraceRow{row}).start.ns != 0; });
    CHECK(total == with_start);
  }
}

TEST_CASE("the heatmap's scale is round and its edges rise evenly on a log scale") {
  const auto store = trace_from_text("a 0..30ms\ntrace 2\n  b 0..4s\ntrace 3\n  c 0..0ms");
  const Heatmap heatmap = latency_heatmap(*store, all_of(*store), time_buckets(*store, all_of(*store), 10), 5);
  CHECK(heatmap.low.count == 20 * kNanosPerMilli);
  CHECK(heatmap.high.count == 5 * kNanosPerSecond);
  CHECK(lower_edge(heatmap, 0) == heatmap.low);
  CHECK(lower_edge(heatmap, 5) == heatmap.high);
  for (std::uint32_t level = 0; level < 5; ++level)
    CHECK(static_cast<double>(lower_edge(heatmap, level + 1).count) /
              static_cast<double>(lower_edge(heatmap, level).count) ==
          doctest::Approx(3.017).epsilon(0.001));
  CHECK(heatmap.cells == std::vector<std::uint32_t>{2, 0, 0, 0, 1});  // what is shorter falls into the first level
  CHECK(heatmap.most == 2);
}

TEST_CASE("a heatmap of one duration, of none, and without levels") {
  const auto store = trace_from_text("a 0..10ms");
  const TimeBuckets buckets = time_buckets(*store, all_of(*store), 10);
  const Heatmap one = latency_heatmap(*store, all_of(*store), buckets, 4);
  CHECK(one.low.count == 10 * kNanosPerMilli);
  CHECK(one.high.count == 20 * kNanosPerMilli);
  CHECK(one.cells == std::vector<std::uint32_t>{1, 0, 0, 0});
  const Heatmap none = latency_heatmap(*store, RowSet(1), {}, 4);
  CHECK(none.cells.empty());
  CHECK(none.low < none.high);
  CHECK(latency_heatmap(*store, all_of(*store), buckets, 0).cells.empty());
}

TEST_CASE("every trace of a heatmap lies between the edges of its level") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    const auto store = random_store(seed);
    Random random(seed);
    const RowSet rows = random_rows(*store, random);
    const TimeBuckets buckets = time_buckets(*store, rows, 10);
    const std::uint32_t levels = 1 + random.below(20);
    const Heatmap heatmap = latency_heatmap(*store, rows, buckets, levels);
    std::vector<std::uint32_t> expected(heatmap.cells.size());
    rows.for_each([&](std::uint32_t row) {
      const Trace& trace = store->trace(TraceRow{row});
      const std::uint32_t bucket = bucket_of(buckets, trace.start);
      if (bucket == buckets.count) return;
      CHECK(trace.duration <= heatmap.high);
      std::uint32_t level = 0;
      while (level + 1 < levels && lower_edge(heatmap, level + 1) <= trace.duration) ++level;
      ++expected[bucket * levels + level];
    });
    CHECK(heatmap.cells == expected);
    CHECK(heatmap.most == (expected.empty() ? 0 : *std::max_element(expected.begin(), expected.end())));
  }
}

TEST_CASE("percentiles take the nearest rank") {
  const auto of = [](std::vector<std::int64_t> values, double p) { return percentile(values, p); };
  CHECK(of({}, 50) == kUnknown);
  CHECK(of({7}, 0) == 7);
  CHECK(of({7}, 100) == 7);
  CHECK(of({5, 1, 4, 2, 3}, 50) == 3);
  CHECK(of({4, 3, 2, 1}, 50) == 2);
  CHECK(of({4, 3, 2, 1}, 51) == 3);
  CHECK(of({15, 20, 35, 40, 50}, 5) == 15);
  CHECK(of({15, 20, 35, 40, 50}, 30) == 20);
  CHECK(of({15, 20, 35, 40, 50}, 40) == 20);
  CHECK(of({15, 20, 35, 40, 50}, 100) == 50);
  CHECK(of({1, 2, 3}, -5) == 1);
  CHECK(of({1, 2, 3}, 500) == 3);
  for (std::int64_t n = 1; n <= 300; ++n)
    for (int p = 1; p <= 100; ++p) {
      std::vector<std::int64_t> values;
      for (std::int64_t i = n; i >= 1; --i) values.push_back(i);
      REQUIRE(percentile(values, p) == (n * p + 99) / 100);  // rank in integers
    }
  std::vector<std::int64_t> thousand;
  for (std::int64_t i = 1; i <= 1000; ++i) thousand.push_back(i);
  CHECK(percentile(thousand, 99.9) == 999);
}

TEST_CASE("a summary adds what is known") {
  const auto store = trace_from_text(R"(
    trace 1
    a 0..10ms type=generation tokens=10/5 cost=7 ttft=4ms
    trace 2
    b 0..30ms status=error type=generation tokens=1/1
      c 0..1ms
    trace 3
    d 0..20ms
  )");
  const Summary summary = summarize(*store, all_of(*store));
  CHECK(summary.traces == 3);
  CHECK(summary.errors == 1);
  CHECK(summary.spans == 4);
  CHECK(summary.cost_microcents == 7);
  CHECK(summary.total_tokens == 17);
  CHECK(summary.traces_without_cost == 2);
  CHECK(summary.p50_ns == 20 * kNanosPerMilli);
  CHECK(summary.p99_ns == 30 * kNanosPerMilli);
  CHECK(summary.ttft_p50_ns == 4 * kNanosPerMilli);
  const Summary nothing = summarize(*store, RowSet(3));
  CHECK(nothing.traces == 0);
  CHECK(nothing.p50_ns == kUnknown);
  CHECK(nothing.cost_microcents == kUnknown);
}

TEST_CASE("a summary's percentiles are those of the sorted durations") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    RandomShape shape;
    shape.traces = static_cast<std::uint32_t>(seed * 5);
    const auto store = random_store(seed, shape);
    std::vector<std::int64_t> durations;
    for (const Trace& trace : store->columns().traces) durations.push_back(trace.duration.count);
    std::sort(durations.begin(), durations.end());
    const auto at = [&](std::size_t p) { return durations[(durations.size() * p + 99) / 100 - 1]; };
    const Summary summary = summarize(*store, all_of(*store));
    CHECK(summary.p50_ns == at(50));
    CHECK(summary.p75_ns == at(75));
    CHECK(summary.p90_ns == at(90));
    CHECK(summary.p95_ns == at(95));
    CHECK(summary.p99_ns == at(99));
  }
}

TEST_CASE("self time is the duration less what children cover, each moment once") {
  const auto self = [](std::string_view picture) {
    const auto store = trace_from_text(picture);
    std::string out;
    for (Nanos time : self_times(*store, TraceRow{0}))
      out += (out.empty() ? "" : " ") + std::to_string(time.count / kNanosPerMilli);
    return out;
  };
  CHECK(self("a 0..10ms") == "10");
  CHECK(self("a 0..10ms\n  b 2..4ms\n  c 6..7ms") == "7 2 1");
  CHECK(self("a 0..10ms\n  b 2..6ms\n  c 4..8ms") == "4 4 4");     // overlapping
  CHECK(self("a 0..10ms\n  b 2..8ms\n  c 3..4ms") == "4 6 1");     // one inside the other
  CHECK(self("a 5..10ms\n  b 0..6ms\n  c 9..20ms") == "3 6 11");   // beyond the parent
  CHECK(self("a 5..10ms\n  b 0..2ms\n  c 20..30ms") == "5 2 10");  // outside of it
  CHECK(self("a 0..10ms\n  b 0..10ms\n    c 0..10ms") == "0 0 10");
}

TEST_CASE("self time equals counting uncovered nanoseconds") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    RandomShape shape;
    shape.max_spans = 8;
    const auto store = random_store(seed, shape);
    const ColumnViews& c = store->columns();
    for (std::uint32_t t = 0; t < store->trace_count(); ++t) {
      const Trace& trace = store->trace(TraceRow{t});
      const std::vector<Nanos> times = self_times(*store, TraceRow{t});
      REQUIRE(times.size() == trace.span_count);
      for (std::uint32_t i = 0; i < trace.span_count; ++i) {
        const SpanRow row{trace.first_span.value + i};
        // Cut time at every edge of the span and its children, and add up the pieces that no child covers.
        std::vector<std::int64_t> edges{c.start[row.value].ns, store->end(row).ns};
        std::vector<SpanRow> children;
        for (std::uint32_t r = 0; r < store->span_count(); ++r)
          if (c.parent[r] == row) children.push_back(SpanRow{r});
        for (SpanRow child : children)
          for (std::int64_t edge : {c.start[child.value].ns, store->end(child).ns})
            if (edge > edges[0] && edge < edges[1]) edges.push_back(edge);
        std::sort(edges.begin(), edges.end());
        std::int64_t uncovered = 0;
        for (std::size_t e = 1; e < edges.size(); ++e) {
          const bool covered = std::any_of(children.begin(), children.end(), [&](SpanRow child) {
            return c.start[child.value].ns <= edges[e - 1] && store->end(child).ns >= edges[e] &&
                   edges[e] > edges[e - 1];
          });
          if (!covered) uncovered += edges[e] - edges[e - 1];
        }
        CHECK(times[i].count == uncovered);
      }
    }
  }
}
