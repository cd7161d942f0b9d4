#include "views/fallback_glyphs.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cstring>

namespace spanorama {
namespace {

// What the loader finds in ImFontConfig::FontData, which Dear ImGui copies byte by byte.
struct FallbackFont {
  GlyphSource* source;
  float em_factor;
  FallbackStyle style;
};

// Joiners, direction marks and variation selectors: they shape their neighbours and have no picture of their own.
bool is_invisible(ImWchar c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF);
}

// Marks over or under the letter before them. Some fonts have their ink behind the pen and count on being told where a letter wants its marks,
// which nobody does here: then it goes over the middle of a letter of common width.
float left_of(const GlyphBitmap& bitmap, float em_px) {
  constexpr float kHalfLetter = 0.25f;
  const float half = static_cast<float>(bitmap.width_px) * 0.5f;
  const bool behind_pen = bitmap.advance_px == 0 && bitmap.left_px + half > 0;
  return behind_pen ? -kHalfLetter * em_px - half : bitmap.left_px;
}

bool place_bitmap(ImFontAtlas* atlas, ImFontConfig* config, ImFontBaked* baked, const GlyphBitmap& bitmap, float em_px,
                  float density, ImFontGlyph* glyph) {
  const ImFontAtlasRectId id = ImFontAtlasPackAddRect(atlas, bitmap.width_px, bitmap.height_px);
  if (id == ImFontAtlasRectId_Invalid) return false;
  const float baseline = IM_ROUND(baked->Ascent);
  glyph->X0 = left_of(bitmap, em_px) / density;
  glyph->Y0 = baseline + bitmap.top_px / density;
  glyph->X1 = glyph->X0 + static_cast<float>(bitmap.width_px) / density;
  glyph->Y1 = glyph->Y0 + static_cast<float>(bitmap.height_px) / density;
  glyph->Visible = true;
  glyph->Colored = bitmap.colored;
  glyph->PackId = id;
  ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, config, glyph, ImFontAtlasPackGetRect(atlas, id), bitmap.rgba.data(),
                                     ImTextureFormat_RGBA32, bitmap.width_px * 4);
  return true;
}

// Where a glyph that can be seen has its left edge in the atlas.
constexpr float kPostponed = -1;

bool is_postponed(const ImFontGlyph& glyph) { return !glyph.Visible && glyph.U0 == kPostponed; }

// How far a character moves the pen as long as nobody has measured it: exact for those that are an em wide, most of those that fonts of ours lack.
float likely_advance(ImWchar code_point, float em) { return code_point >= 0x1100 ? em : 0.5f * em; }

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* config, ImFontBaked* baked, void*, ImWchar code_point,
                ImFontGlyph* glyph, float* advance_only) {
  FallbackFont font;
  std::memcpy(&font, config->FontData, sizeof font);
  const float density = config->RasterizerDensity * baked->RasterizerDensity;
  GlyphBitmap bitmap;
  const float em = baked->Size / font.em_factor;
  const auto answer = is_invisible(code_point)
                          ? GlyphSource::Answer::drawn
                          : font.source->draw(code_point, em * density, font.style.bold, font.style.mono, bitmap);
  if (answer == GlyphSource::Answer::missing) return false;
  const bool postponed = answer == GlyphSource::Answer::later;
  const float advance = postponed ? likely_advance(code_point, em) : bitmap.advance_px / density;
  if (advance_only) {
    *advance_only = advance;
    return true;
  }
  glyph->Codepoint = code_point & 0x3FFFFFF;  // a bit field of 26 bits
  glyph->AdvanceX = advance;
  if (postponed) {
    glyph->U0 = kPostponed;
    return true;
  }
  const std::size_t bytes =
      std::size_t{4} * static_cast<std::size_t>(bitmap.width_px) * static_cast<std::size_t>(bitmap.height_px);
  if (bytes == 0) return true;
  if (bitmap.rgba.size() < bytes) return false;
  return place_bitmap(atlas, config, baked, bitmap, em * density, density, glyph);
}

const ImFontLoader* fallback_loader() {
  static const ImFontLoader loader = [] {
    ImFontLoader made;
    made.Name = "host";
    made.FontBakedLoadGlyph = load_glyph;
    return made;
  }();
  return &loader;
}

}  // namespace

void forget_postponed_glyphs() {
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  if (!atlas->Builder) return;
  for (int b = 0; b < atlas->Builder->BakedPool.Size; ++b) {
    ImFontBaked* baked = &atlas->Builder->BakedPool[b];
    if (baked->WantDestroy) continue;
    for (ImFontGlyph& glyph : baked->Glyphs) {
      if (!is_postponed(glyph)) continue;
      ImFontAtlasBakedDiscardFontGlyph(atlas, baked->ContainerFont, baked, &glyph);
      baked->IndexAdvanceX[static_cast<int>(glyph.Codepoint)] = -1;  // not known, too
      glyph.U0 = 0;
    }
  }
}

void add_fallback(GlyphSource* source, float em_factor, FallbackStyle style) {
  if (!source || em_factor <= 0) return;
  FallbackFont font{source, em_factor, style};
  ImFontConfig config;
  config.MergeMode = true;
  config.FontDataOwnedByAtlas = false;
  config.FontData = &font;
  config.FontDataSize = static_cast<int>(sizeof font);
  config.FontLoader = fallback_loader();
  std::strncpy(config.Name, "host", sizeof config.Name - 1);
  ImGui::GetIO().Fonts->AddFont(&config);
}

}  // namespace spanorama
