// SPDX-License-Identifier: MIT
// Our quads in ImGui's draw list: lines of text, and shapes that the renderer draws by signed
// distance. All of a frame's quads have one texture (the current page of the line atlas) and are
// cut to their clip rectangle here, so that a screenful is one draw call. Vertex layout:
// platform/imgui_config.h.
#pragma once

#include <cstdint>
#include <vector>

#include "base/text_engine.h"
#include "ui/semantics.h"
#include "ui/theme.h"

struct ImDrawList;
struct ImDrawVert;

namespace ui {

// Whole CSS px, top left first and clockwise.
struct Corners {
  uint8_t top_left = 0, top_right = 0, bottom_right = 0, bottom_left = 0;
};
constexpr Corners all_corners(float radius) {
  const auto r = static_cast<uint8_t>(radius);
  return {r, r, r, r};
}

// The colour with its opacity multiplied.
Colour faded(Colour colour, float opacity);
// What `top` looks like on the opaque `ground`, `share` of the way.
Colour mixed(Colour ground, Colour top, float share);

class Paint {
 public:
  // `page`: the atlas page the last frame drew its text from; 0 = none yet.
  Paint(ImDrawList& list, base::TextEngine& engine, float scale, uint64_t page);
  ~Paint();
  Paint(const Paint&) = delete;
  Paint& operator=(const Paint&) = delete;

  // To the nearest device pixel.
  float snap(float position) const;

  void push_clip(const Rect& rect);  // cut to the one before
  void pop_clip();
  const Rect& clip() const { return clips_.back(); }
  bool is_clipped() const { return clips_.size() > 1; }

  void fill(const Rect& rect, Colour colour, Corners corners = {});
  void stroke(const Rect& rect, Colour colour, float width, Corners corners = {});
  void shadow(const Rect& rect, Colour colour, float softness, Corners corners = {});
  void circle(float x, float y, float radius, Colour colour);
  void ring(float x, float y, float radius, float width, Colour colour);
  // A line with round ends.
  void segment(float x0, float y0, float x1, float y1, float width, Colour colour);
  void triangle(float x0, float y0, float x1, float y1, float x2, float y2, Colour colour);
  // The layout's top left corner; lines wholly outside the clip are not even rasterised.
  void text(const base::TextLayout& layout, float x, float y, Colour colour, float opacity = 1);

  bool has_pending_text() const { return has_pending_text_; }
  uint64_t page() const { return page_; }
  uint32_t quads() const { return quads_; }

 private:
  struct Corner {
    float x, y, u, v;
  };
  void shape(const Rect& rect, Colour colour, Corners corners, float softness, float border);
  void emit(const Corner* corners, int count, const ImDrawVert& rest, uint64_t page);
  void placeholder(const base::TextLine& line, float x, float y, Colour colour);

  ImDrawList& list_;
  base::TextEngine& engine_;
  float scale_;
  uint64_t page_;
  uint64_t pushed_page_ = 0;
  bool has_pushed_ = false;
  bool has_pending_text_ = false;
  uint32_t quads_ = 0;
  std::vector<Rect> clips_;
};

}  // namespace ui
