#include "spanorama/app/derived.h"

#include <doctest/doctest.h>

#include "unit/app/fake_host.h"
#include "unit/support/random_store.h"
#include "unit/support/trace_text.h"

namespace spanorama {

namespace {

constexpr std::string_view kTraces = R"(
  agent       0..90ms  type=agent
    first     5..20ms  type=generation model=a out="no"
    broken   21..22ms  status=error
    last     25..80ms  type=generation model=b out="yes"
    silent   81..82ms  type=generation model=b
  trace 2 at=5s
  lonely      0..1ms   model=a type=generation status=error
)";

AppState state_with(std::string_view picture) {
  AppState state;
  state.store = test::trace_from_text(picture);
  return state;
}

Filter filter_of(std::string_view text) {
  Result<Filter> parsed = parse_filter(text);
  REQUIRE(parsed);
  return parsed.value();
}

std::string_view name_at(const AppState& state, SpanRow row) {
  return state.store->text(state.store->columns().name[row.value]);
}

}  // namespace

TEST_CASE("Results follow the filter, the order and the store, and stay where they are in between") {
  test::FakeHost host;
  Derived derived(host);
  AppState state = state_with(kTraces);
  CHECK(derived.list(state).size() == 2);
  const void* before = derived.list(state).data();
  CHECK(derived.list(state).data() == before);
  CHECK(name_at(state, state.store->trace(derived.list(state)[0]).root) == "lonely");
  state.sort = {SortKey::duration, true};
  CHECK(name_at(state, state.store->trace(derived.list(state)[0]).root) == "agent");
  state.filter = filter_of("name:lonely");
  CHECK(derived.list(state).size() == 1);
  state.store = TraceStore::empty();
  CHECK(derived.list(state).empty());
}

TEST_CASE("What another filter finds is told with its newest, unless it looks into files or is no filter") {
  test::FakeHost host;
  Derived derived(host);
  AppState state = state_with(kTraces);
  state.filter = filter_of("name:lonely");
  const Derived::Found* found = derived.found(state, "status:error", {});
  REQUIRE(found != nullptr);
  CHECK(found->traces == 2);
  CHECK(found->last_start == state.store->trace(TraceRow{1}).start);
  CHECK(derived.found(state, "model:nobody", {})->traces == 0);
  CHECK(derived.found(state, "duration:>", {}) == nullptr);
  CHECK(derived.found(state, "word", {}) == nullptr);
  state.store = TraceStore::empty();
  CHECK(derived.found(state, "status:error", {})->traces == 0);
}

TEST_CASE("In a slice without time the old answer stays until the new one is ready") {
  test::FakeHost host;
  Derived derived(host);
  AppState state;
  state.store = test::random_store(1, {.traces = 2000, .max_spans = 4});
  const std::size_t all = derived.list(state).size();
  derived.facet_values(state, FilterField::model);
  state.filter = filter_of("attr.http.route:x type:generation");
  derived.begin_slice(0);
  CHECK(derived.list(state).size() == all);
  CHECK(derived.filtered(state).count() == all);
  CHECK(derived.end_slice());
  int slices = 1;
  for (bool left = true; left && slices < 1000; ++slices) {
    derived.begin_slice(0.0001);
    derived.list(state);
    derived.facet_values(state, FilterField::model);
    left = derived.end_slice();
  }
  CHECK(slices < 1000);
  CHECK(derived.filtered(state) == evaluate(state.filter, *state.store));
  CHECK(derived.list(state).size() == derived.filtered(state).count());
}

