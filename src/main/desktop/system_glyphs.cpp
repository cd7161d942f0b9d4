#include "main/desktop/system_glyphs.h"

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

namespace spanorama {
namespace {

using FontPlace = std::pair<std::string, int>;  // file and face in it

// The best installed font that has the character; an empty file when none has.
FontPlace find_font(char32_t code_point, bool bold, bool mono) {
  FcPattern* wanted = FcPatternCreate();
  FcCharSet* characters = FcCharSetCreate();
  FcCharSetAddChar(characters, code_point);
  FcPatternAddCharSet(wanted, FC_CHARSET, characters);
  FcPatternAddString(wanted, FC_FAMILY, reinterpret_cast<const FcChar8*>(mono ? "monospace" : "sans-serif"));
  FcPatternAddInteger(wanted, FC_WEIGHT, bold ? FC_WEIGHT_DEMIBOLD : FC_WEIGHT_REGULAR);
  FcConfigSubstitute(nullptr, wanted, FcMatchPattern);
  FcDefaultSubstitute(wanted);
  FcResult result = FcResultNoMatch;
  FcPattern* found = FcFontMatch(nullptr, wanted, &result);
  FontPlace place;
  FcCharSet* has = nullptr;
  FcChar8* file = nullptr;
  if (found && FcPatternGetCharSet(found, FC_CHARSET, 0, &has) == FcResultMatch && FcCharSetHasChar(has, code_point) &&
      FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch) {
    place.first = reinterpret_cast<const char*>(file);
    FcPatternGetInteger(found, FC_INDEX, 0, &place.second);
  }
  if (found) FcPatternDestroy(found);
  FcCharSetDestroy(characters);
  FcPatternDestroy(wanted);
  return place;
}

// Sets the size; the answer is by what the drawn bitmap must be scaled (fonts of fixed size have few strikes).
float set_size(FT_Face face, float size_px) {
  if (FT_IS_SCALABLE(face)) {
    FT_Set_Char_Size(face, 0, static_cast<FT_F26Dot6>(std::lround(size_px * 64)), 72, 72);
    return 1;
  }
  if (face->num_fixed_sizes < 1) return 0;
  FT_Select_Size(face, 0);
  return size_px / (static_cast<float>(face->available_sizes[0].y_ppem) / 64.0f);
}

// One pixel as straight RGBA.
void pixel_of(const FT_Bitmap& bitmap, int x, int y, unsigned char* out) {
  const unsigned char* row = bitmap.buffer + y * bitmap.pitch;
  if (bitmap.pixel_mode == FT_PIXEL_MODE_BGRA) {
    const unsigned char* p = row + x * 4;
    const int alpha = p[3];
    for (int i = 0; i < 3; ++i) out[i] = alpha ? static_cast<unsigned char>(std::min(255, p[2 - i] * 255 / alpha)) : 0;
    out[3] = p[3];
    return;
  }
  out[0] = out[1] = out[2] = 255;
  out[3] = bitmap.pixel_mode == FT_PIXEL_MODE_MONO ? ((row[x >> 3] >> (7 - (x & 7))) & 1 ? 255 : 0) : row[x];
}

std::vector<unsigned char> rgba_of(const FT_Bitmap& bitmap) {
  const int width = static_cast<int>(bitmap.width), height = static_cast<int>(bitmap.rows);
  std::vector<unsigned char> rgba(std::size_t{4} * bitmap.width * bitmap.rows);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) pixel_of(bitmap, x, y, &rgba[static_cast<std::size_t>((y * width + x) * 4)]);
  return rgba;
}

// Shrinks by averaging the source pixels under each target pixel, colours weighted by their alpha.
std::vector<unsigned char> shrunk(const std::vector<unsigned char>& from, int width, int height, int to_width,
                                  int to_height) {
  std::vector<unsigned char> out(static_cast<std::size_t>(4 * to_width * to_height));
  for (int y = 0; y < to_height; ++y)
    for (int x = 0; x < to_width; ++x) {
      const int x0 = x * width / to_width, x1 = std::max(x0 + 1, (x + 1) * width / to_width);
      const int y0 = y * height / to_height, y1 = std::max(y0 + 1, (y + 1) * height / to_height);
      int sums[4] = {};
      for (int sy = y0; sy < y1; ++sy)
        for (int sx = x0; sx < x1; ++sx) {
          const unsigned char* p = &from[static_cast<std::size_t>((sy * width + sx) * 4)];
          for (int i = 0; i < 3; ++i) sums[i] += p[i] * p[3];
          sums[3] += p[3];
        }
      unsigned char* to = &out[static_cast<std::size_t>((y * to_width + x) * 4)];
      for (int i = 0; i < 3; ++i) to[i] = sums[3] ? static_cast<unsigned char>(sums[i] / sums[3]) : 0;
      to[3] = static_cast<unsigned char>(sums[3] / ((x1 - x0) * (y1 - y0)));
    }
  return out;
}

void fill(GlyphBitmap& out, FT_GlyphSlot slot, float scale) {
  const int width = static_cast<int>(slot->bitmap.width), height = static_cast<int>(slot->bitmap.rows);
  out.width_px = width;
  out.height_px = height;
  out.left_px = static_cast<float>(slot->bitmap_left) * scale;
  out.top_px = static_cast<float>(-slot->bitmap_top) * scale;
  out.advance_px = static_cast<float>(slot->advance.x) / 64.0f * scale;
  out.colored = slot->bitmap.pixel_mode == FT_PIXEL_MODE_BGRA;
  if (width == 0 || height == 0) return;
  out.rgba = rgba_of(slot->bitmap);
  if (scale >= 1) return;
  out.width_px = std::max(1, static_cast<int>(std::lround(static_cast<float>(width) * scale)));
  out.height_px = std::max(1, static_cast<int>(std::lround(static_cast<float>(height) * scale)));
  out.rgba = shrunk(out.rgba, width, height, out.width_px, out.height_px);
}

}  // namespace

