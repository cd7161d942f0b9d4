// The timeline of a small trace drawn from boxes alone: layout, renderer and headless window, without the views.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "compare.h"
#include "platform/headless/headless_window.h"
#include "spanorama/layout/timeline.h"
#include "spanorama/render/renderer.h"
#include "support/trace_text.h"

namespace spanorama::test {
namespace {

constexpr auto kTrace = R"(
  agent         0..100ms   type=agent
    plan        2..30ms    type=generation ttft=9ms
    search     32..50ms    type=retriever
      db       33..41ms    type=db
      db       42..49ms    type=db
    tool       50..58ms    type=tool status=error
    tool       51..60ms    type=tool
    answer     60..98ms    type=generation ttft=14ms
    instant    99..99ms    type=event
)";

struct Colors {
  std::uint32_t page, edge, error;
};
constexpr Colors kDark{0xff16110e, 0xffeae6e0, 0xff6d61f0};
constexpr Colors kLight{0xfffaf8f7, 0xff29201a, 0xff2e22cf};

// Of visual.md, as Dear ImGui packs them.
std::uint32_t color_of(ObservationType type) {
  switch (type) {
    case ObservationType::generation: return 0xfff07c8e;
    case ObservationType::agent: return 0xffe89b4c;
    case ObservationType::tool: return 0xff30a0e0;
    case ObservationType::retriever: return 0xffa5b52f;
    case ObservationType::db: return 0xff5b80a9;
    case ObservationType::event: return 0xff7aa6b8;
    default: return 0xff83766b;
  }
}

std::uint32_t style_of(const TraceStore& store, const SpanBox& box) {
  std::uint32_t style = quad_radius(2) | kQuadMinWidth;
  if (box.folded != 0) style |= kQuadFolded;
  if (box.error) style |= kQuadHatched | kQuadEdged;
  if (store.columns().type[box.row.value] == ObservationType::event) style |= kQuadDiamond;
  if (box.first_token_px >= 0) style |= quad_waiting((box.first_token_px - box.x0_px) / (box.x1_px - box.x0_px));
  return style;
}

std::vector<Quad> quads_of(const TraceStore& store, const std::vector<SpanBox>& boxes, const Colors& colors) {
  std::vector<Quad> quads;
  for (const SpanBox& box : boxes) {
    const float y = static_cast<float>(box.lane) * 18;
    Quad quad{box.x0_px,
              y,
              box.x1_px,
              y + 14,
              color_of(store.columns().type[box.row.value]),
              box.error ? colors.error : colors.edge,
              style_of(store, box),
              0};
    if (quad.style & kQuadDiamond) {
      quad.x0 -= 7;
      quad.x1 = quad.x0 + 14;
    }
    quads.push_back(quad);
  }
  return quads;
}

// Renders `quads`, given in points, at any scale.
Image drawn(const std::vector<Quad>& quads, WindowSize size, const Colors& colors) {
  std::string why;
  const auto window = HeadlessWindow::open(size, why);
  REQUIRE_MESSAGE(window != nullptr, why);
  const auto renderer = make_gl_renderer(why);
  REQUIRE_MESSAGE(renderer != nullptr, why);
  const float scale = size.pixels_per_point;
  const float width = static_cast<float>(size.width_points) * scale;
  const float height = static_cast<float>(size.height_points) * scale;
  window->set_clear_color(colors.page);
  window->begin_frame();
  renderer->begin_frame({static_cast<int>(width), static_cast<int>(height), scale});
  renderer->draw_quads(quads, {10 * scale, 10 * scale, scale, scale}, {0, 0, width - 4 * scale, height});
  CHECK(renderer->stats().quads == quads.size());
  window->end_frame();
  return window->picture();
}

Image timeline(const TraceStore& store, float scale, const Colors& colors) {
  const Viewport view = viewport_over(store.trace(TraceRow{0}).start,
                                      store.trace(TraceRow{0}).start + store.trace(TraceRow{0}).duration, 460);
  std::vector<SpanBox> boxes;
  lay_out_rows(store, visible_rows(store, TraceRow{0}, {}), 0, 100, view, boxes);
  return drawn(quads_of(store, boxes, colors), {480, 190, scale}, colors);
}

TEST_CASE("rows of a timeline: bars, waiting shares, errors, an event") {
  const auto store = trace_from_text(kTrace);
  CHECK(matches("rows-dark-1x", timeline(*store, 1, kDark)));
  CHECK(matches("rows-light-1x", timeline(*store, 1, kLight)));
  CHECK(matches("rows-dark-2x", timeline(*store, 2, kDark)));
  CHECK(matches("rows-light-2x", timeline(*store, 2, kLight)));
}

TEST_CASE("lanes of many spans: folded boxes keep counts and errors visible") {
  std::string text = "agent 0..1000ms type=agent\n";
  for (int i = 0; i < 300; ++i) {
    const std::string at = std::to_string(i * 3);
    text += "  step " + at + ".." + std::to_string(i * 3 + (i % 50 == 10 ? 60 : 2)) + "ms type=tool";
    text += i == 200 ? " status=error\n" : "\n";
  }
  const auto store = trace_from_text(text);
  std::vector<SpanBox> boxes;
  lay_out_lanes(*store, packed_lanes(*store, TraceRow{0}, 8),
                viewport_over(kBaseTime, kBaseTime + Nanos{1000 * kNanosPerMilli}, 460), 4, boxes);
  CHECK(matches("lanes-dark-1x", drawn(quads_of(*store, boxes, kDark), {480, 80, 1}, kDark)));
}

TEST_CASE("every style bit, from narrow to wide") {
  std::vector<Quad> quads;
  const std::uint32_t styles[] = {kQuadPlain,
                                  kQuadHatched,
                                  kQuadFolded,
                                  kQuadEdged,
                                  kQuadMinWidth,
                                  kQuadDiamond,
                                  quad_waiting(0.4f),
                                  kQuadHatched | kQuadEdged,
                                  kQuadFolded | kQuadHatched};
  float y = 0;
  for (const std::uint32_t style : styles) {
    float x = 0;
    for (const float width : {0.3f, 1.0f, 2.5f, 6.0f, 20.0f, 80.0f}) {
      quads.push_back({x, y, x + width, y + 12, 0xffe89b4c, 0xff6d61f0, style, 0});
      quads.push_back({x + 220, y, x + 220 + width, y + 12, 0x80e89b4c, 0xff6d61f0, style | quad_radius(4), 0});
      x += width + 10.5f;
    }
    y += 18;
  }
  CHECK(matches("styles-dark-1x", drawn(quads, {460, 190, 1}, kDark)));
}

TEST_CASE("a renderer whose context was lost draws the same again") {
  std::string why;
  const auto window = HeadlessWindow::open({64, 32, 1}, why);
  REQUIRE_MESSAGE(window != nullptr, why);
  const auto renderer = make_gl_renderer(why);
  REQUIRE_MESSAGE(renderer != nullptr, why);
  const Quad quad{4, 4, 40, 20, 0xff30a0e0, 0, quad_radius(3), 0};
  const auto picture = [&](std::uint64_t key, std::uint64_t revision, float x) {
    window->begin_frame();
    renderer->begin_frame({64, 32, 1});
    Quad moved = quad;
    moved.x0 = x;
    renderer->draw_quads({&moved, 1}, {}, {0, 0, 64, 32}, key, revision);
    window->end_frame();
    return window->picture().rgba;
  };
  const auto before = picture(7, 1, 4);
  CHECK(picture(7, 1, 20) == before);  // same key and revision: nothing is uploaded
  CHECK(picture(7, 2, 20) != before);
  renderer->context_restored();
  CHECK(picture(7, 1, 4) == before);
  CHECK(picture(0, 0, 4) == before);
  CHECK(picture(0, 0, 20) != before);
}

}  // namespace
}  // namespace spanorama::test
