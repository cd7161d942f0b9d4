// Fonts and colours for Dear ImGui, before the first frame and whenever the theme changes.
//
//   ImGui::CreateContext();
//   load_fonts({regular_bytes, semibold_bytes, mono_bytes});
//
// The renderer backend must support dynamic textures (ImGuiBackendFlags_RendererHasTextures).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace spanorama {

// TrueType or OpenType files; the bytes must stay where they are as long as the ImGui context lives.
struct FontBytes {
  std::string_view regular, semibold, mono;
};

// One character as the host draws it. Pixels are RGBA with straight alpha, rows from the top; white unless `colored`.
struct GlyphBitmap {
  int width_px = 0, height_px = 0;
  float left_px = 0, top_px = 0;  // of the upper left corner, from the pen on the baseline; y down
  float advance_px = 0;
  bool colored = false;  // keeps its own colours (emoji)
  std::vector<unsigned char> rgba;
};

// Draws characters that the given fonts lack, with whatever fonts the host has.
class GlyphSource {
 public:
  virtual ~GlyphSource() = default;
  enum class Answer : std::uint8_t {
    drawn,
    missing,  // the host cannot draw it either
    later,    // enough was drawn for one frame: there is room for it until forget_postponed_glyphs()
  };
  // `size_px` is the em.
  virtual Answer draw(char32_t code_point, float size_px, bool bold, bool mono, GlyphBitmap& out) = 0;
};

// Replaces the fonts of the current context. Missing or broken bytes fall back to Dear ImGui's own font. `fallback`
// may be null, else it must live as long as the context.
void load_fonts(FontBytes fonts, GlyphSource* fallback = nullptr);

// Glyphs whose source answered `later` will be asked for again. Between frames; O(glyphs in the atlas).
void forget_postponed_glyphs();

// Colours, spacing and rounding of the current context. `scale` enlarges text, 1 as designed. Workspace::draw calls it.
void apply_theme(bool dark, float scale);

// Of the page behind everything, 0xAABBGGRR: what a window is cleared with.
std::uint32_t page_color(bool dark);

}  // namespace spanorama
