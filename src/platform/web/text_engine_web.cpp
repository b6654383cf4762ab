// SPDX-License-Identifier: MIT
// The TextEngine of the page: layouts by the DOM, texels by Canvas 2D, kept in the line atlas.
#include "platform/web/text_engine_web.h"

#include <algorithm>
#include <cmath>

#include "platform/gl/renderer.h"
#include "platform/web/host.h"

namespace platform {

namespace {

// Glyphs reach out of their line box: marks above capitals, descenders of other scripts, slanted
// ends.
constexpr float overhang_x = 0.35f, overhang_y = 0.35f;  // of the font size
// Lines of right-to-left text start between device pixels; so many positions are told apart.
constexpr int fractions = 8;

}  // namespace

base::TextLayout BrowserTextEngine::layout(const base::TextRequest& request) {
  HostLayout summary{};
  base::TextLayout result;
  result.id = host_text_layout(request.text.data(), request.text.size(),
                               static_cast<int>(request.style), request.width, request.max_lines,
                               static_cast<int>(request.direction), &summary);
  result.width = summary.width;
  result.height = summary.height;
  result.right_to_left = summary.is_right_to_left != 0;
  result.truncated = summary.is_truncated != 0;
  std::vector<HostLine> lines(summary.lines);
  host_text_lines(result.id, lines.data());
  result.lines.reserve(lines.size());
  for (const HostLine& line : lines) {
    result.lines.push_back({.begin = line.begin,
                            .end = line.end,
                            .x = line.x,
                            .y = line.y,
                            .width = line.width,
                            .height = line.height,
                            .baseline = line.baseline,
                            .right_to_left = line.is_right_to_left != 0});
  }
  sources_[result.id] = {std::string(request.text), request.style};
  return result;
}

void BrowserTextEngine::release(base::LayoutId id) {
  if (sources_.erase(id) != 0) host_text_release(id);
}

std::string BrowserTextEngine::key_of(const Source& source, const base::TextLayout& layout,
                                      size_t line, uint32_t colour, int fraction) const {
  const base::TextLine& at = layout.lines[line];
  const size_t begin = std::min<size_t>(at.begin, source.text.size());
  std::string key = source.text.substr(begin, at.end - begin);
  const bool is_cut = layout.truncated && line + 1 == layout.lines.size();
  // What is drawn of a cut line depends on its room; a line inside a paragraph with both directions
  // may also depend on what surrounds it, so such lines are told apart by their place.
  const bool is_mixed = layout.right_to_left || at.right_to_left || layout.lines.size() > 1;
  for (uint32_t part :
       {colour, uint32_t(source.style), uint32_t(fraction), uint32_t(at.right_to_left),
        uint32_t(is_cut), uint32_t(std::lround(at.width * 64)), is_mixed ? at.begin : 0u}) {
    key.append(reinterpret_cast<const char*>(&part), sizeof part);
  }
  return key;
}

std::optional<base::LineTexture> BrowserTextEngine::line_texture(const base::TextLayout& layout,
                                                                 size_t line, uint32_t colour) {
  if (line >= layout.lines.size()) return base::LineTexture{.page = atlas_page_bit};
  const auto found = sources_.find(layout.id);
  const base::TextLine& at = layout.lines[line];
  if (!is_drawn_ || found == sources_.end() || at.width <= 0) {
    return base::LineTexture{.page = atlas_page_bit};
  }
  const Source& source = found->second;
  const float size = base::metrics_of(source.style).size;

  // In device px. The layout's origin lies on whole ones, so only the line's own start can be
  // between two.
  const float start = at.x * scale_;
  int whole = static_cast<int>(std::floor(start));
  int fraction = static_cast<int>(std::lround((start - static_cast<float>(whole)) * fractions));
  if (fraction == fractions) {
    fraction = 0;
    ++whole;
  }
  const int pad_x = static_cast<int>(std::ceil(size * overhang_x * scale_));
  const int pad_y = static_cast<int>(std::ceil(size * overhang_y * scale_));
  const int above = static_cast<int>(std::ceil(at.baseline * scale_)) + pad_y;
  const int below = static_cast<int>(std::ceil((at.height - at.baseline) * scale_)) + pad_y;
  // LIMIT: a line wider than a page is cut at the page's edge.
  const int width =
      std::min(static_cast<int>(std::ceil(at.width * scale_)) + 1 + 2 * pad_x, atlas_page_size);
  const int height = above + below;
  const int baseline = static_cast<int>(std::lround((at.y + at.baseline) * scale_));

  const std::string key = key_of(source, layout, line, colour, fraction);
  std::optional<AtlasSlot> slot = atlas_.find(key);
  if (!slot) {
    if (!host_text_has_time()) return std::nullopt;
    slot = atlas_.allocate(key, width, height);
    if (!slot) return std::nullopt;
    const float origin = static_cast<float>(pad_x) + static_cast<float>(fraction) / fractions;
    host_text_raster(layout.id, static_cast<uint32_t>(line), colour, slot->texture, slot->x,
                     slot->y, width, height, origin, static_cast<float>(above));
  }
  constexpr float texel = 1.0f / atlas_page_size;
  return base::LineTexture{
      .page = atlas_page_bit | slot->texture,
      .u0 = static_cast<float>(slot->x) * texel,
      .v0 = static_cast<float>(slot->y) * texel,
      .u1 = static_cast<float>(slot->x + width) * texel,
      .v1 = static_cast<float>(slot->y + height) * texel,
      .x = static_cast<float>(whole - pad_x) / scale_,
      .y = static_cast<float>(baseline - above) / scale_,
      .width = static_cast<float>(width) / scale_,
      .height = static_cast<float>(height) / scale_,
  };
}

uint32_t BrowserTextEngine::hit(const base::TextLayout& layout, float x, float y) {
  return host_text_hit(layout.id, x, y);
}

std::vector<base::TextRect> BrowserTextEngine::selection(const base::TextLayout& layout,
                                                         uint32_t begin, uint32_t end) {
  std::vector<base::TextRect> rects(16);
  for (;;) {
    const uint32_t count = host_text_selection(layout.id, begin, end, &rects[0].x,
                                               static_cast<uint32_t>(rects.size()));
    const bool is_complete = count <= rects.size();
    rects.resize(count);
    if (is_complete) return rects;
  }
}

void BrowserTextEngine::set_scale(float scale) {
  if (scale == scale_) return;
  scale_ = scale;
  atlas_.clear();
  ++epoch_;
}

void BrowserTextEngine::fonts_changed() {
  atlas_.clear();
  ++epoch_;
}

void BrowserTextEngine::set_drawn(bool is_drawn) { is_drawn_ = is_drawn; }

}  // namespace platform
