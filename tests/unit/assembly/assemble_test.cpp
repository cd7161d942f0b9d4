#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "../support/random_store.h"
#include "../support/trace_text.h"
#include "spanorama/assembly/assemble.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

std::string rollups(std::string_view picture) { return print_rollups(*trace_from_text(picture)); }

// Names in store order with their depth.
std::string order(const TraceStore& store) {
  std::string out;
  for (std::uint32_t r = 0; r < store.span_count(); ++r) {
    out += out.empty() ? "" : " ";
    out += std::to_string(store.columns().depth[r]) + std::string(store.text(store.columns().name[r]));
  }
  return out;
}
std::string order(std::string_view picture) { return order(*trace_from_text(picture)); }

std::shared_ptr<const TraceStore> assemble_all(const std::vector<SpanBatch>& batches) {
  std::vector<const SpanBatch*> pointers;
  for (const SpanBatch& batch : batches) pointers.push_back(&batch);
  return assemble(pointers);
}

std::string everything(const TraceStore& store) { return print_rollups(store) + print(store); }

// What columns.h promises of every store.
void check_shape(const TraceStore& store) {
  const ColumnViews& c = store.columns();
  std::uint32_t next = 0;
  for (std::uint32_t t = 0; t < store.trace_count(); ++t) {
    const Trace& trace = store.trace(TraceRow{t});
    REQUIRE(trace.first_span.value == next);
    next += trace.span_count;
    if (t > 0) CHECK(c.traces[t - 1].start <= trace.start);
    for (std::uint32_t r = trace.first_span.value; r < next; ++r) {
      REQUIRE(c.trace[r] == TraceRow{t});
      REQUIRE(c.subtree_end[r] > r);
      REQUIRE(c.subtree_end[r] <= next);
      CHECK(c.duration[r].count >= 0);
      if (!c.parent[r].valid()) {
        CHECK(c.depth[r] == 0);
        continue;
      }
      const std::uint32_t parent = c.parent[r].value;
      REQUIRE(parent < r);
      CHECK(c.subtree_end[r] <= c.subtree_end[parent]);
      CHECK(c.depth[r] == c.depth[parent] + 1);
      const std::uint32_t sibling = c.subtree_end[r];
      if (sibling < c.subtree_end[parent]) CHECK(c.start[r] <= c.start[sibling]);
    }
  }
  CHECK(next == store.span_count());
}

}  // namespace

TEST_CASE("an empty load gives an empty store") {
  const auto store = assemble({});
  CHECK(store->span_count() == 0);
  CHECK(store->trace_count() == 0);
  const SpanBatch nothing;
  const SpanBatch* batches[] = {&nothing, &nothing};
  CHECK(assemble(batches)->span_count() == 0);
}

