// SPDX-License-Identifier: MIT
// The port that lays text out and rasterises it: the browser's DOM and Canvas 2D, Pango/Cairo
// natively, a deterministic fake in tests. All text a person reads goes through it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

// One entry of the type scale; sizes in CSS pixels at 100 %. The platforms map it to the same font
// stack.
enum class TextStyle : uint8_t {
  Body,         // 15/21, messages
  BodyStrong,   // 15/21 semibold, names in lists and above messages
  Small,        // 13/18, previews, hints
  SmallStrong,  // 13/18 semibold
  Meta,         // 11/14, times, badges
  MetaStrong,   // 11/14 semibold, unread counts
  Title,        // 17/24 semibold, headers
  Display,      // 24/32 semibold, empty states
  Emoji,        // 32/40, messages of nothing but a few emoji
  Avatar,       // 16/20 semibold, initials
  Code,         // 13/19 monospace
};
inline constexpr int text_style_count = 11;

struct TextStyleMetrics {
  float size;         // font size, CSS px
  float line_height;  // CSS px
  int weight;         // 400 or 600
  bool monospace;
};
TextStyleMetrics metrics_of(TextStyle style);

enum class TextDirection : uint8_t { Auto, LeftToRight, RightToLeft };

struct TextRequest {
  // Valid UTF-8; LF breaks lines, tabs go to the next multiple of eight spaces.
  std::string_view text;
  TextStyle style = TextStyle::Body;
  float width = 0;  // CSS px to wrap at; 0 = never wrap
  uint16_t max_lines =
      0;  // 0 = all; otherwise the last line ends in an ellipsis when there is more
  TextDirection direction =
      TextDirection::Auto;  // Auto = by the first strong character of each paragraph
};

// One visual line; positions in CSS px relative to the layout's top left corner. White space is kept; at the end of a
// line it hangs: it belongs to the line, however much of it there is, and has no width.
struct TextLine {
  uint32_t begin = 0, end = 0;  // byte range of the text
  float x = 0, y = 0, width = 0, height = 0;
  float baseline = 0;  // from y
  bool right_to_left = false;
};

struct TextRect {
  float x = 0, y = 0, width = 0, height = 0;
};

// 0 is no layout. Ids are not reused within a session.
using LayoutId = uint32_t;

struct TextLayout {
  LayoutId id = 0;
  float width = 0;             // of the widest line
  float height = 0;            // of all lines
  bool right_to_left = false;  // of the first paragraph
  bool truncated = false;
  std::vector<TextLine> lines;
};

// Where a rasterised line lies: a rectangle of an atlas page, and where to put it.
struct LineTexture {
  uint64_t page = 0;  // texture, as ImTextureID
  float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
  float x = 0, y = 0;           // CSS px to add to the layout's origin; whole device pixels
  float width = 0, height = 0;  // CSS px
};

class TextEngine {
 public:
  virtual ~TextEngine() = default;

  // Lays out now. The caller keeps the id and releases it.
  virtual TextLayout layout(const TextRequest& request) = 0;
  virtual void release(LayoutId id) = 0;

  // The texture of one line in one colour (0xRRGGBBAA), at the current device pixel ratio. Absent:
  // not ready in this frame (the raster budget is spent); the caller draws a placeholder and asks
  // for another frame.
  virtual std::optional<LineTexture> line_texture(const TextLayout& layout, size_t line,
                                                  uint32_t colour) = 0;

  // Byte offset nearest to a point; rectangles covered by a byte range. In CSS px, layout
  // coordinates.
  virtual uint32_t hit(const TextLayout& layout, float x, float y) = 0;
  virtual std::vector<TextRect> selection(const TextLayout& layout, uint32_t begin,
                                          uint32_t end) = 0;

  // Grows when fonts, zoom or the device pixel ratio changed: cached layouts and heights are stale
  // then.
  virtual uint32_t epoch() const = 0;
};

}  // namespace base
