#include "views/fallback_glyphs.h"

#include <doctest/doctest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include "spanorama/views/theme.h"

namespace spanorama {
namespace {

constexpr ImWchar kHan = 0x6F22, kAlef = 0x627, kFatha = 0x64E;
constexpr float kSize = 20;

// Draws nothing while it is busy.
class HostGlyphs final : public GlyphSource {
 public:
  Answer draw(char32_t c, float size_px, bool, bool, GlyphBitmap& out) override {
    ++asked;
    if (busy) return Answer::later;
    if (c == kFatha) {
      out = {4, 2, size_px * 0.1f, -14, 0, false, std::vector<unsigned char>(32, 255)};
      return Answer::drawn;
    }
    out = {2, 2, 0, -2, size_px * 0.75f, false, std::vector<unsigned char>(16, 255)};
    return Answer::drawn;
  }
  int asked = 0;
  bool busy = true;
};

struct Context {
  Context() : context(ImGui::CreateContext()) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.DisplaySize = {100, 100};
    load_fonts({});
    add_fallback(&glyphs, 1, {});
    ImGui::NewFrame();
  }
  ~Context() {
    ImGui::EndFrame();
    ImGui::DestroyContext(context);
  }
  ImFontGlyph* glyph(ImWchar c) const { return ImGui::GetIO().Fonts->Fonts.back()->GetFontBaked(kSize)->FindGlyph(c); }

  bool visible(ImWchar c) const { return glyph(c)->Visible != 0; }

  ImGuiContext* context;
  HostGlyphs glyphs;
};

}  // namespace

TEST_CASE("a character that the host has no time for keeps its place free, and is asked for again") {
  Context c;
  const float em = c.glyph(kHan)->AdvanceX;
  CHECK(em == doctest::Approx(kSize));
  CHECK_FALSE(c.visible(kHan));
  CHECK(c.glyph(kAlef)->AdvanceX < em);  // narrower, as most scripts are
  CHECK_FALSE(c.visible(kHan));
  CHECK(c.glyphs.asked == 2);  // not again in the same frame

  c.glyphs.busy = false;
  CHECK_FALSE(c.visible(kHan));
  forget_postponed_glyphs();
  CHECK(c.visible(kHan));
  CHECK(c.glyph(kHan)->AdvanceX == doctest::Approx(0.75f * em));
  CHECK(c.glyphs.asked == 3);

  forget_postponed_glyphs();
  CHECK(c.glyph(kHan) != nullptr);
  CHECK(c.glyphs.asked == 3);  // what is there stays
  CHECK(c.visible(kAlef));
}

TEST_CASE("a mark whose ink lies behind the pen goes over the letter before it") {
  Context c;
  c.glyphs.busy = false;
  const ImFontGlyph* fatha = c.glyph(kFatha);
  CHECK(fatha->AdvanceX == 0);
  CHECK((fatha->X0 + fatha->X1) / 2 == doctest::Approx(-0.25f * kSize));
  CHECK(c.glyph(kHan)->X0 == 0);
}

}  // namespace spanorama
