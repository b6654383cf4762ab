// SPDX-License-Identifier: MIT
// ImGui's own triangles: one colour per vertex times a texture.
uniform sampler2D image;

in vec2 place;
in vec4 tint;

out vec4 fragment;

void main() {
  fragment = tint * texture(image, place);
}
