// SPDX-License-Identifier: MIT
// An ImFontLoader on Pango and Cairo. It uses imgui_internal.h, as every loader must (ImGui 1.92).
#include "platform/native/font_loader_native.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "base/utf8.h"
#include "platform/native/pango.h"

namespace platform {
namespace {

// LIMIT: ImGui's tables are as long as the highest code point; beyond the emoji there is nothing people type here.
constexpr ImWchar max_code_point = 0x1ffff;

struct Source {
  Object<PangoFontMap> fonts{pango_cairo_font_map_new()};
};

base::TextStyleMetrics metrics_at(float size) { return {size, size, 400, false}; }

// Everything is kept open per source; a layout of one letter is cheap next to drawing it.
Object<PangoLayout> make_letter(ImFontConfig* source, const ImFontBaked& baked, float density,
                                ImWchar code_point) {
  auto& state = *static_cast<Source*>(source->FontLoaderData);
  Object<PangoContext> context = make_context(state.fonts.get(), density);
  Object<PangoLayout> layout(pango_layout_new(context.get()));
  const Font font = make_font(metrics_at(baked.Size));
  pango_layout_set_font_description(layout.get(), font.get());
  std::string text;
  base::append_utf8(text, static_cast<char32_t>(code_point));
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  return layout;
}

bool open_source(ImFontAtlas*, ImFontConfig* source) {
  source->FontLoaderData = IM_NEW(Source)();
  return true;
}

void close_source(ImFontAtlas*, ImFontConfig* source) {
  IM_DELETE(static_cast<Source*>(source->FontLoaderData));
  source->FontLoaderData = nullptr;
}

bool bake(ImFontAtlas*, ImFontConfig* source, ImFontBaked* baked, void*) {
  auto& state = *static_cast<Source*>(source->FontLoaderData);
  Object<PangoContext> context = make_context(state.fonts.get(), 1);
  const Font font = make_font(metrics_at(baked->Size));
  PangoFontMetrics* metrics = pango_context_get_metrics(context.get(), font.get(), nullptr);
  const float ascent = static_cast<float>(pango_font_metrics_get_ascent(metrics)) / PANGO_SCALE;
  const float descent = static_cast<float>(pango_font_metrics_get_descent(metrics)) / PANGO_SCALE;
  pango_font_metrics_unref(metrics);
  // ImGui's lines are as high as the size: the letters stand in the middle of them.
  baked->Ascent = std::round((baked->Size - ascent - descent) / 2 + ascent);
  baked->Descent = baked->Ascent - baked->Size;
  return true;
}

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*,
                ImWchar code_point, ImFontGlyph* glyph, float* advance) {
  if (code_point > max_code_point) return false;
  const float density = source->RasterizerDensity * baked->RasterizerDensity;
  const Object<PangoLayout> layout = make_letter(source, *baked, density, code_point);
  if (pango_layout_get_unknown_glyphs_count(layout.get()) > 0) return false;
  PangoLayoutLine* line = pango_layout_get_line_readonly(layout.get(), 0);
  PangoRectangle ink, logical;
  pango_layout_line_get_extents(line, &ink, &logical);
  constexpr float unit = 1.0f / PANGO_SCALE;
  const float width = static_cast<float>(logical.width) * unit;
  if (advance != nullptr) {
    *advance = width;
    return true;
  }
  glyph->Codepoint = code_point;
  glyph->AdvanceX = width;
  if (ink.width <= 0 || ink.height <= 0) return true;

  // Device px from the pen on the baseline.
  const float factor = unit * density;
  const int left = static_cast<int>(std::floor(static_cast<float>(ink.x) * factor));
  const int top = static_cast<int>(std::floor(static_cast<float>(ink.y) * factor));
  const int right = static_cast<int>(std::ceil(static_cast<float>(ink.x + ink.width) * factor));
  const int bottom = static_cast<int>(std::ceil(static_cast<float>(ink.y + ink.height) * factor));
  const ImFontAtlasRectId place = ImFontAtlasPackAddRect(atlas, right - left, bottom - top);
  if (place == ImFontAtlasRectId_Invalid) return false;
  ImTextureRect* rect = ImFontAtlasPackGetRect(atlas, place);

  Bitmap bitmap(rect->w, rect->h, left, top, density);
  bitmap.set_colour(0xffffffff);
  pango_cairo_show_layout_line(bitmap.canvas(), line);
  const std::vector<uint8_t> pixels = bitmap.rgba();
  bool is_coloured = false;
  for (size_t i = 0; i < pixels.size() && !is_coloured; i += 4) {
    is_coloured = pixels[i + 3] > 0 && (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2]);
  }

  glyph->X0 = static_cast<float>(left) / density;
  glyph->Y0 = static_cast<float>(top) / density + baked->Ascent;
  glyph->X1 = static_cast<float>(left + rect->w) / density;
  glyph->Y1 = static_cast<float>(top + rect->h) / density + baked->Ascent;
  glyph->Visible = true;
  glyph->Colored = is_coloured;
  glyph->PackId = place;
  ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, source, glyph, rect, pixels.data(),
                                     ImTextureFormat_RGBA32, rect->w * 4);
  return true;
}

ImFontLoader make_loader() {
  ImFontLoader loader;
  loader.Name = "pango";
  loader.FontSrcInit = open_source;
  loader.FontSrcDestroy = close_source;
  loader.FontBakedInit = bake;
  loader.FontBakedLoadGlyph = load_glyph;
  return loader;
}

// Atlases keep the pointer for as long as they live.
const ImFontLoader pango_loader = make_loader();

}  // namespace

void add_native_font(ImFontAtlas& atlas, float size) {
  atlas.SetFontLoader(&pango_loader);
  ImFontConfig config;
  config.FontLoader = &pango_loader;
  config.SizePixels = size;
  std::snprintf(config.Name, sizeof config.Name, "native");
  atlas.AddFont(&config);
}

}  // namespace platform
