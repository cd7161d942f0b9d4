// Quads through OpenGL 3.3 core or WebGL 2. Each batch has a buffer and a vertex array:
//
//   unit quad  (0,0) (1,0) (0,1) (1,1)      one static buffer, a triangle strip
//   instances  Quad Quad Quad …             one buffer per key, and one that is filled anew for key 0
//
// State is left as it falls: callers reset it (Dear ImGui: ImDrawCallback_ResetRenderState).
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <unordered_map>

#include "render/gl_program.h"
#include "spanorama/render/renderer.h"

namespace spanorama {

namespace {

constexpr std::uint64_t kFramesKept = 240;  // batches not drawn for so many frames are freed

struct Batch {
  GLuint buffer = 0, vertex_array = 0;
  std::uint64_t revision = 0, last_frame = 0;
  std::size_t count = 0;
  bool filled = false;
};

class GlRenderer final : public Renderer {
 public:
  explicit GlRenderer(std::string& why) { build(why); }
  ~GlRenderer() override {
    for (auto& [key, batch] : batches_) release(batch);
    glDeleteBuffers(1, &unit_quad_);
    if (program_.id != 0) glDeleteProgram(program_.id);
  }
  GlRenderer(const GlRenderer&) = delete;
  GlRenderer& operator=(const GlRenderer&) = delete;

  bool usable() const { return program_.id != 0; }

  void begin_frame(FrameSize size) override {
    size_ = size;
    stats_ = {};
    ++frame_;
    for (auto at = batches_.begin(); at != batches_.end();) {
      const bool stale = at->second.last_frame + kFramesKept < frame_;
      if (stale) release(at->second);
      at = stale ? batches_.erase(at) : std::next(at);
    }
  }

  void draw_quads(std::span<const Quad> quads, QuadTransform transform, PixelRect clip, std::uint64_t key,
                  std::uint64_t revision) override {
    if (!usable() || quads.empty() || !set_scissor(clip)) return;
    Batch& batch = prepared(quads, key, revision);
    set_state(transform);
    glBindVertexArray(batch.vertex_array);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(batch.count));
    glBindVertexArray(0);
    stats_.quads += batch.count;
    ++stats_.draw_calls;
  }

  RenderStats stats() const override { return stats_; }

  void context_restored() override {
    batches_.clear();  // the names died with the context
    program_ = {};
    unit_quad_ = 0;
    std::string why;
    build(why);
  }

 private:
  void build(std::string& why) {
    program_ = build_quad_program(why);
    if (!usable()) return;
    constexpr float kCorners[] = {0, 0, 1, 0, 0, 1, 1, 1};
    glGenBuffers(1, &unit_quad_);
    glBindBuffer(GL_ARRAY_BUFFER, unit_quad_);
    glBufferData(GL_ARRAY_BUFFER, sizeof kCorners, kCorners, GL_STATIC_DRAW);
  }

  static void release(Batch& batch) {
    glDeleteVertexArrays(1, &batch.vertex_array);
    glDeleteBuffers(1, &batch.buffer);
  }

  static const void* place(std::size_t offset) { return reinterpret_cast<const void*>(offset); }

  void make(Batch& batch) {
    glGenVertexArrays(1, &batch.vertex_array);
    glGenBuffers(1, &batch.buffer);
    glBindVertexArray(batch.vertex_array);
    glBindBuffer(GL_ARRAY_BUFFER, unit_quad_);
    glVertexAttribPointer(kCorner, 2, GL_FLOAT, GL_FALSE, 0, place(0));
    glBindBuffer(GL_ARRAY_BUFFER, batch.buffer);
    constexpr GLsizei kStride = sizeof(Quad);
    glVertexAttribPointer(kRect, 4, GL_FLOAT, GL_FALSE, kStride, place(offsetof(Quad, x0)));
    glVertexAttribPointer(kColor, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStride, place(offsetof(Quad, color)));
    glVertexAttribPointer(kEdgeColor, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStride, place(offsetof(Quad, edge_color)));
    glVertexAttribIPointer(kStyle, 1, GL_UNSIGNED_INT, kStride, place(offsetof(Quad, style)));
    for (GLuint attribute = kCorner; attribute <= kStyle; ++attribute) glEnableVertexAttribArray(attribute);
    for (GLuint attribute = kRect; attribute <= kStyle; ++attribute) glVertexAttribDivisor(attribute, 1);
    glBindVertexArray(0);
  }

  Batch& prepared(std::span<const Quad> quads, std::uint64_t key, std::uint64_t revision) {
    Batch& batch = batches_[key];
    if (batch.buffer == 0) make(batch);
    batch.last_frame = frame_;
    if (key != 0 && batch.filled && batch.revision == revision) return batch;
    glBindBuffer(GL_ARRAY_BUFFER, batch.buffer);
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(quads.size_bytes()), quads.data(),
                 key == 0 ? GL_STREAM_DRAW : GL_STATIC_DRAW);
    batch.count = quads.size();
    batch.revision = revision;
    batch.filled = true;
    return batch;
  }

  // False when nothing of the clip is inside the framebuffer. OpenGL counts y from below.
  bool set_scissor(PixelRect clip) const {
    const int x0 = std::max(static_cast<int>(std::lround(clip.x0)), 0);
    const int y0 = std::max(static_cast<int>(std::lround(clip.y0)), 0);
    const int x1 = std::min(static_cast<int>(std::lround(clip.x1)), size_.width_px);
    const int y1 = std::min(static_cast<int>(std::lround(clip.y1)), size_.height_px);
    if (x0 >= x1 || y0 >= y1) return false;
    glEnable(GL_SCISSOR_TEST);
    glScissor(x0, size_.height_px - y1, x1 - x0, y1 - y0);
    return true;
  }

  void set_state(QuadTransform transform) const {
    glUseProgram(program_.id);
    glDisable(GL_CULL_FACE);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_STENCIL_TEST);
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glUniform4f(program_.transform, transform.origin_x, transform.origin_y, transform.scale_x, transform.scale_y);
    glUniform2f(program_.size, static_cast<float>(size_.width_px), static_cast<float>(size_.height_px));
    glUniform1f(program_.pixels_per_point, size_.pixels_per_point);
  }

  QuadProgram program_;
  GLuint unit_quad_ = 0;
  std::unordered_map<std::uint64_t, Batch> batches_;
  FrameSize size_;
  RenderStats stats_;
  std::uint64_t frame_ = 0;
};

}  // namespace

std::unique_ptr<Renderer> make_gl_renderer(std::string& why) {
  auto renderer = std::make_unique<GlRenderer>(why);
  if (!renderer->usable()) return nullptr;
  return renderer;
}

}  // namespace spanorama
