#include <doctest/doctest.h>

#include "screen.h"
#include "unit/support/trace_text.h"

namespace spanorama::test {

namespace {

constexpr std::string_view kVersions = R"(
  trace 1 at=1s
  ask 0..10ms type=generation prompt=greet version=1 tokens=100/10 attr.gen_ai.prompt="Greet Ada in Thai."
  trace 2 at=2s
  ask 0..30ms type=generation prompt=greet version=2 tokens=150/10 attr.gen_ai.prompt="Greet Ada warmly in Thai."
  trace 3 at=3s
  ask 0..20ms type=generation prompt=part tokens=1/1
)";
constexpr std::string_view kFile =
    R"([{"name":"greet","versions":[{"version":1,"content":"Greet {{name}} in {{language}}."},
                                        {"version":2,"content":"Greet {{name}} warmly in {{language}}."}]}])";

void open_prompt_file(Screen& screen) {
  ImportReport report;
  SourceReport& source = report.sources.emplace_back();
  source.name = "prompts.json";
  source.format = Format::prompt_file;
  source.side_text = kFile;
  screen.run(StoreArrived{screen.app.state().store, report});
  screen.settle();
}

}  // namespace

TEST_CASE("Two versions of a prompt stand side by side, with what makes one template of the other") {
  Screen screen(trace_from_text(kVersions), 1280, 1000);
  screen.run(SetView{ListView::versions});
  screen.settle();
  screen.press("versions-compare");
  screen.settle();
  CHECK(screen.has_rect("versions-dialog"));
  for (const char* figure : {"Calls", "Failed", "Tokens in, mean", "Time, median"})
    CHECK(screen.has_rect(std::string("version-figure-") + figure));
  CHECK_FALSE(screen.has_rect("version-figure-First token, median"));  // nobody told it
  const float sent = screen.rect("versions-diff").height;              // no template is known
  open_prompt_file(screen);
  CHECK(screen.rect("versions-diff").height == sent);  // one line of a template as well
  screen.press("version-after");
  screen.settle();
  screen.press("version-after-2");  // another prompt
  screen.settle();
  CHECK(screen.has_rect("versions-dialog"));
  screen.press("version-before");
  screen.settle();
  screen.press("version-before-2");
  screen.settle();
  CHECK_FALSE(screen.has_rect("versions-diff"));  // nothing was sent
  screen.press("versions-close");
  screen.settle();
  CHECK_FALSE(screen.has_rect("versions-dialog"));
}

TEST_CASE("Where there is one version there is nothing to compare") {
  Screen screen(trace_from_text("ask 0..10ms type=generation prompt=greet version=1 tokens=1/1"));
  screen.run(SetView{ListView::versions});
  screen.settle();
  CHECK(screen.has_rect("groups-row-0"));
  CHECK_FALSE(screen.has_rect("versions-compare"));
}

}  // namespace spanorama::test
