#include "spanorama/views/theme.h"

#include <imgui.h>

#include <cstring>

#include "views/fallback_glyphs.h"
#include "views/font_metrics.h"
#include "views/palette.h"

namespace spanorama {

namespace {

void add_font(std::string_view bytes, const char* name) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  std::strncpy(config.Name, name, sizeof config.Name - 1);
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  // em_factor is zero for bytes that hold no font.
  if (em_factor(bytes) <= 0) {
    atlas->AddFontDefault();
    return;
  }
  // Dear ImGui takes a writable pointer but only reads from it.
  atlas->AddFontFromMemoryTTF(const_cast<char*>(bytes.data()), static_cast<int>(bytes.size()), 16.0f, &config);
}

void set_color(ImGuiStyle& style, ImGuiCol which, Color color) {
  style.Colors[which] = ImGui::ColorConvertU32ToFloat4(color);
}

}  // namespace

void load_fonts(FontBytes fonts, GlyphSource* fallback) {
  ImGui::GetIO().Fonts->Clear();
  add_font(fonts.regular, "regular");
  add_fallback(fallback, em_factor(fonts.regular), {});
  add_font(fonts.semibold, "semibold");
  add_fallback(fallback, em_factor(fonts.semibold), {.bold = true});
  add_font(fonts.mono, "mono");
  add_fallback(fallback, em_factor(fonts.mono), {.mono = true});
}

void apply_theme(bool dark, float scale) {
  const Palette& colors = palette(dark);
  ImGuiStyle& style = ImGui::GetStyle();
  const float font_size = style.FontSizeBase;
  style = ImGuiStyle();
  style.FontSizeBase = font_size;
  style.FontScaleMain = scale;
  style.WindowPadding = {0, 0};
  style.FramePadding = {0, 0};
  style.ItemSpacing = {0, 0};
  style.WindowBorderSize = style.ChildBorderSize = style.PopupBorderSize = style.FrameBorderSize = 0;
  style.WindowRounding = style.ChildRounding = 0;
  style.WindowMinSize = {1, 1};
  style.ScrollbarSize = 8;
  style.ScrollbarRounding = 4;
  style.AntiAliasedLines = style.AntiAliasedFill = true;
  style.CircleTessellationMaxError = 0.15f;
  style.CurveTessellationTol = 0.6f;
  for (int i = 0; i < ImGuiCol_COUNT; ++i) set_color(style, i, 0);
  set_color(style, ImGuiCol_Text, colors.text);
  set_color(style, ImGuiCol_TextDisabled, colors.faint);
  set_color(style, ImGuiCol_InputTextCursor, colors.accent);
  set_color(style, ImGuiCol_ScrollbarGrab, with_alpha(colors.faint, 0.4f));
  set_color(style, ImGuiCol_ScrollbarGrabHovered, with_alpha(colors.faint, 0.6f));
  set_color(style, ImGuiCol_ScrollbarGrabActive, with_alpha(colors.faint, 0.8f));
}

std::uint32_t page_color(bool dark) { return palette(dark).page; }

}  // namespace spanorama
