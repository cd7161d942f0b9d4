// Fonts and colours for Dear ImGui, before the first frame and whenever the theme changes.
//
//   ImGui::CreateContext();
//   load_fonts({regular_bytes, semibold_bytes, mono_bytes});
//
// The renderer backend must support dynamic textures (ImGuiBackendFlags_RendererHasTextures).
#pragma once

#include <cstdint>
#include <string_view>

namespace spanorama {

// TrueType or OpenType files; the bytes must stay where they are as long as the ImGui context lives.
struct FontBytes {
  std::string_view regular, semibold, mono;
};
// Replaces the fonts of the current context. Missing or broken bytes fall back to Dear ImGui's own font.
void load_fonts(FontBytes fonts);

// Colours, spacing and rounding of the current context. `scale` enlarges text, 1 as designed. Workspace::draw calls it.
void apply_theme(bool dark, float scale);

// Of the page behind everything, 0xAABBGGRR: what a window is cleared with.
std::uint32_t page_color(bool dark);

}  // namespace spanorama
