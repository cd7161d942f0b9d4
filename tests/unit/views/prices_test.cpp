#include <doctest/doctest.h>

#include "unit/support/trace_text.h"
#include "unit/views/screen.h"

namespace spanorama {

namespace {

using test::Screen;
using test::trace_from_text;

constexpr std::string_view kCalls = R"(
  one    0..1s type=generation provider=openai model=gpt-4o tokens=10/5
  trace 2
  two    0..1s type=generation model=house tokens=10/5
)";
constexpr std::string_view kOwn =
    "{\"format\": \"spanorama-prices\", \"version\": 1, \"providers\": [\n"
    "{\"name\":\"\",\"models\":[{\"model\":\"house\",\"input\":3.5}]}\n]}\n";

OpenSource source_of(std::uint32_t id, std::string name) {
  OpenSource source;
  source.id = id;
  source.name = std::move(name);
  source.phase = OpenSource::Phase::done;
  return source;
}

void choose_prices(Screen& screen) {
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, true);
  screen.key(ImGuiKey_K);
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, false);
  screen.settle();
  ImGui::GetIO().AddInputCharactersUTF8("prices: what");
  screen.settle();
  screen.key(ImGuiKey_Enter);
  screen.settle();
}

void type(Screen& screen, std::string_view field, const char* text) {
  screen.press(field);
  ImGui::GetIO().AddInputCharactersUTF8(text);
  screen.frame();
  screen.settle();
}

}  // namespace

TEST_CASE("A price that is typed and applied is opened as a price file, saved, kept and forgotten") {
  Screen screen(trace_from_text(kCalls));
  screen.run(SourceProgress{source_of(1, "a.json")});
  choose_prices(screen);
  REQUIRE(screen.has_rect("price-1-0"));
  CHECK(!screen.has_rect("prices-save"));
  type(screen, "price-0-0", "-");  // of house, which has none
  screen.press("prices-apply");
  CHECK(screen.host.opened_bodies.empty());
  screen.key(ImGuiKey_Escape);
  choose_prices(screen);
  type(screen, "price-0-0", "3.5");
  screen.press("prices-apply");
  REQUIRE(screen.host.opened_bodies.size() == 1);
  CHECK(screen.host.opened_bodies[0].second == kOwn);
  screen.press("prices-save");
  CHECK(screen.host.saved == kOwn);
  CHECK(screen.workspace.layout_text().find(" prices=%7B%22format") != std::string::npos);
  screen.run(SourceProgress{source_of(2, "own prices.json")});
  screen.press("prices-forget");
  CHECK(screen.host.closed == std::vector<std::uint32_t>{2});
  CHECK(screen.workspace.layout_text().find("prices=") == std::string::npos);
}

TEST_CASE("Kept prices are opened when there is something to price, once, and closed with it") {
  Screen before(trace_from_text(kCalls));
  before.run(SourceProgress{source_of(1, "a.json")});
  choose_prices(before);
  type(before, "price-0-0", "3.5");
  before.press("prices-apply");
  const std::string kept = before.workspace.layout_text();

  Screen screen(trace_from_text(kCalls));
  screen.workspace.set_layout_text(kept);
  screen.settle();
  CHECK(screen.host.opened_bodies.empty());
  screen.run(SourceProgress{source_of(1, "a.json")});
  screen.settle();
  REQUIRE(screen.host.opened_bodies.size() == 1);
  CHECK(screen.host.opened_bodies[0].second == kOwn);
  screen.run(SourceProgress{source_of(2, "own prices.json")});
  screen.settle();
  screen.run(CloseSource{2});  // by hand: not opened again
  screen.settle();
  CHECK(screen.host.opened_bodies.size() == 1);
  screen.run(SourceProgress{source_of(3, "own prices.json")}, CloseSource{1});
  screen.settle();
  CHECK(screen.host.closed == std::vector<std::uint32_t>{2, 1, 3});
}

TEST_CASE("Kept prices that are junk are none") {
  Screen screen(trace_from_text(kCalls));
  screen.workspace.set_layout_text("rail=300 prices=%7B%22providers%22%3A%5B%7B%22name%22%3A7%7D%5D%7D");
  CHECK(screen.workspace.layout_text().find("prices=") == std::string::npos);
}

}  // namespace spanorama
