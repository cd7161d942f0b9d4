#include <doctest/doctest.h>

#include <string>

#include "unit/support/trace_text.h"
#include "unit/views/screen.h"

namespace spanorama {
using namespace test;

namespace {

constexpr std::string_view kCalls = R"(
  ask 0..1ms type=generation prompt=greet version=2 attr.gen_ai.prompt="Greet Ada in Thai."
)";

void show_first(Screen& screen) {
  screen.run(SelectTrace{trace_id_of(1)}, SelectSpan{screen.app.state().store->columns().span_id[0]});
  screen.settle();
}

void open_prompt_file(Screen& screen, std::string text) {
  ImportReport report;
  SourceReport& source = report.sources.emplace_back();
  source.name = "prompts.json";
  source.format = Format::prompt_file;
  source.side_text = std::move(text);
  screen.run(StoreArrived{screen.app.state().store, report});
  screen.settle();
}

}  // namespace

TEST_CASE("Without a template the panel offers to load a prompt file; once it is open, its three parts can be copied") {
  Screen screen(trace_from_text(kCalls), 1280, 1600);
  show_first(screen);
  CHECK(!screen.has_rect("prompt-load"));
  screen.press("prompt");
  screen.settle();
  CHECK(screen.has_rect("prompt-load"));
  CHECK(!screen.has_rect("prompt-template-copy"));
  open_prompt_file(screen, R"([{"name":"greet","version":2,"content":"Greet {{name}} in {{language}}."}])");
  CHECK(!screen.has_rect("prompt-load"));
  screen.press("prompt-template-copy");
  CHECK(screen.host.copied.back() == "Greet {{name}} in {{language}}.");
  screen.press("prompt-variables-copy");
  CHECK(screen.host.copied.back() == "name = Ada\nlanguage = Thai\n");
  screen.press("prompt-resolved-copy");
  CHECK(screen.host.copied.back() == "Greet Ada in Thai.");
}

}  // namespace spanorama
