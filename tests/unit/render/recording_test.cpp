#include <doctest/doctest.h>

#include "spanorama/render/renderer.h"

namespace spanorama {
namespace {

TEST_CASE("the recording renderer writes calls and quads in framebuffer pixels") {
  RecordingRenderer renderer;
  renderer.begin_frame({200, 100, 2});
  const Quad quads[] = {{0, 0, 10, 1, 0xff0000ffu, 0, kQuadHatched | quad_radius(2) | quad_waiting(0.5f), 0},
                        {20, 1, 30, 2, 0xff00ff00u, 0, kQuadDiamond, 0}};
  renderer.draw_quads(quads, {5, 10, 2, 20}, {0, 0, 100, 50}, 7, 3);
  CHECK(renderer.log() == R"(frame 200x100 scale=2
quads n=2 clip=0,0,100,50 key=7 revision=3
  x=5..25 y=10..30 color=ff0000ff hatched radius=2 waiting=0.50
  x=45..65 y=30..50 color=ff00ff00 diamond
)");
  CHECK(renderer.stats().quads == 2);
  CHECK(renderer.stats().draw_calls == 1);
  renderer.begin_frame({200, 100, 2});
  CHECK(renderer.stats().quads == 0);
}

}  // namespace
}  // namespace spanorama
