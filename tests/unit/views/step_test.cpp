// What the detail of a step and the head of its trace say beyond messages.
#include <doctest/doctest.h>

#include <string>

#include "spanorama/analysis/charts.h"
#include "spanorama/analysis/trace_shape.h"
#include "spanorama/assembly/assemble.h"
#include "unit/support/trace_text.h"
#include "unit/views/screen.h"

namespace spanorama {
using namespace test;

namespace {

SpanId id_at(Screen& screen, std::size_t row) { return screen.app.state().store->columns().span_id[row]; }

// A step with events of these names, in this order.
std::shared_ptr<const TraceStore> store_with_events(std::initializer_list<std::string_view> names) {
  SpanBatch batch = batch_from_text("answer 0..9ms type=generation\n");
  for (const std::string_view name : names) {
    SpanEvent event;
    event.time = kBaseTime;
    event.name = batch.strings.intern(name);
    event.attributes = {static_cast<std::uint32_t>(batch.attributes.size()), 1};
    batch.attributes.push_back(batch.string_attribute(batch.key("source"), "pii"));
    batch.events.push_back(event);
  }
  batch.spans.front().events = {0, static_cast<std::uint32_t>(names.size())};
  const SpanBatch* batches[] = {&batch};
  return assemble(batches);
}

}  // namespace

TEST_CASE("A control is titled by its source; what other events carry is copied by a press") {
  Screen screen(store_with_events({"guardrail", "other"}), 1280, 1800);
  screen.run(SelectTrace{trace_id_of(1)}, SelectSpan{id_at(screen, 0)}, SelectSpanTab{SpanTab::events},
             ShowDetailFull{true});
  screen.settle();
  CHECK(screen.has_rect("controls-guardrail"));
  CHECK_FALSE(screen.has_rect("event-value-0"));
  screen.press("event-value-1");
  CHECK(screen.host.copied.back() == "pii");
}

TEST_CASE("Events of a step are told apart: controls by kind, and the others, in their order") {
  const auto store = store_with_events({"feedback", "other", "guardrail", "feedback", "more"});
  const StepEvents events = step_events(*store, {0});
  CHECK(events.controls[static_cast<std::size_t>(ControlKind::feedback)] == std::vector<std::uint32_t>{0, 3});
  CHECK(events.controls[static_cast<std::size_t>(ControlKind::guardrail)] == std::vector<std::uint32_t>{2});
  CHECK(events.others == std::vector<std::uint32_t>{1, 4});
  CHECK(events.any_control());
  CHECK_FALSE(step_events(*store_with_events({"other"}), {0}).any_control());
}

TEST_CASE("The head of a trace names the step that itself took longest and the costliest, a press leads there") {
  Screen screen(trace_from_text(R"(
  agent    0..9s  type=agent
    search 1..6s  type=retriever
    ask    6..7s  type=generation tokens=10/1 cost=900
    answer 7..9s  type=generation tokens=9/9 cost=200
)"),
                1600, 800);
  screen.run(SelectTrace{trace_id_of(1)}, ShowDetailFull{true});
  screen.settle();
  screen.press("slowest");
  CHECK(screen.app.state().span == id_at(screen, 1));
  screen.press("costliest");
  CHECK(screen.app.state().span == id_at(screen, 2));
}

TEST_CASE("Of steps whose cost is repeated above them the innermost is the costliest; without costs there is none") {
  const auto store = trace_from_text(R"(
  agent   0..9s  type=agent tokens=10/1 cost=900
    ask   1..2s  type=generation tokens=10/1 cost=900
  trace 2 at=20s
  alone   0..0s
)");
  const StandoutSteps steps = standout_steps(*store, {0}, self_times(*store, {0}));
  CHECK(steps.slowest == SpanRow{0});
  CHECK(steps.costliest == SpanRow{1});
  const StandoutSteps none = standout_steps(*store, {1}, self_times(*store, {1}));
  CHECK(!none.slowest.valid());
  CHECK(!none.costliest.valid());
}

TEST_CASE("Events of the five kinds of controls are grouped by kind, others are listed behind them") {
  Screen screen(store_with_events({"feedback", "guardrail", "cache miss", "comply", "guardrail", "observe", "route"}),
                1280, 1600);
  screen.run(SelectTrace{trace_id_of(1)}, SelectSpan{id_at(screen, 0)}, SelectSpanTab{SpanTab::events});
  screen.settle();
  float y = 0;
  for (const char* kind : {"guardrail", "observe", "route", "comply", "feedback"}) {
    const PointRect group = screen.rect("controls-" + std::string(kind));
    CHECK(group.y > y);
    y = group.y;
  }
  CHECK(screen.rect("controls-observe").y - screen.rect("controls-guardrail").y >
        1.5f * (screen.rect("controls-route").y - screen.rect("controls-observe").y));
}

TEST_CASE("A step that is deep in a trace leads to every step above it") {
  std::string text;
  for (int depth = 0; depth < 9; ++depth)
    text += std::string(2 * depth + 2, ' ') + "d" + std::to_string(depth) + " 0..9ms\n";
  Screen screen(trace_from_text(text), 1280, 900);
  screen.run(SelectTrace{trace_id_of(1)}, SelectSpan{id_at(screen, 8)});
  screen.settle();
  screen.press("ancestors");
  screen.press("ancestors-0");
  CHECK(screen.app.state().span == id_at(screen, 0));
  screen.run(SelectSpan{id_at(screen, 4)});
  screen.settle();
  CHECK(!screen.has_rect("ancestors"));
}

TEST_CASE("Where there is little room the step right above is named, and those above it are in the menu") {
  Screen screen(trace_from_text(R"(
  a-root-with-a-long-name-of-its-own      0..9s
    a-middle-with-a-long-name-of-its-own  0..9s
      a-parent-with-a-long-name           0..9s
        step                              0..9s
)"),
                900, 900);
  screen.run(SelectTrace{trace_id_of(1)}, SelectSpan{id_at(screen, 3)});
  screen.settle();
  screen.press("ancestors");
  CHECK(screen.has_rect("ancestors-0"));
  screen.key(ImGuiKey_Escape);
  screen.press("ancestor-0");
  CHECK(screen.app.state().span == id_at(screen, 2));
}

TEST_CASE("N and P bring the next and the previous message of a conversation to the top") {
  std::string messages;
  for (int i = 0; i < 8; ++i)
    messages += std::string(i == 0 ? "" : ",") + R"({"role":")" + (i % 2 == 0 ? "user" : "assistant") +
                R"(","parts":[{"type":"text","content":"one\n\ntwo\n\nthree_)" + std::to_string(i) + R"("}]})";
  Screen screen(trace_from_text("  ask 0..1s type=generation in=\"a\" attr.gen_ai.input.messages=[" + messages + "]\n"),
                1280, 500);
  screen.run(SelectTrace{trace_id_of(1)}, SelectTab{DetailTab::conversation});
  screen.settle();
  const auto y_of = [&](int i) { return screen.rect("conversation-" + std::to_string(i) + "-0").y; };
  const float first = y_of(0), apart = y_of(1) - first;
  REQUIRE(apart > 20);
  screen.key(ImGuiKey_N);
  CHECK(y_of(1) == doctest::Approx(first).epsilon(0.02));
  screen.key(ImGuiKey_N);
  CHECK(y_of(2) == doctest::Approx(first).epsilon(0.02));
  screen.key(ImGuiKey_P);
  CHECK(y_of(1) == doctest::Approx(first).epsilon(0.02));
}

TEST_CASE("A step tells its answer's id, the ids of its model, and how long a token took") {
  Screen screen(trace_from_text(R"(
  ask 0..3s type=generation tokens=10/101 ttft=1s attr.scope.provider.id=p-7 attr.scope.model.id=m-8 attr.scope.model.external_id=gpt-x
)"),
                1280, 1800);
  screen.run(SelectTrace{trace_id_of(1)}, SelectSpan{id_at(screen, 0)}, SelectSpanTab{SpanTab::metadata},
             ShowDetailFull{true});
  screen.settle();
  const auto copied = [&](const char* line) {
    screen.press(line);
    return screen.host.copied.back();
  };
  CHECK(copied("meta-Provider id") == "p-7");
  CHECK(copied("meta-Model id") == "m-8");
  CHECK(copied("meta-External model id") == "gpt-x");
  CHECK(copied("meta-Per output token") == "20 ms a token");
}

}  // namespace spanorama