struct SystemGlyphs::Impl {
  FT_Library library = nullptr;
  std::map<FontPlace, FT_Face> faces;
  std::map<std::pair<char32_t, int>, FontPlace> places;  // character and style to font

  FT_Face face_of(char32_t code_point, bool bold, bool mono) {
    const std::pair<char32_t, int> key{code_point, (bold ? 1 : 0) + (mono ? 2 : 0)};
    auto known = places.find(key);
    if (known == places.end()) known = places.emplace(key, find_font(code_point, bold, mono)).first;
    if (known->second.first.empty()) return nullptr;
    const auto [at, fresh] = faces.emplace(known->second, nullptr);
    if (fresh && FT_New_Face(library, at->first.first.c_str(), at->first.second, &at->second) != 0)
      at->second = nullptr;
    return at->second;
  }
};

SystemGlyphs::SystemGlyphs() : impl_(std::make_unique<Impl>()) {
  FcInit();
  if (FT_Init_FreeType(&impl_->library) != 0) impl_->library = nullptr;
}

SystemGlyphs::~SystemGlyphs() {
  if (impl_->library) FT_Done_FreeType(impl_->library);  // closes the faces too
}

GlyphSource::Answer SystemGlyphs::draw(char32_t code_point, float size_px, bool bold, bool mono, GlyphBitmap& out) {
  if (!impl_->library) return Answer::missing;
  const FT_Face face = impl_->face_of(code_point, bold, mono);
  if (!face) return Answer::missing;
  const float scale = set_size(face, size_px);
  if (scale <= 0 || FT_Load_Char(face, code_point, FT_LOAD_RENDER | FT_LOAD_COLOR | FT_LOAD_TARGET_LIGHT) != 0)
    return Answer::missing;
  fill(out, face->glyph, scale);
  return Answer::drawn;
}

}  // namespace spanorama
