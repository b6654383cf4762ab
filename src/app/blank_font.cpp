// SPDX-License-Identifier: MIT
// An ImFontLoader that knows metrics only. It uses imgui_internal.h, as every loader must
// (ImGui 1.92).
#include "app/blank_font.h"

#include <imgui.h>
#include <imgui_internal.h>
#include <misc/freetype/imgui_freetype.h>

#include <cstdio>

namespace app {
namespace {

bool bake(ImFontAtlas*, ImFontConfig*, ImFontBaked* baked, void*) {
  baked->Ascent = baked->Size * 0.8f;
  baked->Descent = baked->Size * -0.2f;
  return true;
}

// Only ASCII exists here, everything else falls back to it. LIMIT: ImGui still keeps a table as long as the highest code
// point it was asked for; no text of a user is ever drawn with this font.
bool load_glyph(ImFontAtlas*, ImFontConfig*, ImFontBaked* baked, void*, ImWchar codepoint,
                ImFontGlyph* glyph, float* advance) {
  if (codepoint > 0x7f) return false;
  const float width = baked->Size * 0.5f;
  if (advance != nullptr) {
    *advance = width;
    return true;
  }
  glyph->Codepoint = codepoint;
  glyph->AdvanceX = width;
  return true;
}

ImFontLoader make_loader() {
  ImFontLoader loader;
  loader.Name = "blank";
  loader.FontBakedInit = bake;
  loader.FontBakedLoadGlyph = load_glyph;
  return loader;
}

// Atlases keep the pointer for as long as they live.
const ImFontLoader blank_loader = make_loader();

}  // namespace

void add_blank_font(ImFontAtlas& atlas) {
  atlas.SetFontLoader(&blank_loader);
  ImFontConfig config;
  config.FontLoader = &blank_loader;
  config.SizePixels = 15;
  std::snprintf(config.Name, sizeof config.Name, "blank");
  atlas.AddFont(&config);
}

}  // namespace app

// See IMGUI_ENABLE_FREETYPE in platform/imgui_config.h: the loader ImGui takes when a font names none.
const ImFontLoader* ImGuiFreeType::GetFontLoader() { return &app::blank_loader; }