TEST_CASE("The list is ordered by relevance where that is asked for and words are searched for") {
  test::FakeHost host;
  Derived derived(host);
  AppState state = state_with(R"(
    trace 1 at=1s
    a 0..1s attr.q="refund refund refund"
    trace 2 at=2s
    a 0..1s attr.q="refund of one order among many other things"
    trace 3 at=3s
    a 0..1s attr.q="order"
  )");
  const auto ids = [&] {
    std::string out;
    for (const TraceRow row : derived.list(state)) out += std::to_string(state.store->trace(row).id.lo);
    return out;
  };
  state.sort = {SortKey::relevance, true};
  CHECK(ids() == "321");  // nothing to rank by
  state.filter = filter_of("refund");
  CHECK(ids() == "12");
  state.filter = filter_of("(refund OR order)");
  CHECK(ids() == "123");
  state.sort = {};
  CHECK(ids() == "321");
  // In slices the old order stays until the new one is there.
  state.sort = {SortKey::relevance, true};
  for (int frames = 0; frames < 100; ++frames) {
    derived.begin_slice(0.0005);
    const std::string seen = ids();
    CHECK((seen == "321" || seen == "123"));
    if (!derived.end_slice()) break;
  }
  CHECK(ids() == "123");
}

TEST_CASE("What a frame could not answer is answered between frames, and then nothing is left") {
  test::FakeHost host;
  Derived derived(host);
  AppState state;
  state.store = test::random_store(3, {.traces = 3000, .max_spans = 6});
  derived.begin_slice(1);
  derived.list(state);
  derived.facet_values(state, FilterField::model);
  derived.end_slice();
  state.filter = filter_of("duration:>1ms");
  state.sort = {SortKey::name, false};
  derived.begin_slice(0);
  derived.list(state);
  derived.summary(state);
  derived.facet_values(state, FilterField::model);
  derived.groups(state, GroupBy::model, GroupSort::count, true);
  CHECK(derived.end_slice());
  const std::uint64_t before = derived.answers();
  int slices = 0;
  while (derived.work(state, 0.0005)) REQUIRE(++slices < 10000);
  CHECK(slices > 0);
  CHECK(derived.answers() > before);
  derived.begin_slice(0);  // all is there: no time is needed any more
  const std::vector<TraceRow> list = derived.list(state);
  CHECK(derived.summary(state).traces == list.size());
  CHECK_FALSE(derived.facet_values(state, FilterField::model).values.empty());
  CHECK_FALSE(derived.groups(state, GroupBy::model, GroupSort::count, true).order.empty());
  CHECK_FALSE(derived.end_slice());
  CHECK(list == sorted(*state.store, evaluate(state.filter, *state.store), state.sort));
  CHECK_FALSE(derived.work(state, 0));
}

TEST_CASE("Levels of a trace's steps are counted") {
  test::FakeHost host;
  Derived derived(host);
  const AppState state = state_with(R"(
    a 0..9ms attr.level="warn"
      b 1..2ms status=error
      c 3..4ms attr.level="debug"
      d 5..6ms
  )");
  const Derived::LevelCounts* counts = derived.level_counts(state, state.store->trace(TraceRow{0}));
  REQUIRE(counts != nullptr);
  CHECK(counts->errors == 1);
  CHECK(counts->warnings == 1);
  CHECK(counts->usual == 1);
  CHECK(counts->debug == 1);
}

TEST_CASE("Levels of a huge trace are counted in slices") {
  constexpr std::uint32_t kSteps = 50'000;
  test::FakeHost host;
  Derived derived(host);
  std::string text = "trace 1 at=1s\n  a 0..9ms attr.level=\"warn\"\n";
  for (std::uint32_t i = 1; i < kSteps; ++i) text += "    b 1..2ms status=error\n";
  const AppState state = state_with(text);
  const Trace& trace = state.store->trace(TraceRow{0});
  REQUIRE(trace.span_count == kSteps);
  int slices = 0;
  const Derived::LevelCounts* counts = nullptr;
  while (counts == nullptr && slices < 10) {
    derived.begin_slice(0);
    counts = derived.level_counts(state, trace);
    ++slices;
    CHECK(derived.end_slice() == (counts == nullptr));
  }
  CHECK(slices == 3);
  REQUIRE(counts != nullptr);
  CHECK(counts->errors == kSteps - 1);
  CHECK(counts->warnings == 1);
}

