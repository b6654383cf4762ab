// SPDX-License-Identifier: MIT
// Text by Pango: wrapping at words, then anywhere; each paragraph in its own direction; fallback
// fonts by fontconfig.
#include "platform/native/text_engine_native.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "platform/gl/renderer.h"

namespace platform {
namespace {

constexpr float unit = 1.0f / PANGO_SCALE;

// Marks stacked on a letter may leave the line's box by this much of its size, and no further
// (notes on hostile text: they would cover the neighbours).
constexpr float overhang = 0.35f;

PangoLayoutLine* line_of(PangoLayout* layout, int index) {
  return pango_layout_get_line_readonly(layout, index);
}

bool is_right_to_left(const PangoLayoutLine* line) {
  return line->resolved_dir == PANGO_DIRECTION_RTL;
}

// Of a line without the white space at its end: it hangs there and has no room of its own.
int visible_length(PangoLayout* layout, const PangoLayoutLine* line) {
  const std::string_view text(pango_layout_get_text(layout) + line->start_index,
                              static_cast<size_t>(line->length));
  return static_cast<int>(text.find_last_not_of(" \t") + 1);
}

struct Extent {
  float width = 0;    // of what is seen
  float hanging = 0;  // of white space to the left of it
};

Extent extent_of(PangoLayout* layout, PangoLayoutLine* line) {
  PangoRectangle logical;
  pango_layout_line_get_extents(line, nullptr, &logical);
  const float whole = static_cast<float>(logical.width) * unit;
  const int length = visible_length(layout, line);
  if (length == line->length || pango_layout_is_ellipsized(layout)) return {whole, 0};
  int end = 0;
  pango_layout_line_index_to_x(line, line->start_index + length, FALSE, &end);
  const float x = static_cast<float>(end) * unit;
  return is_right_to_left(line) ? Extent{whole - x, x} : Extent{x, 0};
}

}  // namespace

TextEngineNative::TextEngineNative(LineAtlas& atlas, float scale)
    : atlas_(atlas), scale_(scale), fonts_(pango_cairo_font_map_new()) {
  make_contexts();
}

TextEngineNative::~TextEngineNative() = default;

// A layout follows every change of its context: one for each direction.
void TextEngineNative::make_contexts() {
  constexpr PangoDirection directions[] = {PANGO_DIRECTION_WEAK_LTR, PANGO_DIRECTION_LTR,
                                           PANGO_DIRECTION_RTL};
  for (size_t i = 0; i < 3; ++i) {
    contexts_[i] = make_context(fonts_.get(), scale_);
    pango_context_set_base_dir(contexts_[i].get(), directions[i]);
  }
}

void TextEngineNative::set_scale(float scale) {
  if (scale == scale_) return;
  scale_ = scale;
  make_contexts();
  styles_.clear();
  atlas_.clear();
  ++epoch_;
}

const TextEngineNative::Style& TextEngineNative::style(base::TextStyle style) {
  auto found = styles_.find(style);
  if (found != styles_.end()) return found->second;
  const base::TextStyleMetrics metrics = base::metrics_of(style);
  Style made{make_font(metrics), 0};
  // Pango divides the metrics of a scaled context by its scale once too often: ask one that is not.
  const Object<PangoContext> unscaled = make_context(fonts_.get(), 1);
  PangoFontMetrics* font = pango_context_get_metrics(unscaled.get(), made.font.get(), nullptr);
  const float ascent = static_cast<float>(pango_font_metrics_get_ascent(font)) * unit;
  const float descent = static_cast<float>(pango_font_metrics_get_descent(font)) * unit;
  pango_font_metrics_unref(font);
  // The letters stand in the middle of the line, on a whole device pixel.
  const float baseline = (metrics.line_height - ascent - descent) / 2 + ascent;
  made.baseline = std::round(baseline * scale_) / scale_;
  return styles_.emplace(style, std::move(made)).first->second;
}

Object<PangoLayout> TextEngineNative::make_layout(const base::TextRequest& request,
                                                  std::string_view text) {
  const auto direction = static_cast<size_t>(request.direction);
  Object<PangoLayout> layout(pango_layout_new(contexts_[direction].get()));
  PangoLayout* l = layout.get();
  pango_layout_set_font_description(l, style(request.style).font.get());
  pango_layout_set_text(l, text.data(), static_cast<int>(text.size()));
  pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
  // One unit more than asked for: a text laid out at the width it was measured to have must not
  // wrap.
  if (request.width > 0) {
    pango_layout_set_width(l, static_cast<int>(std::ceil(request.width * PANGO_SCALE)) + 1);
  }
  pango_layout_set_auto_dir(l, request.direction == base::TextDirection::Auto);
  return layout;
}

// More lines than wanted: those before the last stay as they are, and the last takes the rest,
// ending in an ellipsis.
void TextEngineNative::lay_out_cut(const base::TextRequest& request, Laid& laid) {
  PangoLayout* whole = laid.layouts.front().get();
  const size_t last = request.max_lines - 1u;
  const PangoLayoutLine* cut = line_of(whole, laid.lines[last].index);
  const auto begin = static_cast<size_t>(cut->start_index);
  const PangoLayoutLine* next = line_of(whole, laid.lines[last + 1].index);
  std::string rest(request.text.substr(begin));
  // Pango ends a single line with an ellipsis when it is too long, not when paragraphs follow.
  if (next->is_paragraph_start) {
    rest.resize(static_cast<size_t>(cut->length));
    rest += "\u2026";
  } else if (auto end = rest.find('\n'); end != std::string::npos) {
    rest.resize(end);
  }
  base::TextRequest tail = request;
  tail.direction =
      is_right_to_left(cut) ? base::TextDirection::RightToLeft : base::TextDirection::LeftToRight;
  Object<PangoLayout> line = make_layout(tail, rest);
  pango_layout_set_ellipsize(line.get(), PANGO_ELLIPSIZE_END);
  laid.lines.resize(last);
  laid.lines.push_back(
      {line.get(), 0, static_cast<uint32_t>(begin), line_of(line.get(), 0)->length});
  laid.layouts.push_back(std::move(line));
}

base::TextLayout TextEngineNative::layout(const base::TextRequest& request) {
  Laid laid;
  laid.style = request.style;
  laid.layouts.push_back(make_layout(request, request.text));
  PangoLayout* whole = laid.layouts.front().get();
  const int count = pango_layout_get_line_count(whole);
  for (int i = 0; i < count; ++i) {
    const PangoLayoutLine* pango = line_of(whole, i);
    // White space that has no room at the end of a line hangs there; Pango begins a line with it.
    if (i > 0 && !pango->is_paragraph_start && pango->length > 0 &&
        visible_length(whole, pango) == 0) {
      Line& above = laid.lines.back();
      above.length = pango->start_index + pango->length - line_of(whole, above.index)->start_index;
      continue;
    }
    laid.lines.push_back({whole, i, 0, pango->length});
  }

  // A line break at the very end begins no new line.
  if (laid.lines.size() > 1 && request.text.back() == '\n') laid.lines.pop_back();

  base::TextLayout out;
  out.truncated = request.max_lines != 0 && laid.lines.size() > request.max_lines;
  if (out.truncated) lay_out_cut(request, laid);

  const base::TextStyleMetrics metrics = base::metrics_of(request.style);
  for (Line& line : laid.lines) {
    PangoLayoutLine* pango = line_of(line.layout, line.index);
    const Extent extent = extent_of(line.layout, pango);
    line.hanging = extent.hanging;
    base::TextLine box;
    box.begin = line.offset + static_cast<uint32_t>(pango->start_index);
    box.end = box.begin + static_cast<uint32_t>(line.length);
    box.y = static_cast<float>(out.lines.size()) * metrics.line_height;
    box.width = extent.width;
    box.height = metrics.line_height;
    box.baseline = style(request.style).baseline;
    box.right_to_left = is_right_to_left(pango);
    out.width = std::max(out.width, box.width);
    out.lines.push_back(box);
  }
  if (out.truncated) out.lines.back().end = static_cast<uint32_t>(request.text.size());
  // The layout is as wide as its widest line; lines of paragraphs from right to left end at its
  // right edge.
  for (size_t i = 0; i < out.lines.size(); ++i) {
    base::TextLine& box = out.lines[i];
    if (box.right_to_left) box.x = out.width - box.width;
    Line& line = laid.lines[i];
    PangoLayoutIter* iter = pango_layout_get_iter(line.layout);
    for (int k = 0; k < line.index; ++k) pango_layout_iter_next_line(iter);
    PangoRectangle logical;
    pango_layout_iter_get_line_extents(iter, nullptr, &logical);
    pango_layout_iter_free(iter);
    line.left = static_cast<float>(logical.x) * unit + line.hanging;
  }
  out.height = static_cast<float>(out.lines.size()) * metrics.line_height;
  out.right_to_left = !out.lines.empty() && out.lines.front().right_to_left;
  out.id = next_id_++;
  laid_.emplace(out.id, std::move(laid));
  return out;
}

void TextEngineNative::release(base::LayoutId id) { laid_.erase(id); }

const TextEngineNative::Laid* TextEngineNative::find(const base::TextLayout& layout) const {
  auto found = laid_.find(layout.id);
  return found == laid_.end() ? nullptr : &found->second;
}

std::optional<base::LineTexture> TextEngineNative::line_texture(const base::TextLayout& layout,
                                                                size_t line, uint32_t colour) {
  const Laid* laid = find(layout);
  if (laid == nullptr || line >= laid->lines.size() || line >= layout.lines.size()) {
    return std::nullopt;
  }
  const base::TextLine& box = layout.lines[line];
  const Line& at = laid->lines[line];
  PangoLayoutLine* pango = line_of(at.layout, at.index);
  PangoRectangle ink;
  pango_layout_line_get_extents(pango, &ink, nullptr);
  if (ink.width <= 0 || ink.height <= 0) return base::LineTexture{};  // blank, and ready

  // In device px from the layout's top left corner, which the caller puts on a whole device pixel.
  const float size = base::metrics_of(laid->style).size;
  const float line_left = box.x - at.hanging;
  const float ink_left = line_left + static_cast<float>(ink.x) * unit;
  const float ink_top = box.y + box.baseline + static_cast<float>(ink.y) * unit;
  const float top_limit = box.y - overhang * size;
  const float bottom_limit = box.y + box.height + overhang * size;
  const int left = static_cast<int>(std::floor(ink_left * scale_)) - 1;
  const int right =
      static_cast<int>(std::ceil((ink_left + static_cast<float>(ink.width) * unit) * scale_)) + 1;
  const int top = static_cast<int>(std::floor(std::max(ink_top, top_limit) * scale_)) - 1;
  const int bottom =
      static_cast<int>(std::ceil(
          std::min(ink_top + static_cast<float>(ink.height) * unit, bottom_limit) * scale_)) +
      1;
  // LIMIT: a line that was not to be wrapped and is wider than a page is cut there.
  const int width = std::min(right - left, atlas_page_size);
  const int height = std::min(bottom - top, atlas_page_size);
  if (height <= 0) return base::LineTexture{};

  const std::string key =
      std::to_string(layout.id) + ":" + std::to_string(line) + ":" + std::to_string(colour);
  std::optional<AtlasSlot> slot = atlas_.find(key);
  if (!slot) {
    slot = atlas_.allocate(key, width, height);
    if (!slot) return std::nullopt;
    Bitmap bitmap(width, height, left, top, scale_);
    bitmap.set_colour(colour);
    cairo_move_to(bitmap.canvas(), line_left, box.y + box.baseline);
    pango_cairo_show_layout_line(bitmap.canvas(), pango);
    atlas_.upload(*slot, bitmap.rgba().data());
  }

  constexpr float texel = 1.0f / atlas_page_size;
  base::LineTexture out;
  out.page = static_cast<uintptr_t>(atlas_page_bit | slot->texture);
  out.u0 = static_cast<float>(slot->x) * texel;
  out.v0 = static_cast<float>(slot->y) * texel;
  out.u1 = static_cast<float>(slot->x + slot->width) * texel;
  out.v1 = static_cast<float>(slot->y + slot->height) * texel;
  out.x = static_cast<float>(left) / scale_;
  out.y = static_cast<float>(top) / scale_;
  out.width = static_cast<float>(width) / scale_;
  out.height = static_cast<float>(height) / scale_;
  return out;
}

uint32_t TextEngineNative::hit(const base::TextLayout& layout, float x, float y) {
  const Laid* laid = find(layout);
  if (laid == nullptr || layout.lines.empty()) return 0;
  size_t at = 0;
  while (at + 1 < layout.lines.size() && y >= layout.lines[at + 1].y) ++at;
  const base::TextLine& box = layout.lines[at];
  const Line& line = laid->lines[at];
  int index = 0, trailing = 0;
  pango_layout_line_x_to_index(line_of(line.layout, line.index),
                               static_cast<int>((x - box.x + line.hanging) * PANGO_SCALE), &index,
                               &trailing);
  const char* text = pango_layout_get_text(line.layout);
  const char* place = g_utf8_offset_to_pointer(text + index, trailing);
  const auto offset = line.offset + static_cast<uint32_t>(place - text);
  return std::clamp(offset, box.begin, box.end);
}

std::vector<base::TextRect> TextEngineNative::selection(const base::TextLayout& layout,
                                                        uint32_t begin, uint32_t end) {
  std::vector<base::TextRect> out;
  const Laid* laid = find(layout);
  if (laid == nullptr) return out;
  for (size_t i = 0; i < layout.lines.size(); ++i) {
    const base::TextLine& box = layout.lines[i];
    const uint32_t from = std::max(begin, box.begin), to = std::min(end, box.end);
    if (from >= to) continue;
    const Line& line = laid->lines[i];
    PangoLayoutLine* pango = line_of(line.layout, line.index);
    const int line_end = pango->start_index + pango->length;
    int* ranges = nullptr;
    int count = 0;
    pango_layout_line_get_x_ranges(pango, static_cast<int>(from - line.offset),
                                   std::min(static_cast<int>(to - line.offset), line_end), &ranges,
                                   &count);
    for (int k = 0; k < count; ++k) {
      const float left = static_cast<float>(ranges[2 * k]) * unit - line.left;
      const float right = static_cast<float>(ranges[2 * k + 1]) * unit - line.left;
      out.push_back({box.x + left, box.y, right - left, box.height});
    }
    g_free(ranges);
  }
  return out;
}

}  // namespace platform
