// SPDX-License-Identifier: MIT
// The TextEngine of the native program: Pango lays out, Cairo rasterises each visual line into the
// line atlas.
#pragma once

#include <map>
#include <memory>

#include "base/text_engine.h"
#include "platform/gl/line_atlas.h"
#include "platform/native/pango.h"

namespace platform {

class TextEngineNative : public base::TextEngine {
 public:
  explicit TextEngineNative(LineAtlas& atlas, float scale = 1);
  ~TextEngineNative() override;

  // Device px per CSS px. Another one makes all layouts stale.
  void set_scale(float scale);

  base::TextLayout layout(const base::TextRequest& request) override;
  void release(base::LayoutId id) override;
  std::optional<base::LineTexture> line_texture(const base::TextLayout& layout, size_t line,
                                                uint32_t colour) override;
  uint32_t hit(const base::TextLayout& layout, float x, float y) override;
  std::vector<base::TextRect> selection(const base::TextLayout& layout, uint32_t begin,
                                        uint32_t end) override;
  uint32_t epoch() const override { return epoch_; }

 private:
  // A visual line: one of a Pango layout, whose text begins at `offset` of the request's.
  struct Line {
    PangoLayout* layout = nullptr;
    int index = 0;
    uint32_t offset = 0;
    int length = 0;     // in bytes, with the white space that hangs at its end
    float left = 0;     // where Pango puts what is seen of the line within its layout
    float hanging = 0;  // room of white space to the left of that
  };
  struct Laid {
    std::vector<Object<PangoLayout>> layouts;
    std::vector<Line> lines;
    base::TextStyle style = base::TextStyle::Body;
  };
  struct Style {
    Font font;
    float baseline = 0;  // from the line's top
  };

  void make_contexts();
  const Style& style(base::TextStyle style);
  Object<PangoLayout> make_layout(const base::TextRequest& request, std::string_view text);
  void lay_out_cut(const base::TextRequest& request, Laid& laid);
  const Laid* find(const base::TextLayout& layout) const;

  LineAtlas& atlas_;
  float scale_;
  uint32_t epoch_ = 1;
  base::LayoutId next_id_ = 1;
  Object<PangoFontMap> fonts_;
  Object<PangoContext> contexts_[3];  // by base::TextDirection
  std::map<base::TextStyle, Style> styles_;
  std::map<base::LayoutId, Laid> laid_;
};

}  // namespace platform
