#include "views/palette.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spanorama {

namespace {

// 0xRRGGBB as in the design tokens.
constexpr Color rgb(std::uint32_t hex) { return 0xff000000u | ((hex & 0xffu) << 16) | (hex & 0xff00u) | (hex >> 16); }

constexpr Palette kDark = {rgb(0x0e1116), rgb(0x151a21), rgb(0x1c232c), rgb(0x262f3a), rgb(0xe6eaf0), rgb(0x9aa6b4),
                           rgb(0x66717f), rgb(0x6ea8fe), rgb(0x3fb68b), rgb(0xd9a13b), rgb(0xf0616d), true};
constexpr Palette kLight = {rgb(0xf7f8fa), rgb(0xffffff), rgb(0xeef1f4), rgb(0xdde2e8), rgb(0x1a2029), rgb(0x56616e),
                            rgb(0x8a94a0), rgb(0x1f6feb), rgb(0x1a7f5a), rgb(0x9a6700), rgb(0xcf222e), false};

// By number of ObservationType: span, generation, embedding, agent, tool, chain, retriever, reranker, guardrail,
// evaluator, event, http, db.
constexpr std::array<Color, kObservationTypeCount> kTypeColors = {
    rgb(0x6b7683), rgb(0x8e7cf0), rgb(0x58c4dd), rgb(0x4c9be8), rgb(0xe0a030), rgb(0x7d8da1), rgb(0x2fb5a5),
    rgb(0x7fb950), rgb(0xe07a9b), rgb(0xc46bd0), rgb(0xb8a67a), rgb(0x5f7fa3), rgb(0xa9805b)};

float channel(Color color, int shift) { return static_cast<float>((color >> shift) & 0xffu) / 255.0f; }

Color packed(float r, float g, float b, float a) {
  const auto byte = [](float value) { return static_cast<Color>(std::clamp(value, 0.0f, 1.0f) * 255.0f + 0.5f); };
  return byte(r) | (byte(g) << 8) | (byte(b) << 16) | (byte(a) << 24);
}

float linear(float value) { return value <= 0.04045f ? value / 12.92f : std::pow((value + 0.055f) / 1.055f, 2.4f); }

float luminance(Color color) {
  return 0.2126f * linear(channel(color, 0)) + 0.7152f * linear(channel(color, 8)) +
         0.0722f * linear(channel(color, 16));
}

}  // namespace

const Palette& palette(bool dark) { return dark ? kDark : kLight; }

Color type_color(ObservationType type, bool dark) {
  const auto index = static_cast<std::size_t>(type);
  const Color color = kTypeColors[index < kTypeColors.size() ? index : 0];
  return dark ? color : mixed(color, rgb(0x10151c), 0.12f);
}

Color status_color(Status status, const Palette& colors) {
  if (status == Status::error) return colors.error;
  return status == Status::ok ? colors.ok : colors.faint;
}

Color with_alpha(Color color, float alpha) {
  return (color & 0x00ffffffu) | (static_cast<Color>(std::clamp(alpha, 0.0f, 1.0f) * 255.0f + 0.5f) << 24);
}

Color mixed(Color from, Color to, float share) {
  const auto mix = [&](int shift) { return channel(from, shift) * (1 - share) + channel(to, shift) * share; };
  return packed(mix(0), mix(8), mix(16), mix(24));
}

Color ink_on(Color background) {
  // 0.18 is where black and white read equally well.
  return luminance(background) > 0.17f ? rgb(0x0b0e12) : rgb(0xffffff);
}

Color accent_ink(const Palette& colors) { return colors.dark ? rgb(0x0b0e12) : rgb(0xffffff); }

Color ramp_color(float share, const Palette& colors) {
  const std::array<Color, 4> dark = {rgb(0x1e2a44), rgb(0x3b4fa8), rgb(0x8e7cf0), rgb(0xf2c46b)};
  const std::array<Color, 4> light = {rgb(0xdfe6f7), rgb(0x9db4f2), rgb(0x6a5bd6), rgb(0x33206f)};
  const std::array<Color, 4>& stops = colors.dark ? dark : light;
  const float at = std::clamp(share, 0.0f, 1.0f) * 3.0f;
  const auto low = static_cast<std::size_t>(std::min(2.0f, std::floor(at)));
  return mixed(stops[low], stops[low + 1], at - static_cast<float>(low));
}

}  // namespace spanorama
