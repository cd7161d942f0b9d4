#include <doctest/doctest.h>

#include "picture.h"
#include "support/trace_text.h"

namespace spanorama::test {
namespace {

constexpr TraceRow kFirst{0};

std::string names(const TraceStore& store, const std::vector<SpanRow>& rows) {
  std::string text;
  for (const SpanRow row : rows) text += std::string(store.text(store.columns().name[row.value])) + ' ';
  return text;
}

UnixTime at_ms(std::int64_t ms) { return kBaseTime + Nanos{ms * kNanosPerMilli}; }
Viewport view_ms(std::int64_t begin, std::int64_t end, float width) {
  return viewport_over(at_ms(begin), at_ms(end), width);
}

std::string rows_picture(const TraceStore& store, const std::vector<SpanRow>& folded, const Viewport& view) {
  std::vector<SpanBox> boxes;
  lay_out_rows(store, visible_rows(store, kFirst, folded), 0, 100, view, boxes);
  return picture(store, boxes);
}

const auto kAgent = R"(
  agent         0..100ms
    search      5..20ms
      db        6..19ms   status=error
      cache     7..8ms
    answer     25..80ms   type=generation tokens=1/2 ttft=10ms
  tail        100..100ms
)";

TEST_CASE("visible rows leave out what is below folded spans") {
  const auto store = trace_from_text(kAgent);
  CHECK(names(*store, visible_rows(*store, kFirst, {})) == "agent search db cache answer tail ");
  CHECK(names(*store, visible_rows(*store, kFirst, {SpanRow{1}})) == "agent search answer tail ");
  CHECK(names(*store, visible_rows(*store, kFirst, {SpanRow{0}, SpanRow{1}})) == "agent tail ");
  CHECK(names(*store, visible_rows(*store, kFirst, {SpanRow{4}})) == "agent search db cache answer tail ");
  CHECK(visible_rows(*store, TraceRow{7}, {}).empty());
}

TEST_CASE("rows become bars with their first token, and the last instant stays inside") {
  const auto store = trace_from_text(kAgent);
  CHECK(rows_picture(*store, {}, view_ms(0, 100, 200)) == R"(
lane=0 agent x=0..200
lane=1 search x=10..40
lane=2 db x=12..38 error
lane=3 cache x=14..16
lane=4 answer x=50..160 first_token=70
lane=5 tail x=198.5..200
)");
}

TEST_CASE("a folded row stands for what is below it, with its errors") {
  const auto store = trace_from_text(kAgent);
  CHECK(rows_picture(*store, {SpanRow{1}}, view_ms(0, 100, 200)) == R"(
lane=0 agent x=0..200
lane=1 search x=10..40 folded=2 error
lane=2 answer x=50..160 first_token=70
lane=3 tail x=198.5..200
)");
}

TEST_CASE("bars are clipped eight pixels outside, and rows out of view give none") {
  const auto store = trace_from_text(kAgent);
  CHECK(rows_picture(*store, {}, view_ms(30, 40, 100)) == R"(
lane=0 agent x=-8..108
lane=4 answer x=-8..108 first_token=50
)");
  CHECK(rows_picture(*store, {}, view_ms(40, 50, 100)) == R"(
lane=0 agent x=-8..108
lane=4 answer x=-8..108
)");
  CHECK(rows_picture(*store, {}, view_ms(200, 300, 100)) == "\n");
}

TEST_CASE("only the rows asked for are laid out, counted from the first") {
  const auto store = trace_from_text(kAgent);
  std::vector<SpanBox> boxes;
  lay_out_rows(*store, visible_rows(*store, kFirst, {}), 1, 2, view_ms(0, 100, 200), boxes);
  CHECK(picture(*store, boxes) == R"(
lane=0 search x=10..40
lane=1 db x=12..38 error
)");
  boxes.clear();
  lay_out_rows(*store, visible_rows(*store, kFirst, {}), 90, UINT32_MAX, view_ms(0, 100, 200), boxes);
  CHECK(boxes.empty());
}

TEST_CASE("a span that starts before its parent is drawn where it is") {
  const auto store = trace_from_text(R"(
  agent    50..100ms
    early  10..60ms
)");
  CHECK(rows_picture(*store, {}, view_ms(0, 100, 100)) == R"(
lane=0 agent x=50..100
lane=1 early x=10..60
)");
}

TEST_CASE("a microsecond in a trace of three days is at least a pixel and a half wide, and right when zoomed to") {
  const auto store = trace_from_text(R"(
  job       0..259200s
    blink   100000s..100000.000001s
)");
  CHECK(rows_picture(*store, {}, view_ms(0, 259200000, 1000)) == R"(
lane=0 job x=0..1000
lane=1 blink x=385.8..387.3
)");
  const Viewport near = viewport_over(at_ms(100000000) - Nanos{500}, at_ms(100000000) + Nanos{1500}, 1000);
  CHECK(rows_picture(*store, {}, near) == R"(
lane=0 job x=-8..1008
lane=1 blink x=250..750
)");
}

}  // namespace
}  // namespace spanorama::test
