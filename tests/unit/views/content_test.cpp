// What the content of a step shows and copies.
#include <doctest/doctest.h>

#include "spanorama/assembly/assemble.h"
#include "unit/support/trace_text.h"
#include "unit/views/screen.h"

namespace spanorama {
using namespace test;

namespace {

// The content of the only step of a picture.
struct ContentScreen : Screen {
  explicit ContentScreen(std::string_view picture) : ContentScreen(trace_from_text(picture)) {}
  explicit ContentScreen(std::shared_ptr<const TraceStore> store) : Screen(std::move(store), 1280, 1800) {
    run(SelectTrace{trace_id_of(1)}, SelectSpan{app.state().store->columns().span_id[0]}, ShowDetailFull{true});
    settle();
  }
  std::string copied_by(std::string_view name) {
    press(name);
    REQUIRE_FALSE(host.copied.empty());
    return host.copied.back();
  }
};

}  // namespace

TEST_CASE("What was said is copied as it was recorded: one text alone, several messages below their roles") {
  ContentScreen screen(
      R"(ask 0..1s type=generation attr.gen_ai.input.messages=[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}] attr.gen_ai.output.messages=[{"role":"assistant","content":"**One**\n\ttwo"}])");
  CHECK(screen.copied_by("output-copy") == "**One**\n\ttwo");
  CHECK(screen.copied_by("input-copy") == "system:\nBe brief.\n\nuser:\nHi");
  const auto message = screen.rect("input1-0");
  CHECK_FALSE(screen.has_rect("input1-copy"));
  screen.move_to(message.x + 4, message.y + 4);
  screen.settle();
  CHECK(screen.copied_by("input1-copy") == "Hi");
}

TEST_CASE("A tool says its name, its call and what it is for") {
  ContentScreen screen(
      R"(look 0..1s type=tool tool=look_up call=call_7 attr.gen_ai.tool.description="Looks it up." attr.gen_ai.tool.call.arguments={"x":1})");
  CHECK(screen.copied_by("about-Tool") == "look_up");
  CHECK(screen.copied_by("about-Call id") == "call_7");
  CHECK(screen.copied_by("about-Description") == "Looks it up.");
  CHECK(screen.copied_by("tool-arguments-copy") == R"({"x":1})");
}

TEST_CASE("A parameter is copied by a press, a long one is folded") {
  ContentScreen screen(R"(ask 0..1s type=generation attr.gen_ai.request.temperature=0 attr.gen_ai.request.format=")" +
                       std::string(700, 'x') + "\"");
  CHECK(screen.copied_by("parameter-temperature") == "0");
  CHECK(screen.copied_by("parameter-format-copy") == std::string(700, 'x'));
  CHECK_FALSE(screen.has_rect("parameter-format-value"));
  screen.press("parameter-format-fold");
  screen.settle();
  CHECK(screen.has_rect("parameter-format-value"));
}

TEST_CASE("A reranker shows what it gave, and folded what it was given; each text can be copied") {
  ContentScreen screen(
      R"(rank 0..1s type=reranker attr.reranker.query="which" attr.reranker.input_documents.0.document.content="one" attr.reranker.input_documents.1.document.content="two" attr.reranker.output_documents.0.document.content="two")");
  CHECK(screen.copied_by("retrieval-query-copy") == "which");
  CHECK(screen.copied_by("document-0-copy") == "two");
  CHECK_FALSE(screen.has_rect("document-given-0-copy"));
  screen.press("documents-given");
  screen.settle();
  CHECK(screen.copied_by("document-given-0-copy") == "one");
}

TEST_CASE("An evaluator's verdict stands with its content, that of other steps in their metadata alone") {
  const auto judged = [](std::string_view type) {
    SpanBatch batch = batch_from_text("judge 0..1s type=" + std::string(type) + "\n");
    Score score;
    score.span = SpanRow{0};
    score.name = batch.strings.intern("grounded");
    score.explanation = batch.strings.intern("Half of it.");
    score.origin = batch.strings.intern("LLM");
    score.has_value = true;
    score.value = 0.5;
    batch.scores.push_back(score);
    const SpanBatch* batches[] = {&batch};
    return assemble(batches);
  };
  ContentScreen screen(judged("evaluator"));
  CHECK(screen.copied_by("verdict-0") == "0.5  by LLM");
  CHECK(screen.has_rect("verdict-0-why"));
  ContentScreen other(judged("generation"));
  CHECK_FALSE(other.has_rect("verdict-0"));
}

}  // namespace spanorama
