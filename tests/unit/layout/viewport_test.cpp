#include <doctest/doctest.h>

#include <cmath>

#include "picture.h"
#include "support/random_store.h"
#include "support/trace_text.h"

namespace spanorama::test {
namespace {

std::string ticks(Nanos begin, Nanos end, float width, float gap) {
  const UnixTime origin = kBaseTime;
  return picture(time_ticks(viewport_over(origin + begin, origin + end, width), origin, gap));
}
constexpr Nanos ms(std::int64_t count) { return {count * kNanosPerMilli}; }
constexpr Nanos s(std::int64_t count) { return {count * kNanosPerSecond}; }

TEST_CASE("pixels and times are each other's inverse") {
  const Viewport view = viewport_over(kBaseTime, kBaseTime + s(1), 1000);
  CHECK(px_from(kBaseTime + ms(250), view) == doctest::Approx(250));
  CHECK(time_from_px(250, view) == kBaseTime + ms(250));
  CHECK(end_of(view) == kBaseTime + s(1));
}

TEST_CASE("zooming keeps the time under the pointer, within limits") {
  Random random(5);
  for (int i = 0; i < 200; ++i) {
    const Viewport view = viewport_over(kBaseTime, kBaseTime + Nanos{1 + random.below(2000000000)}, 1200);
    const float x = static_cast<float>(random.below(1200));
    const double factor = std::exp2(static_cast<double>(random.below(60)) / 10 - 3);
    const Viewport after = zoomed(view, factor, x);
    const double tolerance_ns = 1 + 1 / after.px_per_ns;
    CHECK(std::fabs(static_cast<double>((time_from_px(x, after) - time_from_px(x, view)).count)) <= tolerance_ns);
  }
  const Viewport view = viewport_over(kBaseTime, kBaseTime + s(1), 1000);
  CHECK((end_of(zoomed(view, 1e30, 500)) - zoomed(view, 1e30, 500).begin).count == 1000);
  const double widest_s = 1000 / zoomed(view, 1e-30, 500).px_per_ns / 1e9;
  CHECK(widest_s / 86400 / 365.25 == doctest::Approx(100));
  CHECK(zoomed(view, std::nan(""), 0).begin == view.begin);
}

TEST_CASE("panning moves to later times, and times at the ends of 64 bits do not overflow") {
  const Viewport view = viewport_over(kBaseTime, kBaseTime + s(1), 1000);
  CHECK(panned(view, 100).begin == kBaseTime + ms(100));
  const Viewport odd = viewport_over({INT64_MIN}, {INT64_MAX}, 1000);
  CHECK(end_of(odd) > odd.begin);
  CHECK(std::isfinite(px_from({INT64_MAX}, odd)));
  CHECK(panned(odd, -1e30f).begin.ns == INT64_MIN);
  CHECK(viewport_over({5}, {-5}, 0).px_per_ns > 0);
}

TEST_CASE("ticks stand at round times") {
  CHECK(ticks(s(0), s(1), 1000, 200) == "0 0 | 200 200 ms | 400 400 ms | 600 600 ms | 800 800 ms | 1000 1 s");
  CHECK(ticks(ms(1100), ms(1400), 600, 100) ==
        "0 1.1 s | 100 1.15 s | 200 1.2 s | 300 1.25 s | 400 1.3 s | 500 1.35 s | 600 1.4 s");
  CHECK(ticks(s(0), s(180), 600, 100) == "0 0 | 100 30 s | 200 1 m | 300 1 m 30 s | 400 2 m | 500 2 m 30 s | 600 3 m");
  CHECK(ticks(s(-1), s(1), 400, 100) == "0 -1 s | 100 -500 ms | 200 0 | 300 500 ms | 400 1 s");
  CHECK(ticks(s(0), s(259200), 600, 100) ==
        "0 0 | 100 12 h | 200 1 d | 300 1 d 12 h | 400 2 d | 500 2 d 12 h | 600 3 d");
  CHECK(ticks(s(7384), s(7385), 200, 100) == "0 2 h 03 m 4 s | 100 2 h 03 m 4.5 s | 200 2 h 03 m 5 s");
}

TEST_CASE("deep inside a second ticks count from the whole part before") {
  CHECK(ticks(Nanos{100'000'000'000'000}, Nanos{100'000'000'003'000}, 300, 100) ==
        "0 1 d 03 h 46 m 40 s | 100 +1 µs | 200 +2 µs | 300 +3 µs");
}

TEST_CASE("a viewport far from the origin still has ticks, and never more than a thousand") {
  const Viewport far = viewport_over({INT64_MAX - 1000000}, {INT64_MAX}, 1000);
  CHECK(time_ticks(far, {INT64_MIN}, 1).size() <= 1000);
  CHECK(time_ticks(viewport_over(kBaseTime, kBaseTime + s(1), 1e9f), kBaseTime, 1).size() <= 1000);
  CHECK(time_ticks({}, kBaseTime, 1).empty());
}

}  // namespace
}  // namespace spanorama::test
