// SPDX-License-Identifier: MIT
// Design tokens: the same values feed drawing code and, as CSS custom properties, the page's own
// controls. WCAG 2.2 1.4.3 and 1.4.11: contrast is asserted in tests. XEP-0392 1.0.1 (colours of names).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ui {

// 0xRRGGBBAA
using Colour = uint32_t;

struct Theme {
  std::string_view name;
  bool is_dark = false;

  Colour surface;         // the conversation's ground
  Colour surface_side;    // the list's ground
  Colour surface_raised;  // cards, dialogs, the composer
  Colour surface_hover;
  Colour surface_selected;
  Colour outline;         // hairlines
  Colour outline_strong;  // edges of controls: 3:1 against surface_raised
  Colour text;            // 4.5:1 on every surface it stands on
  Colour text_soft;
  Colour text_faint;  // still 4.5:1: times
  Colour accent;
  Colour on_accent;
  Colour accent_soft;  // tinted grounds
  Colour link;
  Colour bubble_in;
  Colour on_bubble_in;
  Colour bubble_out;
  Colour on_bubble_out;
  Colour meta_in;  // times inside bubbles
  Colour meta_out;
  Colour online;
  Colour away;
  Colour busy;
  Colour offline;
  Colour danger;
  Colour on_danger;
  Colour warning_ground;
  Colour on_warning;
  Colour badge;
  Colour on_badge;
  Colour shadow;
  Colour scrim;      // behind dialogs
  Colour on_avatar;  // initials on consistent_colour()
  Colour focus;

  float radius_bubble = 16, radius_bubble_joined = 5, radius_card = 12, radius_control = 10;
};

const Theme& light_theme();
const Theme& dark_theme();

// WCAG 2.x relative contrast of two opaque colours, 1 to 21.
float contrast(Colour a, Colour b);
// XEP-0392 1.0.1: a stable colour for a JID or nick, readable on the theme's surface_side with
// on_avatar text.
Colour consistent_colour(std::string_view name, const Theme& theme);
// Its parts: the angle in degrees from the name's SHA-1 (5.1), and HSLuv to RGB (5.3; percents).
double consistent_hue(std::string_view name);
Colour hue_colour(double degrees, double saturation, double lightness);
// ":host{--parlance-surface:#fff;…}" for the page's controls.
std::string to_css(const Theme& theme);

}  // namespace ui