TEST_CASE("spans come depth first, siblings by start and then by place in the source") {
  CHECK(order(R"(
    root       0..90ms
      late     50..60ms
      early    5..20ms
        leaf   6..7ms
      twin     50..51ms
  )") == "0root 1early 2leaf 1late 1twin");
}

TEST_CASE("children may stand before their parents in the source") {
  CHECK(order(R"(
    leaf   3..4ms id=3 parent=2
    middle 2..5ms id=2 parent=1
    root   0..9ms id=1 parent=0
  )") == "0root 1middle 2leaf");
}

TEST_CASE("traces that name the same models, services and tags share the row that says so") {
  const SpanBatch batch = batch_from_text(R"(
    trace 1
    a 0..1ms id=1 model=m service=s tags=x,y
    trace 2
    b 1..2ms id=2 model=m service=s tags=y,x
    trace 3
    c 2..3ms id=3 model=m service=s tags=x
    trace 4
    d 3..4ms id=4
    trace 5
    e 4..5ms id=5
  )");
  const SpanBatch* all[] = {&batch};
  const auto store = assemble(all);
  REQUIRE(store->trace_count() == 5);
  std::string rows;
  for (std::uint32_t i = 0; i < 5; ++i) rows += std::to_string(store->trace(TraceRow{i}).lists.value);
  CHECK(rows == "00122");
  CHECK(store->items(store->lists(store->trace(TraceRow{1})).tags).size() == 2);
  CHECK(store->items(store->lists(store->trace(TraceRow{2})).tags).size() == 1);
  CHECK(store->items(store->lists(store->trace(TraceRow{4})).models).empty());
}

TEST_CASE("traces are ordered by start, then by id") {
  CHECK(rollups(R"(
    trace 3 at=5s
      c 0..1ms
    trace 2
      b 0..1ms
    trace 1
      a 0..1ms
  )") == "a unset at=0ns duration=1ms spans=1 root=0\n"
         "b unset at=0ns duration=1ms spans=1 root=1\n"
         "c unset at=5s duration=1ms spans=1 root=2\n");
}

TEST_CASE("a span whose parent is missing stands at the top and is counted") {
  const auto store = trace_from_text(R"(
    lost 1..2ms parent=ff
    root 5..9ms
  )");
  CHECK(order(*store) == "0lost 0root");
  CHECK(store->parent_id(SpanRow{0}) == SpanId{0xff});
  CHECK_FALSE(store->parent_id(SpanRow{1}).valid());
  CHECK(print_rollups(*store) == "root unset at=1ms duration=8ms spans=2 root=1 orphans=1\n");
}

TEST_CASE("a trace without a root is named by its id") {
  CHECK(rollups("lost 1..2ms parent=ff") ==
        "00000001 unset at=1ms duration=1ms spans=1 root=0 orphans=1 root-missing\n");
  CHECK(rollups("\"\" 1..2ms") == "00000001 unset at=1ms duration=1ms spans=1 root=0\n");
}

TEST_CASE("a span that is its own parent becomes a root and keeps what it said") {
  const auto store = trace_from_text("odd 1..2ms id=7 parent=7");
  CHECK(print_rollups(*store) == "odd unset at=1ms duration=1ms spans=1 root=0\n");
  CHECK(store->parent_id(SpanRow{0}) == SpanId{7});
}

TEST_CASE("a cycle is cut above its earliest span") {
  CHECK(order(R"(
    a 5..9ms id=1 parent=3
    b 2..9ms id=2 parent=1
    c 6..9ms id=3 parent=2
    d 7..9ms id=4 parent=3
  )") == "0b 1c 2a 2d");
  // Equal starts: the first in the source.
  CHECK(order("a 5..9ms id=1 parent=2\n b 5..9ms id=2 parent=1") == "0a 1b");
}

TEST_CASE("the same span twice is one span, the later end wins") {
  CHECK(order("pending 5..5ms id=1\nfinal 5..9ms id=1\nrepeated 5..8ms id=1") == "0final");
  CHECK(order("first 5..9ms id=1\nsecond 5..9ms id=1") == "0first");
  CHECK(rollups("a 0..5ms id=1 type=generation tokens=10/5\na 0..9ms id=1 type=generation tokens=20/5") ==
        "a unset at=0ns duration=9ms spans=1 root=0 generations=1 input=20 output=5\n");
  // The same span id in another trace is another span.
  CHECK(order("a 0..5ms id=1\ntrace 2\nb 0..5ms id=1") == "0a 0b");
}

TEST_CASE("impossible times are made harmless") {
  CHECK(print(*trace_from_text("a 5..3ms")) == "trace 00000001000000000000000000000001\n  a 5ms..5ms id=1\n");
  // Without a start: the parent's, else the own end, else the earliest child's.
  CHECK(print(*trace_from_text("a 5..9ms\n  b ?..7ms\n    c ?..?")) ==
        "trace 00000001000000000000000000000001\n  a 5ms..9ms id=1\n    b 5ms..7ms id=2\n      c 5ms..5ms id=3\n");
  CHECK(print(*trace_from_text("a ?..9ms\n  b 3..4ms")) ==
        "trace 00000001000000000000000000000001\n  a 9ms..9ms id=1\n    b 3ms..4ms id=2\n");
  CHECK(print(*trace_from_text("a ?..?\n  b 4..5ms\n  c 3..4ms")) ==
        "trace 00000001000000000000000000000001\n  a 3ms..3ms id=1\n    c 3ms..4ms id=3\n    b 4ms..5ms id=2\n");
  CHECK(rollups("a ?..?") == "a unset at=? duration=0ns spans=1 root=0\n");
}

TEST_CASE("times at the ends of the number range do not overflow") {
  SpanBatch batch;
  SpanRecord span;
  span.trace_id = trace_id_of(1);
  span.span_id = SpanId{1};
  span.start = UnixTime{INT64_MIN};
  span.end = UnixTime{INT64_MAX};
  batch.spans.push_back(span);
  const SpanBatch* batches[] = {&batch};
  const auto store = assemble(batches);
  CHECK(store->columns().duration[0].count == INT64_MAX);
  CHECK(store->trace(TraceRow{0}).duration.count == INT64_MAX);
}

TEST_CASE("status is the greatest, duration reaches from the first start to the last end") {
  CHECK(rollups(R"(
    root    10..20ms status=ok
      late  15..50ms status=error
      early 5..6ms
  )") == "root error at=5ms duration=45ms spans=3 root=0 errors=1\n");
  CHECK(rollups("root 0..1ms\n  b 0..1ms status=ok") == "root ok at=0ns duration=1ms spans=2 root=0\n");
}

TEST_CASE("a wrapper that repeats the numbers of its calls is not added to them") {
  CHECK(rollups(R"(
    agent      0..9ms type=agent      tokens=30/3 cost=30
      outer    0..9ms type=generation tokens=30/3 cost=30
        one    1..2ms type=generation tokens=10/1 cost=10
        two    3..4ms type=generation tokens=20/2 cost=20
  )") == "agent unset at=0ns duration=9ms spans=4 root=0 generations=2 input=30 output=3 cost=30 reported\n");
}

TEST_CASE("an agent whose calls are not in the store counts itself") {
  CHECK(rollups(R"(
    root     0..9ms type=chain
      remote 1..2ms type=agent tokens=7/1
        tool 1..2ms type=tool
      local  3..4ms type=agent tokens=5/1
        call 3..4ms type=generation tokens=5/1
  )") == "root unset at=0ns duration=9ms spans=5 root=0 generations=1 tools=1 input=12 output=2\n");
}

TEST_CASE("a plain span with numbers counts only where neither its calls nor its caller do") {
  CHECK(rollups(R"(
    root   0..9ms tokens=5/5
      call 0..9ms type=generation tokens=5/5
        http 1..2ms type=http tokens=5/5
    lone 1..2ms parent=ff tokens=1/1
  )") == "root unset at=0ns duration=9ms spans=4 root=0 generations=1 orphans=1 input=6 output=6\n");
}

TEST_CASE("numbers that are all zero do not hide the spans above") {
  CHECK(rollups("a 0..9ms type=generation tokens=10/1\n  b 0..1ms type=generation tokens=0/0") ==
        "a unset at=0ns duration=9ms spans=2 root=0 generations=1 input=10 output=1\n");
}

TEST_CASE("counted spans are marked") {
  const auto store = trace_from_text("a 0..9ms type=agent tokens=1/1\n  b 0..1ms type=generation tokens=1/1");
  CHECK_FALSE(store->facts(SpanRow{0})->counted);
  CHECK(store->facts(SpanRow{1})->counted);
}

TEST_CASE("unknown tokens and costs stay unknown, zero stays zero") {
  CHECK(rollups("a 0..1ms type=generation model=m") ==
        "a unset at=0ns duration=1ms spans=1 root=0 generations=1 models=m\n");
  CHECK(rollups("a 0..1ms type=generation tokens=0/ cost=0") ==
        "a unset at=0ns duration=1ms spans=1 root=0 generations=1 input=0 cost=0 reported\n");
}

TEST_CASE("the origin of a trace's cost follows from its counted spans") {
  const auto source = [](std::string_view picture) {
    return name_of(trace_from_text(picture)->trace(TraceRow{0}).cost_source);
  };
  CHECK(source("a 0..1ms type=generation tokens=1/1") == "none");
  CHECK(source("a 0..1ms type=generation cost=1") == "reported");
  CHECK(source("a 0..1ms type=generation cost=1 cost_source=estimated") == "estimated");
  CHECK(
      source("r 0..1ms\n  a 0..1ms type=generation cost=1 cost_source=estimated\n  b 0..1ms type=generation cost=1") ==
      "mixed");
  CHECK(source("r 0..1ms\n  a 0..1ms type=generation cost=1\n  b 0..1ms type=generation tokens=1/1") == "partial");
}

TEST_CASE("sums of hostile numbers stop at the end of the range") {
  const auto store = trace_from_text(R"(
    r 0..1ms
      a 0..1ms type=generation cost=9223372036854775807 tokens=9223372036854775807/1
      b 0..1ms type=generation cost=9223372036854775807 tokens=9223372036854775807/1
  )");
  CHECK(store->trace(TraceRow{0}).cost_microcents == INT64_MAX);
  CHECK(store->trace(TraceRow{0}).usage.input_plain == INT64_MAX);
}

TEST_CASE("time to first token of a trace is the earliest of any span, from the trace's start") {
  CHECK(rollups("r 0..90ms\n  a 10..50ms type=generation ttft=30ms\n  b 20..60ms type=generation ttft=5ms") ==
        "r unset at=0ns duration=90ms spans=3 root=0 generations=2 ttft=25ms\n");
}

TEST_CASE("session and user are the last by start, environment and release the first") {
  CHECK(rollups(R"(
    r 0..9ms session=s1 env=dev
      b 5..6ms session=s3 user=u env=prod release=r2
      a 3..4ms session=s2 release=r1
  )") == "r unset at=0ns duration=9ms spans=3 root=0 session=s3 user=u env=dev release=r1\n");
  CHECK(rollups("r 0..9ms resource.deployment.environment=stage resource.service.version=\"1.2\" service=api\n  a "
                "1..2ms env=prod") == "r unset at=0ns duration=9ms spans=2 root=0 env=prod release=1.2 services=api\n");
}

TEST_CASE("previews are the root's, else of the first and the last generation") {
  CHECK(rollups("r 0..9ms in=hello out=bye\n  a 1..2ms type=generation in=x out=y") ==
        "r unset at=0ns duration=9ms spans=2 root=0 generations=1 in=hello out=bye\n");
  CHECK(rollups("r 0..9ms\n  b 5..6ms type=generation in=b out=B\n  a 1..2ms type=generation in=a out=A\n  c 7..8ms "
                "type=tool in=c out=C") ==
        "r unset at=0ns duration=9ms spans=4 root=0 generations=2 tools=1 in=a out=B\n");
}

TEST_CASE("of generations inside one another only the innermost are model calls") {
  CHECK(rollups("r 0..9ms type=agent\n  a 1..8ms type=generation\n    b 2..7ms type=generation\n      c 3..4ms "
                "type=generation\n      d 5..6ms type=tool\n  e 8..9ms type=generation") ==
        "r unset at=0ns duration=9ms spans=6 root=0 generations=2 tools=1\n");
}

TEST_CASE("lists are distinct and sorted by text") {
  CHECK(rollups(R"(
    r 0..9ms tags=z,a model=m2 provider=p prompt=hi
      a 1..2ms tags=b,a model=m1 service=web
      b 1..2ms model=m2 response_model=x service=api
      c 1..2ms response_model=m0
  )") == "r unset at=0ns duration=9ms spans=4 root=0 models=m0,m1,m2 providers=p services=api,web tags=a,b,z "
         "prompts=hi\n");
}

TEST_CASE("a trace whose spans lie in several batches is one trace") {
  const std::vector<SpanBatch> batches = [] {
    std::vector<SpanBatch> out;
    out.push_back(batch_from_text("root 0..9ms id=1 tags=x attr.k=\"v\" attr.big=5000000000"));
    out.push_back(batch_from_text(
        "trace 2\nother 0..1ms id=9\ntrace 1\nchild 1..2ms id=2 parent=1 tags=y attr.other=1 attr.k=1.5"));
    return out;
  }();
  const auto store = assemble_all(batches);
  CHECK(print(*store) ==
        "trace 00000001000000000000000000000001\n"
        "  root 0ns..9ms id=1 attr.k=\"v\" attr.big=5000000000\n"
        "    child 1ms..2ms id=2 attr.other=1 attr.k=1.5\n"
        "trace 00000002000000000000000000000002\n"
        "  other 0ns..1ms id=9\n");
  CHECK(store->columns().sources.size() == 1);
  CHECK(print_rollups(*store).find("tags=x,y") != std::string::npos);
}

TEST_CASE("equal resources become one row") {
  const auto store = trace_from_text(R"(
    a 0..1ms service=api resource.n=5000000000 resource.s="x"
    b 0..1ms service=api resource.n=5000000000 resource.s="x"
    c 0..1ms service=api resource.n=5000000001 resource.s="x"
  )");
  CHECK(store->columns().resources.size() == 2);
}

TEST_CASE("pictures survive printing and reading") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    RandomShape shape;
    shape.damage_percent = 0;
    const std::string first = print(*random_store(seed, shape));
    CHECK(print(*trace_from_text(first)) == first);
  }
}

TEST_CASE("any split of the same records gives the same store") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    RandomShape shape;
    shape.shuffled = seed % 2 == 0;
    const SpanBatch whole = random_batch(seed, shape);
    const SpanBatch* one[] = {&whole};
    const std::string expected = everything(*assemble(one));
    Random random(seed + 1000);
    for (std::uint32_t parts : {1u, 2u, 7u}) CHECK(everything(*assemble_all(split(whole, parts, random))) == expected);
  }
}

TEST_CASE("every store has the promised shape, and its blob reads back") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    RandomShape shape;
    shape.damage_percent = 40;
    shape.shuffled = seed % 2 == 0;
    const auto store = random_store(seed, shape);
    check_shape(*store);
    auto blob = std::make_shared<std::vector<std::byte>>(write_blob(*store));
    const auto again = TraceStore::from_blob(blob, *blob);
    REQUIRE(again);
    CHECK(everything(*again.value()) == everything(*store));
  }
}

TEST_CASE("rollups equal those found by walking every span's ancestors") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const auto store = random_store(seed);
    const ColumnViews& c = store->columns();
    const auto is_call = [&](std::uint32_t row) {
      using enum ObservationType;
      const ObservationType type = c.type[row];
      return type == generation || type == embedding || type == reranker || type == evaluator || type == guardrail;
    };
    for (std::uint32_t t = 0; t < store->trace_count(); ++t) {
      const Trace& trace = store->trace(TraceRow{t});
      std::int64_t cost = 0, tokens = 0;
      for (std::uint32_t r = trace.first_span.value; r < trace.first_span.value + trace.span_count; ++r) {
        const MaybeFacts facts = store->facts(SpanRow{r});
        if (facts == nullptr) continue;
        bool call_below = false;
        for (std::uint32_t d = r + 1; d < c.subtree_end[r]; ++d) {
          const MaybeFacts below = store->facts(SpanRow{d});
          call_below |=
              below != nullptr && is_call(d) && (below->cost_microcents > 0 || total_tokens(below->usage) > 0);
        }
        const bool bears = facts->cost_microcents != kUnknown || total_tokens(facts->usage) != kUnknown;
        if (is_call(r)) CHECK(facts->counted == (bears && !call_below));
        if (!facts->counted) continue;
        CHECK(bears);
        if (facts->cost_microcents != kUnknown) cost += facts->cost_microcents;
        if (total_tokens(facts->usage) != kUnknown) tokens += total_tokens(facts->usage);
      }
      CHECK((trace.cost_microcents == kUnknown ? 0 : trace.cost_microcents) == cost);
      CHECK((total_tokens(trace.usage) == kUnknown ? 0 : total_tokens(trace.usage)) == tokens);
    }
  }
}

TEST_CASE("a chain of 100,000 spans and a cycle as long are no problem") {
  for (const bool cycle : {false, true}) {
    SpanBatch batch;
    constexpr std::uint32_t kLength = 100'000;
    for (std::uint32_t i = 0; i < kLength; ++i) {
      SpanRecord span;
      span.trace_id = trace_id_of(1);
      span.span_id = SpanId{i + 1};
      span.parent_span_id = i > 0 ? SpanId{i} : SpanId{cycle ? kLength : 0};
      span.start = kBaseTime + Nanos{i};
      span.end = span.start + Nanos{5};
      batch.spans.push_back(span);
    }
    std::reverse(batch.spans.begin(), batch.spans.end());
    const SpanBatch* batches[] = {&batch};
    const auto store = assemble(batches);
    CHECK(store->columns().depth[kLength - 1] == kLength - 1);
    CHECK(store->columns().subtree_end[0] == kLength);
    CHECK(store->trace(TraceRow{0}).orphan_count == 0);
  }
}
