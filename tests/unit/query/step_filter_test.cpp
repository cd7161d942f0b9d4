#include "spanorama/query/step_filter.h"

#include <doctest/doctest.h>

#include "../support/random_store.h"
#include "../support/trace_text.h"

namespace spanorama {

namespace {

std::string steps_of(const TraceStore& store, std::string_view filter) {
  const auto parsed = parse_filter(filter);
  REQUIRE(parsed);
  StepFilter wanted(parsed.value(), store);
  std::string out;
  for (std::uint32_t row = 0; row < store.span_count(); ++row)
    if (wanted.passes(SpanRow{row})) out += std::string(store.text(store.columns().name[row])) + " ";
  return out;
}

}  // namespace

TEST_CASE("Conditions about steps choose steps, others leave them all") {
  const auto store = test::trace_from_text(R"(
  agent   0..9s type=agent service=web
    ask   1..2s type=generation model=gpt-4o provider=openai attr.k="v"
    look  2..3s type=tool tool=web status=error service=tools
    again 3..4s type=generation response_model=gpt-4o-2024 provider=azure
)");
  CHECK(steps_of(*store, "") == "agent ask look again ");
  CHECK(steps_of(*store, "type:generation") == "ask again ");
  CHECK(steps_of(*store, "-type:generation") == "agent look ");
  CHECK(steps_of(*store, "model:gpt-4o") == "ask ");
  CHECK(steps_of(*store, "model:gpt-4o*") == "ask again ");
  CHECK(steps_of(*store, "provider:azure type:generation") == "again ");
  CHECK(steps_of(*store, "service:tools") == "look ");
  CHECK(steps_of(*store, "status:error") == "look ");
  CHECK(steps_of(*store, "status:ok") == "agent ask look again ");
  CHECK(steps_of(*store, "level:error") == "look ");
  CHECK(steps_of(*store, "attr.k:v") == "ask ");
  CHECK(steps_of(*store, "tool:web duration:>1ms name:agent") == "look ");
}

TEST_CASE("Words are told apart by step, and are no condition of their own") {
  const auto store = test::trace_from_text(R"(
  agent   0..9s type=agent
    ask   1..2s type=generation in="where is it"
    look  2..3s type=tool tool=web
)");
  StepFilter filter(parse_filter("where -ask type:generation").value(), *store);
  CHECK(filter.searches());
  CHECK(filter.has_words(SpanRow{1}));
  CHECK_FALSE(filter.has_words(SpanRow{2}));
  CHECK_FALSE(filter.passes(SpanRow{2}));
  CHECK(filter.passes(SpanRow{1}));
  CHECK_FALSE(StepFilter(parse_filter("-where").value(), *store).searches());
}

TEST_CASE("A trace passes a condition about steps when one of its steps does") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto store = test::random_store(seed);
    for (const char* text :
         {"type:tool", "type:generation", "tool:*a*", "operation:chat", "level:error", "service:*"}) {
      const Filter filter = parse_filter(text).value();
      const RowSet rows = evaluate(filter, *store);
      StepFilter wanted(filter, *store);
      for (std::uint32_t t = 0; t < store->trace_count(); ++t) {
        const Trace& trace = store->trace(TraceRow{t});
        bool any = false;
        for (std::uint32_t i = 0; i < trace.span_count; ++i)
          any = wanted.passes(SpanRow{trace.first_span.value + i}) || any;
        CHECK_MESSAGE(any == rows.contains(t), text, " seed ", seed, " trace ", t);
      }
    }
  }
}

}  // namespace spanorama
