#include <doctest/doctest.h>

#include "picture.h"
#include "spanorama/layout/shown_steps.h"
#include "spanorama/layout/timeline.h"
#include "support/random_store.h"
#include "support/trace_text.h"

namespace spanorama::test {
namespace {

constexpr TraceRow kFirst{0};

UnixTime at(std::int64_t s) { return kBaseTime + Nanos{s * kNanosPerSecond}; }

TEST_CASE("folded time keeps its order and can be undone") {
  const TimeFolds folds({{at(10), at(1000)}, {at(1010), at(5000)}}, Nanos{2 * kNanosPerSecond});
  CHECK(folds.shown_from(at(5)) == at(5));
  CHECK(folds.shown_from(at(10)) == at(10));
  CHECK(folds.shown_from(at(1000)) == at(12));
  CHECK(folds.shown_from(at(1005)) == at(17));
  CHECK(folds.shown_from(at(5000)) == at(24));
  CHECK(folds.shown_from(at(505)) == at(11));
  Random random(7);
  UnixTime last_shown = at(-1);
  for (std::int64_t s = 0; s < 6000; s += 1 + random.below(40)) {
    const UnixTime shown = folds.shown_from(at(s));
    CHECK(shown >= last_shown);
    CHECK(std::abs((folds.real_from(shown) - at(s)).count) < kNanosPerMilli);
    last_shown = shown;
  }
  CHECK(TimeFolds({{at(1), at(2)}}, Nanos{2 * kNanosPerSecond}).empty());  // shorter than what would be kept
}

TEST_CASE("bars and ticks stand where folded time puts them") {
  const auto store = trace_from_text(R"(
  agent    0..100s
    a      0..4s
    b     94..98s
)");
  const TimeFolds folds({{at(4), at(94)}}, Nanos{2 * kNanosPerSecond});
  Viewport view{kBaseTime, 120.0 / 12e9, 120, &folds};  // 12 shown seconds, 10 px each
  std::vector<SpanBox> boxes;
  lay_out_rows(*store, visible_rows(*store, kFirst, {}), 0, 3, view, boxes);
  CHECK(picture(*store, boxes) == "\nlane=0 agent x=0..120\nlane=1 a x=0..40\nlane=2 b x=60..100\n");
  CHECK(end_of(view) == at(100));
  std::string ticks;
  for (const Tick& tick : time_ticks(view, kBaseTime, 20))
    ticks += tick.label + "@" + std::to_string(static_cast<int>(tick.x_px)) + " ";
  CHECK(ticks == "0@0 2 s@20 1 m 34 s@60 1 m 36 s@80 1 m 38 s@100 1 m 40 s@120 ");
}

std::string steps(const TraceStore& store, const ShownSteps& shown) {
  std::string text = "\n";
  for (std::size_t i = 0; i < shown.rows.size(); ++i)
    text += std::string(2 * shown.depth[i], ' ') + std::string(store.text(store.columns().name[shown.rows[i].value])) +
            "\n";
  return text;
}

TEST_CASE("what is below a hidden step moves up to the nearest one that is shown") {
  const auto store = trace_from_text(R"(
  agent      0..100ms
    chain    0..50ms
      llm    0..20ms
      http  20..50ms
        llm2 25..30ms
    tool    60..90ms
)");
  RowSet kept(6, true);
  kept.remove(1);
  kept.remove(3);
  const ShownSteps shown = shown_steps(*store, kFirst, {}, {{}, &kept});
  CHECK(steps(*store, shown) == "\nagent\n  llm\n  llm2\n  tool\n");
  CHECK(shown.hidden == 2);
  CHECK(shown.levels == 2);
  const ShownSteps below = shown_steps(*store, kFirst, {}, {SpanRow{1}, nullptr});
  CHECK(below.levels == 3);
  CHECK(steps(*store, below) == "\nchain\n  llm\n  http\n    llm2\n");
  CHECK(steps(*store, shown_steps(*store, kFirst, {SpanRow{3}}, {})) ==
        "\nagent\n  chain\n    llm\n    http\n  tool\n");
}

TEST_CASE("spans in view are counted over all lanes") {
  const auto store = trace_from_text(R"(
  agent    0..100s
    a      0..4s
    b     50..60s
    c     94..98s
)");
  const DepthLanes lanes = packed_lanes(*store, kFirst, 8);
  CHECK(spans_in_view(*store, lanes, viewport_over(at(0), at(100), 100)) == 4);
  CHECK(spans_in_view(*store, lanes, viewport_over(at(55), at(95), 100)) == 3);
  CHECK(spans_in_view(*store, lanes, viewport_over(at(61), at(93), 100)) == 1);
}

}  // namespace
}  // namespace spanorama::test
