#include "spanorama/analysis/trace_shape.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "spanorama/assembly/assemble.h"
#include "support/random_store.h"
#include "support/trace_text.h"

namespace spanorama::test {
namespace {

constexpr TraceRow kFirst{0};

std::string ms(UnixTime time) { return std::to_string((time - kBaseTime).count / kNanosPerMilli); }

std::string picture(const TraceStore& store, const std::vector<PathPart>& parts) {
  std::string text = "\n";
  for (const PathPart& part : parts) {
    text += part.row.valid() ? std::string(store.text(store.columns().name[part.row.value])) : "-";
    text += " " + ms(part.begin) + ".." + ms(part.end) + "\n";
  }
  return text;
}

TEST_CASE("the critical path goes through whatever ended last, and back through what that waited for") {
  const auto store = trace_from_text(R"(
  agent   0..100ms
    a    10..40ms
    b    20..70ms
    c    50..90ms
      d  55..60ms
)");
  CHECK(picture(*store, critical_path(*store, kFirst)) == R"(
agent 0..10
a 10..40
agent 40..50
c 50..55
d 55..60
c 60..90
agent 90..100
)");
}

TEST_CASE("the critical path stays inside parents, and says where nothing ran") {
  const auto store = trace_from_text(R"(
  one     0..30ms
    late 20..80ms
  two    50..60ms
    soon 45..55ms
)");
  CHECK(picture(*store, critical_path(*store, kFirst)) == R"(
one 0..20
late 20..30
- 30..50
soon 50..55
two 55..60
- 60..80
)");
}

// One trace of `spans` spans with any parent, any overlap, children outside their parents too.
std::shared_ptr<const TraceStore> random_trace(Random& random, std::uint32_t spans) {
  SpanBatch batch;
  batch.sources.emplace_back();
  const StringId name = batch.strings.intern("s");
  for (std::uint32_t i = 0; i < spans; ++i) {
    SpanRecord span;
    span.trace_id = trace_id_of(1);
    span.span_id = {i + 1};
    if (i > 0 && random.chance(85)) span.parent_span_id = {1 + random.below(i)};
    span.start = kBaseTime + Nanos{random.below(60)};
    span.end = span.start + Nanos{random.below(40)};
    span.name = name;
    span.source = SourceRow{0};
    batch.spans.push_back(span);
  }
  const SpanBatch* const batches[] = {&batch};
  return assemble(batches);
}

// By the definition, with recursion.
struct Cut {
  UnixTime begin, end;
};
void blame(const TraceStore& store, SpanRow holder, Cut cut, std::vector<PathPart>& out) {
  const Trace& trace = store.trace(kFirst);
  UnixTime at = cut.end;
  std::vector<bool> used(trace.span_count, false);
  while (true) {
    std::uint32_t best = UINT32_MAX;
    Cut best_cut{};
    for (std::uint32_t i = 0; i < trace.span_count; ++i) {
      const SpanRow row{trace.first_span.value + i};
      if (used[i] || !(store.columns().parent[row.value] == holder)) continue;
      Cut child{std::clamp(store.columns().start[row.value], cut.begin, cut.end), {}};
      child.end = std::clamp(store.end(row), child.begin, cut.end);
      if (child.begin == child.end || child.end > at) continue;
      if (best == UINT32_MAX || child.end >= best_cut.end) best = i, best_cut = child;
    }
    if (best == UINT32_MAX) break;
    used[best] = true;
    if (best_cut.end < at) out.push_back({holder, best_cut.end, at});
    blame(store, {trace.first_span.value + best}, best_cut, out);
    at = best_cut.begin;
  }
  if (cut.begin < at) out.push_back({holder, cut.begin, at});
}

TEST_CASE("on random trees the critical path is what the definition says, and covers the trace once") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    const auto store = random_trace(random, 1 + random.below(40));
    CAPTURE(seed);
    const Trace& trace = store->trace(kFirst);
    std::vector<PathPart> wanted;
    blame(*store, {}, {trace.start, trace.start + trace.duration}, wanted);
    std::reverse(wanted.begin(), wanted.end());
    const std::vector<PathPart> parts = critical_path(*store, kFirst);
    CHECK(parts == wanted);
    UnixTime at = trace.start;
    for (const PathPart& part : parts) {
      CHECK(part.begin == at);
      at = part.end;
    }
    CHECK(at == trace.start + trace.duration);
  }
}

