// SPDX-License-Identifier: MIT
// The TextEngine of the page: web/lib/text_engine.js lays out and rasterises, the line atlas keeps
// the texels.
//
// [X] layout, line textures, hit, selection, epoch
// [X] without WebGL: layouts as before, line textures are empty rectangles that nobody draws
#pragma once

#include <string>
#include <unordered_map>

#include "base/text_engine.h"
#include "platform/gl/line_atlas.h"

namespace platform {

class BrowserTextEngine : public base::TextEngine {
 public:
  base::TextLayout layout(const base::TextRequest& request) override;
  void release(base::LayoutId id) override;
  std::optional<base::LineTexture> line_texture(const base::TextLayout& layout, size_t line,
                                                uint32_t colour) override;
  uint32_t hit(const base::TextLayout& layout, float x, float y) override;
  std::vector<base::TextRect> selection(const base::TextLayout& layout, uint32_t begin,
                                        uint32_t end) override;
  uint32_t epoch() const override { return epoch_; }

  void next_frame() { atlas_.next_frame(); }
  // Device px per CSS px.
  void set_scale(float scale);
  // Fonts came or went: layouts and texels are stale.
  void fonts_changed();
  // Whether there is a GL context; without one nothing is rasterised.
  void set_drawn(bool is_drawn);
  // The context is gone, and its textures with it.
  void forget_textures() { atlas_.forget(); }

 private:
  // Of a layout: what distinguishes its texels from those of other texts.
  struct Source {
    std::string text;
    base::TextStyle style;
  };
  std::string key_of(const Source& source, const base::TextLayout& layout, size_t line,
                     uint32_t colour, int fraction) const;

  std::unordered_map<base::LayoutId, Source> sources_;
  LineAtlas atlas_;
  float scale_ = 1;
  bool is_drawn_ = false;
  uint32_t epoch_ = 1;
};

}  // namespace platform
