// Which face, how large, how aligned. Sizes are CSS pixels: the height of the em.
#pragma once

#include <cstdint>

namespace spanorama {

enum class Face : std::uint8_t { regular = 0, semibold, mono };
enum class Align : std::uint8_t { left, center, right };

struct TextStyle {
  Face face = Face::regular;
  float size = 13;
  Align align = Align::left;
};
inline constexpr TextStyle kBody{};
inline constexpr TextStyle kSmall{Face::regular, 12, Align::left};
inline constexpr TextStyle kTiny{Face::regular, 11, Align::left};
inline constexpr TextStyle kStrong{Face::semibold, 13, Align::left};
inline constexpr TextStyle kTitle{Face::semibold, 15, Align::left};
inline constexpr TextStyle kMono{Face::mono, 12.5f, Align::left};
constexpr TextStyle aligned(TextStyle style, Align align) {
  style.align = align;
  return style;
}

}  // namespace spanorama
