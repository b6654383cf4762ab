// SPDX-License-Identifier: MIT
// ImGui's own triangles: one colour per vertex times a texture. The prelude with #version comes from gl/shader.cpp.
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 texture_place;
layout(location = 2) in vec4 colour;

uniform vec4 view;  // xy: from CSS px to clip space, zw: what to add

out vec2 place;
out vec4 tint;

void main() {
  place = texture_place;
  tint = colour;
  gl_Position = vec4(position * view.xy + view.zw, 0.0, 1.0);
}
