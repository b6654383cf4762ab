// SPDX-License-Identifier: MIT
// Quads of ui/paint.h: a line of text out of an atlas page, or a shape given by its signed distance. The vertex
// layout is that of platform/imgui_config.h.
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 texture_place;
layout(location = 2) in vec4 colour;
layout(location = 3) in vec4 corner_radii;
layout(location = 4) in vec2 half_size;
layout(location = 5) in vec3 softness_border_kind;

uniform vec4 view;         // xy: from CSS px to clip space, zw: what to add
uniform vec4 device_view;  // xy: device px per CSS px, zw: CSS px of the framebuffer's top left corner

out vec2 place;
out vec4 tint;
flat out vec4 radii;
flat out vec2 extent;
flat out vec3 kind;

void main() {
  place = texture_place;
  tint = colour;
  radii = corner_radii;
  extent = half_size;
  kind = softness_border_kind;
  vec2 at = position;
  if (kind.z < 0.5) {
    // A texel of a line is a device pixel: wherever the layout put it, it is drawn on whole pixels. The small bias
    // makes both ends of a line that lies on halves round the same way.
    vec2 device = (at - device_view.zw) * device_view.xy;
    at = floor(device + 0.5 + 1.0 / 64.0) / device_view.xy + device_view.zw;
  }
  gl_Position = vec4(at * view.xy + view.zw, 0.0, 1.0);
}
