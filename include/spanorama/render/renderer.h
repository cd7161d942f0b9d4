// A thin layer over the GPU: instanced rectangles inside a clip, drawn where the caller says, in order. Knows
// nothing of traces. RecordingRenderer is the stub for tests; make_gl_renderer draws with the programs of shaders/.
//
// Instances are positions relative to the viewport's start; pan and zoom are uniforms:
//   x_screen = origin_x + scale_x * x,   y_screen = origin_y + scale_y * y      (pixels, y down)
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace spanorama {

enum QuadStyle : std::uint32_t {
  kQuadPlain = 0,
  kQuadHatched = 1u << 0,   // diagonal stripes in edge colour: errors
  kQuadFolded = 1u << 1,    // denser pattern: stands for many
  kQuadEdged = 1u << 2,     // 1 px edge in edge colour
  kQuadMinWidth = 1u << 3,  // never narrower than 1 px
  kQuadDiamond = 1u << 4,   // a diamond inside the rectangle
  // bits 8..15: corner radius in quarter pixels; bits 16..31: waiting share 0..65535 of the width, drawn lighter
};
constexpr std::uint32_t quad_radius(float px) { return (static_cast<std::uint32_t>(px * 4.0f) & 0xffu) << 8; }
constexpr std::uint32_t quad_waiting(float share) { return static_cast<std::uint32_t>(share * 65535.0f) << 16; }

// 32 bytes, as the GPU reads it.
struct Quad {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  std::uint32_t color = 0;  // 0xAABBGGRR, as Dear ImGui packs it
  std::uint32_t edge_color = 0;
  std::uint32_t style = kQuadPlain;
  float reserved = 0;
};
static_assert(sizeof(Quad) == 32);

struct QuadTransform {
  float origin_x = 0, origin_y = 0, scale_x = 1, scale_y = 1;
};
struct PixelRect {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;  // framebuffer pixels, y down
};
struct FrameSize {
  int width_px = 0, height_px = 0;  // framebuffer
  float pixels_per_point = 1;       // Dear ImGui coordinates to framebuffer pixels
};

struct RenderStats {
  std::uint64_t quads = 0, draw_calls = 0;  // of the frame being drawn or last drawn
};

class Renderer {
 public:
  virtual ~Renderer() = default;
  virtual void begin_frame(FrameSize size) = 0;
  // Draws at once into the bound framebuffer (called from a Dear ImGui draw callback). Framebuffer pixels.
  // `key` names a batch that did not change since the last call with the same key and revision: then nothing is
  // uploaded. Key 0: always uploaded.
  virtual void draw_quads(std::span<const Quad> quads, QuadTransform transform, PixelRect clip, std::uint64_t key = 0,
                          std::uint64_t revision = 0) = 0;
  virtual RenderStats stats() const = 0;
  // The context was lost and is back: forget all GPU objects and make them anew.
  virtual void context_restored() = 0;
};

// Needs a current OpenGL 3.3 core or WebGL2 context; null (with `why`) when a shader does not build.
std::unique_ptr<Renderer> make_gl_renderer(std::string& why);

// Writes calls as text: "quads n=3 clip=0,0,100,50" and one line per quad.
class RecordingRenderer final : public Renderer {
 public:
  void begin_frame(FrameSize size) override;
  void draw_quads(std::span<const Quad> quads, QuadTransform transform, PixelRect clip, std::uint64_t key,
                  std::uint64_t revision) override;
  RenderStats stats() const override { return stats_; }
  void context_restored() override {}
  const std::string& log() const { return log_; }

 private:
  std::string log_;
  RenderStats stats_;
};

}  // namespace spanorama
