// SPDX-License-Identifier: MIT
// A line of text (already coloured, straight alpha), or a rectangle with four corner radii: filled, stroked inside
// its edge, or with a soft edge (a shadow). Edges are antialiased over one device pixel.
uniform sampler2D page;

in vec2 place;  // of a shape: CSS px from its centre, y downwards
in vec4 tint;
flat in vec4 radii;   // top left, top right, bottom right, bottom left
flat in vec2 extent;  // half width and half height
flat in vec3 kind;    // softness, border, 0 = line and 1 = shape

out vec4 fragment;

float distance_to_edge(vec2 from_centre) {
  vec2 sides = from_centre.x < 0.0 ? radii.xw : radii.yz;
  float radius = min(from_centre.y < 0.0 ? sides.x : sides.y, min(extent.x, extent.y));
  vec2 beyond = abs(from_centre) - extent + radius;
  return length(max(beyond, 0.0)) + min(max(beyond.x, beyond.y), 0.0) - radius;
}

void main() {
  // A device pixel in CSS px, the same in all of a quad, also of one that is turned.
  float pixel = max(length(vec2(dFdx(place.x), dFdy(place.x))), 1e-5);
  if (kind.z < 0.5) {
    fragment = tint * textureLod(page, place, 0.0);
    return;
  }
  float from_edge = distance_to_edge(place);
  float cover;
  if (kind.x > 0.0) {
    // A shadow: full at `softness` inside the edge, gone at `softness` outside.
    cover = 1.0 - smoothstep(-kind.x - 0.5 * pixel, kind.x + 0.5 * pixel, from_edge);
  } else {
    cover = clamp(0.5 - from_edge / pixel, 0.0, 1.0);
  }
  if (kind.y > 0.0) {
    cover -= clamp(0.5 - (from_edge + kind.y) / pixel, 0.0, 1.0);
  }
  fragment = vec4(tint.rgb, tint.a * max(cover, 0.0));
}