TEST_CASE("the critical path by row holds each span's parts in order of time, and nothing of other spans") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Random random(seed);
    const auto store = random_trace(random, 1 + random.below(40));
    CAPTURE(seed);
    const Trace& trace = store->trace(kFirst);
    const std::vector<PathPart> path = critical_path(*store, kFirst);
    const PathByRow by_row(trace, path);
    for (std::uint32_t i = 0; i < trace.span_count + 2; ++i) {
      const SpanRow row{trace.first_span.value + i};
      std::vector<PathPart> wanted;
      for (const PathPart& part : path)
        if (part.row == row) wanted.push_back(part);
      const auto parts = by_row.of(row);
      CHECK(std::vector<PathPart>(parts.begin(), parts.end()) == wanted);
    }
    CHECK(by_row.of(SpanRow()).empty());
  }
}

TEST_CASE("a chain of a hundred thousand spans has a critical path") {
  SpanBatch batch;
  batch.sources.emplace_back();
  constexpr std::uint32_t kDepth = 100'000;
  for (std::uint32_t i = 0; i < kDepth; ++i) {
    SpanRecord span;
    span.trace_id = trace_id_of(1);
    span.span_id = {i + 1};
    if (i > 0) span.parent_span_id = {i};
    span.start = kBaseTime + Nanos{i};
    span.end = kBaseTime + Nanos{3 * std::int64_t{kDepth} - i};
    span.source = SourceRow{0};
    batch.spans.push_back(span);
  }
  const SpanBatch* const batches[] = {&batch};
  const auto store = assemble(batches);
  CHECK(critical_path(*store, kFirst).size() == 2 * kDepth - 1);
}

TEST_CASE("idle is where no leaf runs, however long what holds them is open") {
  const auto store = trace_from_text(R"(
  agent      0..100000ms
    ask      0..2000ms
    think 1000..3000ms
    answer 90000..91000ms
)");
  const std::vector<IdleGap> gaps = idle_gaps(*store, kFirst, 8);
  REQUIRE(gaps.size() == 2);
  CHECK(ms(gaps[0].begin) + ".." + ms(gaps[0].end) == "3000..90000");
  CHECK(ms(gaps[1].begin) + ".." + ms(gaps[1].end) == "91000..100000");
  CHECK(idle_gaps(*store, kFirst, 1).size() == 1);
  CHECK(idle_gaps(*trace_from_text("a 0..900ms\n  b 0..10ms\n  c 800..900ms\n"), kFirst, 8).empty());
}

TEST_CASE("sums of a range and of subtrees count what the trace counts") {
  const auto store = trace_from_text(R"(
  agent     0..100ms
    plan   10..20ms  type=generation tokens=10/5 cost=100
    tool   30..90ms  type=tool status=error
      ask  40..50ms  type=generation tokens=20/10 cost=300
)");
  const auto at = [](int ms) { return kBaseTime + Nanos{ms * kNanosPerMilli}; };
  const RangeSums sums = range_sums(*store, kFirst, at(35), at(60));
  CHECK(sums.steps == 3);
  CHECK(sums.errors == 1);
  CHECK(sums.tokens == 30);
  CHECK(range_sums(*store, kFirst, at(45), at(60)).tokens == kUnknown);  // it began before
  const SubtreeSums below = subtree_sums(*store, kFirst);
  CHECK(below.tokens == std::vector<std::int64_t>{45, 15, 30, 30});
  CHECK(below.cost_microcents == std::vector<std::int64_t>{400, 100, 300, 300});
  const StepMaxima maxima = step_maxima(*store, kFirst);
  CHECK(maxima.tokens == 30);
  CHECK(maxima.duration == Nanos{60 * kNanosPerMilli});
}

}  // namespace
}  // namespace spanorama::test
