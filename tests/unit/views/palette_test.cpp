#include <doctest/doctest.h>

#include <set>
#include <string>

#include "unit/support/trace_text.h"
#include "unit/views/screen.h"
#include "views/palette_commands.h"

namespace spanorama {

namespace {

using test::Screen;
using test::trace_from_text;
using test::trace_id_of;

constexpr std::string_view kAgent = R"(
  agent      0..1000ms type=agent
    search  50..200ms  type=retriever
    answer 250..800ms  type=generation
      tool 300..400ms  type=tool status=error
)";

struct PaletteScreen : Screen {
  PaletteScreen() : Screen(trace_from_text(kAgent)) { ImGui::GetIO().ConfigInputTrickleEventQueue = true; }
  void open() {
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
    ImGui::GetIO().AddKeyEvent(ImGuiKey_K, true);
    frame();
    ImGui::GetIO().AddKeyEvent(ImGuiKey_K, false);
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
    settle();
  }
  void type(const char* text) {
    ImGui::GetIO().AddInputCharactersUTF8(text);
    settle();
    settle();
  }
  std::string first() {
    const std::vector<std::string> lines = workspace.palette_lines(app.state());
    return lines.empty() ? std::string() : lines.front();
  }
};

}  // namespace

TEST_CASE("Ctrl+K opens the palette, Esc closes it and nothing else") {
  PaletteScreen screen;
  screen.run(SelectTrace{trace_id_of(1)});
  screen.settle();
  screen.open();
  CHECK(screen.has_rect("palette-dialog"));
  screen.key(ImGuiKey_Escape);
  CHECK_FALSE(screen.has_rect("palette-dialog"));
  CHECK(screen.app.state().trace.valid());
}

TEST_CASE("A few letters and Enter run a command") {
  PaletteScreen screen;
  screen.run(SelectTrace{trace_id_of(1)});
  screen.settle();
  screen.open();
  screen.type("mergfl");
  CHECK(screen.first() == "Merged flame");
  screen.key(ImGuiKey_Enter);
  CHECK(screen.app.state().tab == DetailTab::merged);
  CHECK_FALSE(screen.has_rect("palette-dialog"));
}

TEST_CASE("A command that stands for a key does what the key does") {
  PaletteScreen screen;
  screen.run(SelectTrace{trace_id_of(1)});
  screen.settle();
  screen.open();
  screen.type("next err");
  CHECK(screen.first() == "Next error, key E");
  screen.key(ImGuiKey_Enter);
  screen.settle();
  CHECK(screen.app.state().span == screen.app.state().store->columns().span_id[3]);
}

TEST_CASE("A part of the selected step is copied from the palette") {
  PaletteScreen screen;
  screen.run(SelectTrace{trace_id_of(1)}, SelectSpan{screen.app.state().store->columns().span_id[2]});
  screen.settle();
  screen.open();
  screen.type("copy timings");
  screen.key(ImGuiKey_Enter);
  screen.settle();
  REQUIRE(screen.host.copied.size() == 1);
  CHECK(screen.host.copied[0].find("duration") != std::string::npos);
  CHECK(screen.host.copied[0].find("\"name\"") == std::string::npos);
}

TEST_CASE("Traces are found in the list, steps in the open trace, and the arrows choose") {
  PaletteScreen screen;
  screen.open();
  screen.type("#agent");
  CHECK(screen.first() == "Trace agent, 1 s");
  screen.key(ImGuiKey_Enter);
  CHECK(screen.app.state().trace == trace_id_of(1));
  screen.open();
  screen.type("@");
  CHECK(screen.workspace.palette_lines(screen.app.state()).size() == 4);
  screen.key(ImGuiKey_DownArrow);
  screen.key(ImGuiKey_DownArrow);
  CHECK(screen.workspace.palette_chosen() == 2);
  screen.key(ImGuiKey_Enter);
  CHECK(screen.app.state().span == screen.app.state().store->columns().span_id[2]);
}

TEST_CASE("Only what can be done now is offered, and every title is said once") {
  PaletteScreen screen;
  screen.open();
  screen.type("tmln");
  CHECK(screen.first() == "");
  std::set<std::string_view> titles;
  for (const PaletteCommand& command : palette_commands()) CHECK(titles.insert(command.title).second);
}

}  // namespace spanorama
