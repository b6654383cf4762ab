// SPDX-License-Identifier: MIT
// A font without letters: ImGui wants one to begin a frame, and all text comes from the TextEngine.
// For the web and the tests; the native program has one with letters, for ImGui's text fields
// (platform/native/font_loader.h).
#pragma once

struct ImFontAtlas;

namespace app {

// Glyphs have a width (half the size) and no pixels. Needs no file and no rasteriser.
void add_blank_font(ImFontAtlas& atlas);

}  // namespace app
