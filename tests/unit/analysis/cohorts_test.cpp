#include "spanorama/analysis/cohorts.h"

#include <doctest/doctest.h>

#include <string>

#include "../support/trace_text.h"

namespace spanorama {

namespace {

// `count` traces of 1, 2, 3 … ms with the tag.
std::string traces_with(const char* tag, int count, int first_number) {
  std::string out;
  for (int i = 1; i <= count; ++i) {
    const std::string number = std::to_string(first_number + i);
    if (first_number + i > 1) out += "  trace " + number + " at=" + number + "s\n";
    out += "  run 0.." + std::to_string(i) + "ms tags=" + tag + "\n";
  }
  return out;
}

Standing standing_of(const TraceStore& store, const Cohorts& cohorts, std::uint32_t row) {
  return cohorts.standing(TraceRow{row}, CohortNumber::duration, store.trace(TraceRow{row}).duration.count);
}

constexpr std::int64_t kMs = 1'000'000;

}  // namespace

TEST_CASE("Few traces have no standing, thirty a p90, a hundred a p95") {
  const auto store =
      test::trace_from_text(traces_with("few", 29, 0) + traces_with("some", 30, 29) + traces_with("many", 100, 59));
  const Cohorts cohorts(*store);
  CHECK(cohorts.spread(TraceRow{0}, CohortNumber::duration).count == 29);
  CHECK(standing_of(*store, cohorts, 28) == Standing::usual);
  const CohortSpread& some = cohorts.spread(TraceRow{29}, CohortNumber::duration);
  CHECK(some.p50 == 15 * kMs);
  CHECK(some.p90 == 27 * kMs);
  CHECK(some.p95 == kUnknown);
  CHECK(standing_of(*store, cohorts, 29 + 25) == Standing::usual);  // 26 ms
  CHECK(standing_of(*store, cohorts, 29 + 26) == Standing::p90);
  const CohortSpread& many = cohorts.spread(TraceRow{59}, CohortNumber::duration);
  CHECK(many.p95 == 95 * kMs);
  CHECK(many.p99 == kUnknown);
  CHECK(standing_of(*store, cohorts, 59 + 94) == Standing::p95);
  CHECK(standing_of(*store, cohorts, 59 + 93) == Standing::p90);
}

TEST_CASE("Three times the median counts while p95 is not known; equal values never do") {
  std::string text = "  run 0..10ms tags=a\n";
  for (int i = 2; i <= 40; ++i)
    text += "  trace " + std::to_string(i) + " at=" + std::to_string(i) + "s\n  run 0.." + (i == 40 ? "30" : "10") +
            "ms tags=a\n";
  const auto store = test::trace_from_text(text);
  const Cohorts cohorts(*store);
  CHECK(standing_of(*store, cohorts, 0) == Standing::usual);  // p90 is 10 ms, and so is the median
  CHECK(standing_of(*store, cohorts, 39) == Standing::triple_median);
  CHECK(cohorts.threshold(TraceRow{0}, CohortNumber::duration, Standing::triple_median) == 30 * kMs);
  CHECK(cohorts.spread(TraceRow{0}, CohortNumber::ttft).count == 0);
  CHECK(cohorts.standing(TraceRow{0}, CohortNumber::ttft, kUnknown) == Standing::usual);
}

TEST_CASE("The same tags in another order are the same cohort, one more is another") {
  const auto store = test::trace_from_text(R"(
  a 0..1ms tags=x,y
  trace 2 at=1s
  b 0..1ms tags=y,x
  trace 3 at=2s
  c 0..1ms tags=x
)");
  const Cohorts cohorts(*store);
  CHECK(cohorts.spread(TraceRow{0}, CohortNumber::duration).count == 2);
  CHECK(cohorts.spread(TraceRow{2}, CohortNumber::duration).count == 1);
}

}  // namespace spanorama
