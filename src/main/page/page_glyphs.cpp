#include "main/page/page_glyphs.h"

#include <emscripten/em_js.h>
#include <emscripten/emscripten.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

// The body is JavaScript, whose operators the formatter would take apart.
// clang-format off
// Six 32-bit numbers (width, height, left, top, advance as floats; coloured), then the pixels. The caller frees it.
EM_JS(void*, host_glyph, (unsigned code_point, float size_px, int bold, int mono), {
  const glyph = Module["glyphs"].draw(code_point >>> 0, size_px, bold !== 0, mono !== 0);
  if (!glyph) return 0;
  const at = _malloc(24 + glyph.rgba.length);
  if (!at) return 0;
  const numbers = new DataView(HEAPU8.buffer, at, 24);
  numbers.setInt32(0, glyph.width, true);
  numbers.setInt32(4, glyph.height, true);
  numbers.setFloat32(8, glyph.left, true);
  numbers.setFloat32(12, glyph.top, true);
  numbers.setFloat32(16, glyph.advance, true);
  numbers.setInt32(20, glyph.colored ? 1 : 0, true);
  HEAPU8.set(glyph.rgba, at + 24);
  return at;
})
// clang-format on

namespace spanorama {

namespace {

// A browser may look through all fonts of the system for a character: some take milliseconds, and a page of Chinese has hundreds.
constexpr double kFrameMs = 20;

bool drawn_by_page(char32_t code_point, float size_px, bool bold, bool mono, GlyphBitmap& out) {
  struct Head {
    std::int32_t width, height;
    float left, top, advance;
    std::int32_t colored;
  } head;
  void* at = host_glyph(code_point, size_px, bold, mono);
  if (!at) return false;
  std::memcpy(&head, at, sizeof head);
  const auto* pixels = static_cast<const unsigned char*>(at) + sizeof head;
  out = {head.width, head.height, head.left, head.top, head.advance, head.colored != 0, {}};
  out.rgba.assign(
      pixels, pixels + std::size_t{4} * static_cast<std::size_t>(head.width) * static_cast<std::size_t>(head.height));
  std::free(at);
  return true;
}

}  // namespace

bool PageGlyphs::begin_frame() {
  spent_ms_ = 0;
  return std::exchange(postponed_, false);
}

GlyphSource::Answer PageGlyphs::draw(char32_t code_point, float size_px, bool bold, bool mono, GlyphBitmap& out) {
  if (spent_ms_ >= kFrameMs) {
    postponed_ = true;
    return Answer::later;
  }
  const double begin_ms = emscripten_get_now();
  const bool drawn = drawn_by_page(code_point, size_px, bold, mono, out);
  spent_ms_ += emscripten_get_now() - begin_ms;
  return drawn ? Answer::drawn : Answer::missing;
}

}  // namespace spanorama
