#include <doctest/doctest.h>

#include "../support/trace_text.h"
#include "spanorama/analysis/counted_spans.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

std::string counted_names(const TraceStore& store) {
  std::string out;
  for (const SpanRow span : counted_spans(store, TraceRow{0}).counted)
    out.append(out.empty() ? "" : " ").append(store.text(store.columns().name[span.value]));
  return out;
}

}  // namespace

TEST_CASE("the same response recorded by two instrumentations side by side counts once") {
  const auto store = trace_from_text(R"(
    chain        0..9s  type=chain
      framework  0..4s  type=generation tokens=100/20 attr.gen_ai.response.id="resp-1"
      client     1..4s  type=generation tokens=100/20 cost=500 attr.gen_ai.response.id="resp-1"
      next       5..9s  type=generation tokens=7/3 attr.gen_ai.response.id="resp-2"
  )");
  CHECK(counted_names(*store) == "client next");  // the client's record knows more: its cost
  CHECK(total_tokens(store->trace(TraceRow{0}).usage) == 130);
  CHECK(store->trace(TraceRow{0}).cost_microcents == 500);
  const CountedSpans spans = counted_spans(*store, TraceRow{0});
  REQUIRE(spans.repeating.size() == 1);
  CHECK(spans.repeating[0].why == RepeatWhy::same_response);
}

TEST_CASE("of equal records of one response the first counts, wherever they stand in the trace") {
  const auto store = trace_from_text(R"(
    a        0..9s  type=chain
      first  0..4s  type=generation tokens=10/1 attr.ai.response.id="r"
    b        0..9s  type=chain
      second 1..4s  type=generation tokens=10/1 attr.gen_ai.response.id="r"
      third  2..4s  type=generation tokens=10/1 attr.gen_ai.response.id="r"
  )");
  CHECK(counted_names(*store) == "first");
  CHECK(total_tokens(store->trace(TraceRow{0}).usage) == 11);
}

TEST_CASE("of records of one response that with the reported cost counts, not the estimated one") {
  const auto store = trace_from_text(R"(
    a        0..9s  type=chain
      first  0..4s  type=generation tokens=10/1 cost=7 cost_source=estimated attr.gen_ai.response.id="r"
      second 1..4s  type=generation tokens=10/1 cost=8 cost_source=reported attr.gen_ai.response.id="r"
  )");
  CHECK(counted_names(*store) == "second");
}

TEST_CASE("calls without a response id are all counted, and so are those of other traces") {
  const auto store = trace_from_text(R"(
    a 0..1s type=generation tokens=10/1
    b 1..2s type=generation tokens=10/1
    c 2..3s type=generation tokens=10/1 attr.gen_ai.response.id="r"
    trace 2 at=9s
    d 0..1s type=generation tokens=10/1 attr.gen_ai.response.id="r"
  )");
  CHECK(total_tokens(store->trace(TraceRow{0}).usage) == 33);
  CHECK(total_tokens(store->trace(TraceRow{1}).usage) == 11);
}

TEST_CASE("a wrapper that knows more than its calls shows the rest as unattributed") {
  const auto store = trace_from_text(R"(
    agent    0..9s  type=agent tokens=300/50 cost=900
      one    0..4s  type=generation tokens=100/20 cost=400
      two    4..8s  type=generation tokens=100/10 cost=500
  )");
  const CountedSpans spans = counted_spans(*store, TraceRow{0});
  CHECK(counted_names(*store) == "one two");
  REQUIRE(spans.repeating.size() == 1);
  CHECK(spans.repeating[0].why == RepeatWhy::spans_below);
  CHECK(spans.repeating[0].unattributed_tokens == 350 - 230);
  CHECK(spans.repeating[0].unattributed_microcents == 0);
}

TEST_CASE("a plain span with numbers below a counted one is part of it") {
  const auto store = trace_from_text(R"(
    call    0..9s type=generation tokens=100/20
      http  1..8s type=http tokens=100/20
  )");
  const CountedSpans spans = counted_spans(*store, TraceRow{0});
  CHECK(counted_names(*store) == "call");
  REQUIRE(spans.repeating.size() == 1);
  CHECK(spans.repeating[0].why == RepeatWhy::span_above);
  CHECK(spans.repeating[0].unattributed_tokens == 0);
}
