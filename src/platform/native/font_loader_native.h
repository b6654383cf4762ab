// SPDX-License-Identifier: MIT
// A font for ImGui's own text fields: each code point drawn by Pango, with fallback fonts and emoji. Code point by
// code point means no shaping; what was sent is drawn by the TextEngine.
#pragma once

struct ImFontAtlas;

namespace platform {

void add_native_font(ImFontAtlas& atlas, float size);

}  // namespace platform
