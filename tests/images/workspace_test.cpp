// The whole window, drawn headless from small traces with a fixed clock.
#include <doctest/doctest.h>
#include <imgui.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "compare.h"
#include "platform/headless/headless_window.h"
#include "spanorama/app/application.h"
#include "spanorama/render/renderer.h"
#include "spanorama/views/theme.h"
#include "spanorama/views/workspace.h"
#include "support/trace_text.h"
#include "test_paths.h"

namespace spanorama::test {
namespace {

constexpr auto kTraces = R"(
  support-agent      0..12400ms    type=agent session=s1 env=production in="How do I reset my password?" out="Open Settings, then Security."
    plan            40..2100ms     type=generation model=gpt-4o provider=openai tokens=820/96 ttft=420ms cost=312000
    search        2150..2900ms     type=retriever in="password reset"
      vector      2200..2600ms     type=db
    lookup_user   2950..4100ms     type=tool status=error message="timed out"
    lookup_user   4150..4900ms     type=tool
    answer        5000..12300ms    type=generation model=gpt-4o provider=openai tokens=2210/540 ttft=1100ms cost=1093000
  trace 2 at=95s
  triage             0..1800ms     type=chain env=production in="hola" out="Spanish"
    classify        20..1700ms     type=generation model=claude-haiku-4-5 provider=anthropic tokens=120/4
  trace 3 at=190s
  embed              0..140ms      type=embedding model=text-embedding-3-small provider=openai tokens=64/0
)";

// Answers nothing; its clock stands still.
class StillHost final : public Host {
 public:
  void pick_files() override {}
  void open_url(const std::string&) override {}
  void open_body(const std::string&, const std::string&, std::string) override {}
  void cancel_reading(std::uint32_t) override {}
  void close_sources(const std::vector<std::uint32_t>&) override {}
  void http_get(const std::string&, const std::vector<std::pair<std::string, std::string>>&,
                std::function<void(HttpAnswer)>) override {}
  std::optional<std::string_view> read_source(std::uint32_t, std::uint64_t, std::uint64_t) override { return {}; }
  void copy_text(const std::string&) override {}
  void open_address(const std::string&) override {}
  void set_link(const std::string&, bool) override {}
  std::string link_base() const override { return "spanorama:"; }
  UnixTime now() const override { return kBaseTime + Nanos{600 * kNanosPerSecond}; }
  int utc_offset_minutes() const override { return 0; }
  bool prefers_dark() const override { return true; }
};

std::string font(const char* name) {
  std::ifstream file(std::string(SPANORAMA_BUILD_ASSETS "/fonts/") + name, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Shot {
  WindowSize size{900, 560, 1};
  bool dark = true;
  bool trace_open = false;
  std::uint32_t compared = 0;  // number of the trace; 0: none
  DetailTab tab = DetailTab::timeline;
  int key = 0;  // an ImGuiKey that is pressed once
};

Image drawn(const Shot& shot) {
  std::string why;
  const auto window = HeadlessWindow::open(shot.size, why);
  REQUIRE_MESSAGE(window != nullptr, why);
  const auto renderer = make_gl_renderer(why);
  REQUIRE_MESSAGE(renderer != nullptr, why);
  const std::string regular = font("Inter-Regular.otf"), semibold = font("Inter-SemiBold.otf");
  const std::string mono = font("JetBrainsMono-Regular.ttf");
  load_fonts({regular, semibold, mono});
  StillHost host;
  Application application(host);
  Workspace workspace;
  workspace.set_options({.reduced_motion = true});
  const auto store = trace_from_text(kTraces);
  application.commands().push(SetTheme{shot.dark ? ThemeChoice::dark : ThemeChoice::light});
  application.commands().push(SetUtc{true});
  application.commands().push(StoreArrived{store, {}});
  if (shot.trace_open) application.commands().push(SelectTrace{trace_id_of(1)});
  if (shot.compared != 0) application.commands().push(CompareWith{trace_id_of(shot.compared)});
  application.commands().push(SelectTab{shot.tab});
  window->set_clear_color(page_color(shot.dark));
  const auto px = [&](int points) {
    return static_cast<int>(std::lround(static_cast<float>(points) * shot.size.pixels_per_point));
  };
  for (int i = 0; i < 20; ++i) {
    application.update();
    constexpr int kSettled = 5;
    if (shot.key != 0 && (i == kSettled || i == kSettled + 1))
      ImGui::GetIO().AddKeyEvent(static_cast<ImGuiKey>(shot.key), i == kSettled);
    window->begin_frame();
    renderer->begin_frame({px(shot.size.width_points), px(shot.size.height_points), shot.size.pixels_per_point});
    workspace.draw(application.frame(), *renderer);
    window->end_frame();
  }
  return window->picture();
}

TEST_CASE("the list of traces with its filters and charts") {
  CHECK(matches("window-list-dark-1x", drawn({})));
  CHECK(matches("window-list-light-1x", drawn({.dark = false})));
}

TEST_CASE("the calendar, and what the filter can ask about the open trace") {
  CHECK(matches("window-calendar-dark-1x", drawn({.key = ImGuiKey_T})));
  CHECK(matches("window-calendar-light-phone", drawn({.size = {390, 640, 1}, .dark = false, .key = ImGuiKey_T})));
  CHECK(matches("window-values-light-1x", drawn({.dark = false, .trace_open = true, .key = ImGuiKey_V})));
}

TEST_CASE("a trace's timeline, flame and tree") {
  CHECK(matches("window-timeline-dark-1x", drawn({.trace_open = true})));
  CHECK(matches("window-timeline-light-2x", drawn({.size = {640, 420, 2}, .dark = false, .trace_open = true})));
  CHECK(matches("window-flame-dark-1x", drawn({.trace_open = true, .tab = DetailTab::flame})));
  CHECK(matches("window-tree-light-1x", drawn({.dark = false, .trace_open = true, .tab = DetailTab::tree})));
}

TEST_CASE("the merged flame, the graph, the log and two traces compared") {
  CHECK(matches("window-merged-light-1x", drawn({.dark = false, .trace_open = true, .tab = DetailTab::merged})));
  CHECK(matches("window-merged-dark-2x", drawn({.size = {640, 420, 2}, .trace_open = true, .tab = DetailTab::merged})));
  CHECK(matches("window-graph-dark-1x", drawn({.trace_open = true, .tab = DetailTab::graph})));
  CHECK(matches("window-graph-light-2x",
                drawn({.size = {640, 420, 2}, .dark = false, .trace_open = true, .tab = DetailTab::graph})));
  CHECK(matches("window-log-light-1x", drawn({.dark = false, .trace_open = true, .tab = DetailTab::log})));
  CHECK(matches("window-compare-dark-1x", drawn({.trace_open = true, .compared = 2, .tab = DetailTab::compare})));
}

TEST_CASE("a phone") {
  CHECK(matches("window-phone-dark-1x", drawn({.size = {390, 844, 1}})));
  CHECK(matches("window-phone-timeline-light-1x", drawn({.size = {390, 844, 1}, .dark = false, .trace_open = true})));
}

}  // namespace
}  // namespace spanorama::test