TEST_CASE("Values of a field are counted under the other conditions") {
  test::FakeHost host;
  Derived derived(host);
  AppState state = state_with(kTraces);
  state.filter = filter_of("name:lonely model:b");
  CHECK(derived.list(state).empty());
  const std::vector<FacetValue>& models = derived.facet_values(state, FilterField::model).values;
  REQUIRE(models.size() == 1);
  CHECK(models[0].value == "a");
}

TEST_CASE("The conversation is of the last generation that said something, and of the traces of its session") {
  test::FakeHost host;
  Derived derived(host);
  AppState state = state_with(R"(
    one        0..9s  session=s
      first    0..1s  type=generation out="a" attr.gen_ai.output.messages=[{"role":"assistant","content":"a"}]
      last     2..3s  type=generation out="b" attr.gen_ai.input.messages=[{"role":"user","content":"q"}] attr.gen_ai.output.messages=[{"role":"assistant","content":"b"}]
      later    4..5s  type=generation
    trace 2 at=20s
    two        0..9s  session=s type=generation out="d" attr.gen_ai.input.messages=[{"role":"user","content":"q"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}] attr.gen_ai.output.messages=[{"role":"assistant","content":"d"}]
  )");
  CHECK(derived.conversation(state).parts.empty());
  state.trace = test::trace_id_of(1);
  const Talk& talk = derived.conversation(state);
  REQUIRE(talk.parts.size() == 1);
  CHECK(name_at(state, talk.parts[0].last) == "last");
  REQUIRE(talk.parts[0].messages.size() == 2);
  CHECK(talk.parts[0].messages[1].message.parts[0].text == "b");
  REQUIRE(talk.parts[0].aside.size() == 1);
  CHECK(name_at(state, talk.parts[0].aside[0]) == "first");
  CHECK(talk.session_traces == 2);
  const Talk& session = derived.session_conversation(state);
  REQUIRE(session.parts.size() == 2);
  CHECK(session.parts[1].repeated.size() == 2);
  CHECK(session.parts[1].messages.size() == 2);
  CHECK(session.parts[1].idle.count == 11 * kNanosPerSecond);
}

TEST_CASE("Rows of the timeline leave out what is folded; errors and lanes do not") {
  test::FakeHost host;
  Derived derived(host);
  AppState state = state_with(kTraces);
  state.trace = test::trace_id_of(1);
  CHECK(derived.timeline_rows(state).size() == 5);
  state.folded = {state.store->columns().span_id[0]};
  ++state.folded_revision;
  CHECK(derived.timeline_rows(state).size() == 1);
  REQUIRE(derived.error_rows(state).size() == 1);
  CHECK(name_at(state, derived.error_rows(state)[0]) == "broken");
  CHECK(derived.depth_lanes(state).spans.size() == 5);
  state.trace = {};
  CHECK(derived.timeline_rows(state).empty());
  CHECK(derived.depth_lanes(state).spans.empty());
}

TEST_CASE("What a cost was for is kept until another step is asked for, and added up over the trace") {
  test::FakeHost host;
  Derived derived(host);
  AppState state = state_with(R"(
  agent       0..90ms  type=agent
    first     5..20ms  type=generation cost=300 cost_source=reported attr.llm.cost.prompt=0.000001 attr.llm.cost.completion=0.000002
    last     25..80ms  type=generation cost=50 cost_source=reported attr.llm.cost.prompt=0.0000005
)");
  state.trace = state.store->trace({0}).id;
  CHECK(derived.cost_parts(state, {1}).output == 200);
  const CostParts* before = &derived.cost_parts(state, {1});
  CHECK(&derived.cost_parts(state, {1}) == before);
  CHECK_FALSE(derived.cost_parts(state, {0}).any());
  CHECK(derived.trace_cost_parts(state).input == 150);
  CHECK(derived.trace_cost_parts(state).output == 200);
}

}  // namespace spanorama
