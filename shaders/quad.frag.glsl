// Fill, patterns and edge of one quad, with soft edges by signed distance. Output is premultiplied.
precision highp float;
precision highp int;

in vec2 v_at;
flat in vec2 v_half;
flat in vec4 v_color;
flat in vec4 v_edge_color;
flat in uint v_style;

uniform float u_pixels_per_point;

out vec4 o_color;

const uint kHatched = 1u;
const uint kFolded = 2u;
const uint kEdged = 4u;
const uint kDiamond = 16u;
const float kWaitingAlpha = 0.42;

// Distance to a rectangle with round corners: negative inside.
float round_rect(vec2 at, vec2 half_size, float radius) {
  vec2 q = abs(at) - half_size + radius;
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
}

// The share of this pixel that the rectangle covers; right also for rectangles thinner than a pixel.
float box_coverage(vec2 at, vec2 half_size) {
  vec2 covered = min(at + 0.5, half_size) - max(at - 0.5, -half_size);
  covered = clamp(covered, 0.0, 1.0);
  return covered.x * covered.y;
}

// 1 on a diagonal stripe, 0 between, soft in between; `lean` 1 or -1.
float stripe(vec2 at, float period, float width, float lean) {
  float across = (at.x + lean * at.y) * 0.70710678;
  float from_centre = abs(fract(across / period) - 0.5) * period;
  return clamp(0.5 + width * 0.5 - from_centre, 0.0, 1.0);
}

vec4 premultiplied(vec4 color) { return vec4(color.rgb * color.a, color.a); }
vec4 over(vec4 top, vec4 below) { return top + below * (1.0 - top.a); }

void main() {
  float distance_px;
  float coverage;
  if ((v_style & kDiamond) != 0u) {
    float reach = min(v_half.x, v_half.y);
    distance_px = (abs(v_at.x) + abs(v_at.y) - reach) * 0.70710678;
    coverage = clamp(0.5 - distance_px, 0.0, 1.0);
  } else {
    // A narrow bar stays a bar: its corners are at most a quarter of its width.
    float radius = min(float((v_style >> 8) & 255u) * 0.25, min(v_half.x * 0.5, v_half.y));
    distance_px = round_rect(v_at, v_half, radius);
    coverage = box_coverage(v_at, v_half);
    if (radius > 0.5) coverage = min(coverage, clamp(0.5 - distance_px, 0.0, 1.0));
  }
  if (coverage <= 0.0) discard;

  vec2 from_corner = v_at + v_half;
  float waiting_end = 2.0 * v_half.x * float(v_style >> 16) / 65535.0;
  float waiting = clamp(waiting_end - from_corner.x + 0.5, 0.0, 1.0) * step(1.0, float(v_style >> 16));

  vec4 fill = v_color;
  fill.a *= mix(1.0, kWaitingAlpha, waiting);
  vec4 color = premultiplied(fill);
  vec4 edge = premultiplied(v_edge_color);
  if ((v_style & kHatched) != 0u)
    color = over(edge * (0.75 * stripe(from_corner, 6.0 * u_pixels_per_point, 1.5 * u_pixels_per_point, 1.0)), color);
  if ((v_style & kFolded) != 0u)
    color = over(edge * (0.55 * stripe(from_corner, 3.0 * u_pixels_per_point, u_pixels_per_point, -1.0)), color);
  if ((v_style & kEdged) != 0u) {
    float width = max(floor(u_pixels_per_point + 0.5), 1.0);
    color = over(edge * clamp(distance_px + width + 0.5, 0.0, 1.0), color);
  }
  o_color = color * coverage;
}
