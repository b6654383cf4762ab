// SPDX-License-Identifier: MIT
// Pango and Cairo as the native program uses them.
#include "platform/native/pango.h"

namespace platform {

Font make_font(base::TextStyleMetrics metrics) {
  Font font(pango_font_description_new());
  // No emoji font by name: it has digits and blanks too. Pango finds one by itself where an emoji stands.
  pango_font_description_set_family(
      font.get(), metrics.monospace ? "Noto Sans Mono,monospace" : "Noto Sans,sans-serif");
  pango_font_description_set_absolute_size(font.get(), metrics.size * PANGO_SCALE);
  pango_font_description_set_weight(font.get(), static_cast<PangoWeight>(metrics.weight));
  return font;
}

Object<PangoContext> make_context(PangoFontMap* fonts, float scale) {
  Object<PangoContext> context(pango_font_map_create_context(fonts));
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context.get(), options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  // Fonts are made for the transformation they are drawn with.
  Bitmap probe(1, 1, 0, 0, scale);
  pango_cairo_update_context(probe.canvas(), context.get());
  return context;
}

Bitmap::Bitmap(int width, int height, int left, int top, float scale)
    : width_(width),
      height_(height),
      surface_(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height)),
      canvas_(cairo_create(surface_)) {
  cairo_translate(canvas_, -left, -top);
  cairo_scale(canvas_, scale, scale);
}

Bitmap::~Bitmap() {
  cairo_destroy(canvas_);
  cairo_surface_destroy(surface_);
}

void Bitmap::set_colour(uint32_t rgba) {
  auto channel = [&](int shift) { return (rgba >> shift & 0xff) / 255.0; };
  cairo_set_source_rgba(canvas_, channel(24), channel(16), channel(8), channel(0));
}

std::vector<uint8_t> Bitmap::rgba() {
  cairo_surface_flush(surface_);
  const auto width = static_cast<size_t>(width_), height = static_cast<size_t>(height_);
  std::vector<uint8_t> out(width * height * 4);
  const unsigned char* rows = cairo_image_surface_get_data(surface_);
  const auto stride = static_cast<size_t>(cairo_image_surface_get_stride(surface_));
  if (rows == nullptr) return out;  // Cairo had no memory: blank is what is left
  for (size_t y = 0; y < height; ++y) {
    const auto* row = reinterpret_cast<const uint32_t*>(rows + y * stride);
    for (size_t x = 0; x < width; ++x) {
      // Cairo's pixels are ARGB words, multiplied by alpha.
      const uint32_t alpha = row[x] >> 24;
      if (alpha == 0) continue;
      uint8_t* to = out.data() + (y * width + x) * 4;
      for (int channel = 0; channel < 3; ++channel) {
        const uint32_t value = row[x] >> (16 - 8 * channel) & 0xff;
        to[channel] = static_cast<uint8_t>((value * 255 + alpha / 2) / alpha);
      }
      to[3] = static_cast<uint8_t>(alpha);
    }
  }
  return out;
}

}  // namespace platform
