#include <cstdio>

#include "spanorama/render/renderer.h"

namespace spanorama {

namespace {

template <class... Args>
void append(std::string& log, const char* format, Args... args) {
  char line[256];
  std::snprintf(line, sizeof line, format, args...);
  log += line;
}

double d(float value) { return static_cast<double>(value); }

void append_style(std::string& log, std::uint32_t style) {
  constexpr struct {
    std::uint32_t bit;
    const char* name;
  } kNames[] = {{kQuadHatched, " hatched"},
                {kQuadFolded, " folded"},
                {kQuadEdged, " edged"},
                {kQuadMinWidth, " min-width"},
                {kQuadDiamond, " diamond"}};
  for (const auto& name : kNames)
    if (style & name.bit) log += name.name;
  if (const std::uint32_t radius = (style >> 8) & 0xffu) append(log, " radius=%g", radius * 0.25);
  if (const std::uint32_t waiting = style >> 16) append(log, " waiting=%.2f", waiting / 65535.0);
}

}  // namespace

void RecordingRenderer::begin_frame(FrameSize size) {
  stats_ = {};
  append(log_, "frame %dx%d scale=%g\n", size.width_px, size.height_px, d(size.pixels_per_point));
}

void RecordingRenderer::draw_quads(std::span<const Quad> quads, QuadTransform transform, PixelRect clip,
                                   std::uint64_t key, std::uint64_t revision) {
  append(log_, "quads n=%zu clip=%g,%g,%g,%g", quads.size(), d(clip.x0), d(clip.y0), d(clip.x1), d(clip.y1));
  if (key != 0)
    append(log_, " key=%llu revision=%llu", static_cast<unsigned long long>(key),
           static_cast<unsigned long long>(revision));
  log_ += '\n';
  for (const Quad& quad : quads) {
    append(log_, "  x=%g..%g y=%g..%g color=%08x", d(transform.origin_x + transform.scale_x * quad.x0),
           d(transform.origin_x + transform.scale_x * quad.x1), d(transform.origin_y + transform.scale_y * quad.y0),
           d(transform.origin_y + transform.scale_y * quad.y1), quad.color);
    append_style(log_, quad.style);
    log_ += '\n';
  }
  stats_.quads += quads.size();
  ++stats_.draw_calls;
}

}  // namespace spanorama
