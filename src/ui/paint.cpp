// SPDX-License-Identifier: MIT
// See paint.h. Clipping: Sutherland and Hodgman 1974, of convex polygons by a rectangle.
#include "ui/paint.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "base/assert.h"

namespace ui {

namespace {

// platform::atlas_page_bit, which this layer may not include: tells the renderer that these are
// quads of ours. Set here too, since a 32-bit uintptr_t has no room for it.
constexpr uint64_t atlas_page_bit = uint64_t{1} << 32;

constexpr int max_polygon = 12;

ImU32 to_imgui(Colour colour) {
  return IM_COL32(colour >> 24, (colour >> 16) & 0xff, (colour >> 8) & 0xff, colour & 0xff);
}

Rect intersection(const Rect& a, const Rect& b) {
  Rect out;
  out.x = std::max(a.x, b.x);
  out.y = std::max(a.y, b.y);
  out.width = std::max(0.0f, std::min(a.x + a.width, b.x + b.width) - out.x);
  out.height = std::max(0.0f, std::min(a.y + a.height, b.y + b.height) - out.y);
  return out;
}

}  // namespace

Colour faded(Colour colour, float opacity) {
  const auto alpha = static_cast<uint32_t>(
      std::lround(static_cast<float>(colour & 0xff) * std::clamp(opacity, 0.0f, 1.0f)));
  return (colour & 0xffffff00) | alpha;
}

Colour mixed(Colour ground, Colour top, float share) {
  Colour out = 0;
  for (int shift = 24; shift >= 8; shift -= 8) {
    const auto low = static_cast<float>((ground >> shift) & 0xff);
    const auto high = static_cast<float>((top >> shift) & 0xff);
    out |= static_cast<Colour>(std::lround(low + (high - low) * share)) << shift;
  }
  return out | 0xff;
}

Paint::Paint(ImDrawList& list, base::TextEngine& engine, float scale, uint64_t page)
    : list_(list), engine_(engine), scale_(scale > 0 ? scale : 1), page_(page) {
  constexpr float everything = 1e6f;
  clips_.push_back({-everything, -everything, 2 * everything, 2 * everything});
}

Paint::~Paint() {
  if (has_pushed_) list_.PopTexture();
}

float Paint::snap(float position) const { return std::round(position * scale_) / scale_; }

void Paint::push_clip(const Rect& rect) {
  Rect snapped;
  snapped.x = snap(rect.x);
  snapped.y = snap(rect.y);
  snapped.width = snap(rect.x + rect.width) - snapped.x;
  snapped.height = snap(rect.y + rect.height) - snapped.y;
  clips_.push_back(intersection(clips_.back(), snapped));
}

void Paint::pop_clip() {
  ASSERT(clips_.size() > 1);
  clips_.pop_back();
}

// Cuts the polygon to the clip rectangle, interpolating the texture coordinates, and appends it as
// a fan.
void Paint::emit(const Corner* corners, int count, const ImDrawVert& rest, uint64_t page) {
  const Rect& clip = clips_.back();
  if (clip.width <= 0 || clip.height <= 0) return;
  Corner buffers[2][max_polygon];
  std::copy(corners, corners + count, buffers[0]);
  int current = 0;
  const float limits[4] = {clip.x, clip.x + clip.width, clip.y, clip.y + clip.height};
  for (int side = 0; side < 4 && count > 0; ++side) {
    const Corner* from = buffers[current];
    Corner* to = buffers[1 - current];
    const auto depth = [&](const Corner& c) {
      switch (side) {
        case 0:
          return c.x - limits[0];
        case 1:
          return limits[1] - c.x;
        case 2:
          return c.y - limits[2];
        default:
          return limits[3] - c.y;
      }
    };
    int kept = 0;
    for (int i = 0; i < count; ++i) {
      const Corner& a = from[i];
      const Corner& b = from[(i + 1) % count];
      const float da = depth(a);
      const float db = depth(b);
      if (da >= 0) to[kept++] = a;
      if ((da < 0) != (db < 0)) {
        const float t = da / (da - db);
        Corner cut = {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.u + (b.u - a.u) * t,
                      a.v + (b.v - a.v) * t};
        // Exactly on the edge: no gap and no overlap between neighbours.
        (side < 2 ? cut.x : cut.y) = limits[side];
        to[kept++] = cut;
      }
    }
    count = kept;
    current = 1 - current;
  }
  if (count < 3) return;
  if (!has_pushed_ || pushed_page_ != page) {
    if (has_pushed_) list_.PopTexture();
    list_.PushTexture(ImTextureRef(static_cast<ImTextureID>(page | atlas_page_bit)));
    pushed_page_ = page;
    has_pushed_ = true;
  }
  ++quads_;
  list_.PrimReserve((count - 2) * 3, count);
  const auto first = static_cast<ImDrawIdx>(list_._VtxCurrentIdx);
  for (int i = 1; i + 1 < count; ++i) {
    *list_._IdxWritePtr++ = first;
    *list_._IdxWritePtr++ = first + static_cast<ImDrawIdx>(i);
    *list_._IdxWritePtr++ = first + static_cast<ImDrawIdx>(i) + 1;
  }
  for (int i = 0; i < count; ++i) {
    const Corner& corner = buffers[current][i];
    ImDrawVert& vertex = *list_._VtxWritePtr++;
    vertex = rest;
    vertex.pos = ImVec2(corner.x, corner.y);
    vertex.uv = ImVec2(corner.u, corner.v);
  }
  list_._VtxCurrentIdx += static_cast<unsigned int>(count);
}

void Paint::shape(const Rect& rect, Colour colour, Corners corners, float softness, float border) {
  if ((colour & 0xff) == 0 || rect.width <= 0 || rect.height <= 0) return;
  ImDrawVert rest = {};
  rest.col = to_imgui(colour);
  rest.radii = static_cast<ImU32>(corners.top_left) | static_cast<ImU32>(corners.top_right) << 8 |
               static_cast<ImU32>(corners.bottom_right) << 16 |
               static_cast<ImU32>(corners.bottom_left) << 24;
  rest.half_size[0] = rect.width / 2;
  rest.half_size[1] = rect.height / 2;
  rest.softness = softness;
  rest.border = border;
  rest.kind = 1;
  // Room for the antialiased edge, and for all of a shadow.
  const float around = softness + 1;
  const float left = rect.x - around, right = rect.x + rect.width + around;
  const float top = rect.y - around, bottom = rect.y + rect.height + around;
  const float u = rect.width / 2 + around, v = rect.height / 2 + around;
  const Corner quad[4] = {
      {left, top, -u, -v}, {right, top, u, -v}, {right, bottom, u, v}, {left, bottom, -u, v}};
  emit(quad, 4, rest, page_);
}

void Paint::fill(const Rect& rect, Colour colour, Corners corners) {
  shape(rect, colour, corners, 0, 0);
}

void Paint::stroke(const Rect& rect, Colour colour, float width, Corners corners) {
  shape(rect, colour, corners, 0, width);
}

void Paint::shadow(const Rect& rect, Colour colour, float softness, Corners corners) {
  shape(rect, colour, corners, softness, 0);
}

void Paint::circle(float x, float y, float radius, Colour colour) {
  fill({x - radius, y - radius, 2 * radius, 2 * radius}, colour, all_corners(std::ceil(radius)));
}

void Paint::ring(float x, float y, float radius, float width, Colour colour) {
  stroke({x - radius, y - radius, 2 * radius, 2 * radius}, colour, width,
         all_corners(std::ceil(radius)));
}

void Paint::segment(float x0, float y0, float x1, float y1, float width, Colour colour) {
  const float dx = x1 - x0, dy = y1 - y0;
  const float length = std::sqrt(dx * dx + dy * dy);
  const float ax = length > 0 ? dx / length : 1, ay = length > 0 ? dy / length : 0;
  const float half_length = (length + width) / 2, half_width = width / 2;
  ImDrawVert rest = {};
  rest.col = to_imgui(colour);
  const auto radius = static_cast<ImU32>(std::ceil(half_width));
  rest.radii = radius | radius << 8 | radius << 16 | radius << 24;
  rest.half_size[0] = half_length;
  rest.half_size[1] = half_width;
  rest.kind = 1;
  const float u = half_length + 1, v = half_width + 1;
  const float mx = (x0 + x1) / 2, my = (y0 + y1) / 2;
  const auto corner = [&](float s, float t) {
    return Corner{mx + ax * s - ay * t, my + ay * s + ax * t, s, t};
  };
  const Corner quad[4] = {corner(-u, -v), corner(u, -v), corner(u, v), corner(-u, v)};
  emit(quad, 4, rest, page_);
}

void Paint::triangle(float x0, float y0, float x1, float y1, float x2, float y2, Colour colour) {
  ImDrawVert rest = {};
  rest.col = to_imgui(colour);
  // Far inside a large shape: covered everywhere. Whoever wants smooth edges draws them as
  // segments.
  rest.half_size[0] = rest.half_size[1] = 1e4f;
  rest.kind = 1;
  const Corner corners[3] = {{x0, y0, 0, 0}, {x1, y1, 1, 0}, {x2, y2, 0, 1}};
  emit(corners, 3, rest, page_);
}

void Paint::placeholder(const base::TextLine& line, float x, float y, Colour colour) {
  const float height = std::max(4.0f, line.height * 0.4f);
  fill({x + line.x, y + line.y + (line.height - height) / 2, line.width, height},
       faded(colour, 0.12f), all_corners(height / 2));
}

void Paint::text(const base::TextLayout& layout, float x, float y, Colour colour, float opacity) {
  const Rect clip = clips_.back();
  x = snap(x);
  y = snap(y);
  for (size_t i = 0; i < layout.lines.size(); ++i) {
    const base::TextLine& line = layout.lines[i];
    // Ink may leave the line box a little.
    const float top = y + line.y - line.height, bottom = y + line.y + 2 * line.height;
    if (bottom < clip.y || top > clip.y + clip.height) continue;
    if (line.width <= 0 || x + line.x > clip.x + clip.width) continue;
    const std::optional<base::LineTexture> texture = engine_.line_texture(layout, i, colour);
    if (!texture) {
      has_pending_text_ = true;
      placeholder(line, x, y, colour);
      continue;
    }
    const auto page = static_cast<uint64_t>(texture->page) & ~atlas_page_bit;
    if (page != 0) page_ = page;
    ImDrawVert rest = {};
    rest.col = to_imgui(faded(0xffffffff, opacity));
    const float left = x + texture->x, up = y + texture->y;
    const float right = left + texture->width, down = up + texture->height;
    const Corner quad[4] = {{left, up, texture->u0, texture->v0},
                            {right, up, texture->u1, texture->v0},
                            {right, down, texture->u1, texture->v1},
                            {left, down, texture->u0, texture->v1}};
    if (texture->width > 0 && texture->height > 0) emit(quad, 4, rest, page);
  }
}

}  // namespace ui
