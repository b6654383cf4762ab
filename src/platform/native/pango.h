// SPDX-License-Identifier: MIT
// What the native text engine and ImGui's font loader share of Pango and Cairo: owning pointers,
// the font stack, a context for one scale, and a bitmap to rasterise into.
#pragma once

#include <cairo.h>
#include <pango/pangocairo.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "base/text_engine.h"

namespace platform {

struct ReleaseObject {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Object = std::unique_ptr<T, ReleaseObject>;

struct ReleaseFont {
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
using Font = std::unique_ptr<PangoFontDescription, ReleaseFont>;

// The same stack for every style; fontconfig completes it.
Font make_font(base::TextStyleMetrics metrics);

// Lays out in CSS px, the same at every scale: no metric is rounded to device pixels.
Object<PangoContext> make_context(PangoFontMap* fonts, float scale);

// Pixels to draw on with Cairo, `scale` device px to a CSS px, its top left corner at (left, top)
// device px.
class Bitmap {
 public:
  Bitmap(int width, int height, int left, int top, float scale);
  ~Bitmap();
  Bitmap(const Bitmap&) = delete;
  Bitmap& operator=(const Bitmap&) = delete;
  cairo_t* canvas() { return canvas_; }
  void set_colour(uint32_t rgba);  // 0xRRGGBBAA
  // Rows from the top, straight alpha. Nothing may be drawn afterwards.
  std::vector<uint8_t> rgba();

 private:
  int width_, height_;
  cairo_surface_t* surface_;
  cairo_t* canvas_;
};

}  // namespace platform
