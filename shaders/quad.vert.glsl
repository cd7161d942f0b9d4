// One instance of Quad (renderer.h) on one corner of the unit quad. Positions are framebuffer pixels, y down.
precision highp float;
precision highp int;

layout(location = 0) in vec2 a_corner;  // 0 or 1
layout(location = 1) in vec4 a_rect;    // x0 y0 x1 y1
layout(location = 2) in vec4 a_color;
layout(location = 3) in vec4 a_edge_color;
layout(location = 4) in uint a_style;

uniform vec4 u_transform;  // origin x y, scale x y
uniform vec2 u_size;       // framebuffer

out vec2 v_at;  // from the centre
flat out vec2 v_half;
flat out vec4 v_color;
flat out vec4 v_edge_color;
flat out uint v_style;

const uint kMinWidth = 8u;
const uint kDiamond = 16u;

void main() {
  vec2 low = u_transform.xy + u_transform.zw * a_rect.xy;
  vec2 high = u_transform.xy + u_transform.zw * a_rect.zw;
  if ((a_style & kDiamond) == 0u) {
    // Bars start and end on whole pixels vertically: rows of equal height look equal.
    low.y = floor(low.y + 0.5);
    high.y = max(floor(high.y + 0.5), low.y + 1.0);
  }
  if ((a_style & kMinWidth) != 0u) high.x = max(high.x, low.x + 1.0);
  v_half = (high - low) * 0.5;
  // One pixel more on each side, for the soft edge.
  vec2 at = mix(low - 1.0, high + 1.0, a_corner);
  v_at = at - (low + high) * 0.5;
  v_color = a_color;
  v_edge_color = a_edge_color;
  v_style = a_style;
  gl_Position = vec4(at.x / u_size.x * 2.0 - 1.0, 1.0 - at.y / u_size.y * 2.0, 0.0, 1.0);
}
