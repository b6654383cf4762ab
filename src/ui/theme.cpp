// SPDX-License-Identifier: MIT
// The light and the dark set of design tokens, and their form as CSS custom properties.
#include "ui/theme.h"

#include <array>
#include <utility>

namespace ui {

namespace {

constexpr Theme light = {
    .name = "light",
    .is_dark = false,
    .surface = 0xeef1f7ff,
    .surface_side = 0xffffffff,
    .surface_raised = 0xffffffff,
    .surface_hover = 0xf3f5faff,
    .surface_selected = 0xe4e9fdff,
    .outline = 0xe1e5edff,
    .outline_strong = 0x7d8697ff,
    .text = 0x161b26ff,
    .text_soft = 0x4b5565ff,
    .text_faint = 0x5e6878ff,
    .accent = 0x4353d4ff,
    .on_accent = 0xffffffff,
    .accent_soft = 0xe4e9fdff,
    .link = 0x2f49c8ff,
    .bubble_in = 0xffffffff,
    .on_bubble_in = 0x161b26ff,
    .bubble_out = 0xdde4ffff,
    .on_bubble_out = 0x161b26ff,
    .meta_in = 0x667085ff,
    .meta_out = 0x4d5a8cff,
    .online = 0x16935aff,
    .away = 0xb87503ff,
    .busy = 0xd6343fff,
    .offline = 0x7a8394ff,
    .danger = 0xc8282fff,
    .on_danger = 0xffffffff,
    .warning_ground = 0xfff3d6ff,
    .on_warning = 0x6a4a00ff,
    .badge = 0x4353d4ff,
    .on_badge = 0xffffffff,
    .shadow = 0x1a203826,
    .scrim = 0x10162680,
    .on_avatar = 0xffffffff,
    .focus = 0x4353d4ff,
};

constexpr Theme dark = {
    .name = "dark",
    .is_dark = true,
    .surface = 0x0e131aff,
    .surface_side = 0x161c25ff,
    .surface_raised = 0x1d2530ff,
    .surface_hover = 0x1e2632ff,
    .surface_selected = 0x28324cff,
    .outline = 0x252e3cff,
    .outline_strong = 0x76849aff,
    .text = 0xe8ecf3ff,
    .text_soft = 0xa9b4c4ff,
    .text_faint = 0x98a4b6ff,
    .accent = 0x5464e8ff,
    .on_accent = 0xffffffff,
    .accent_soft = 0x28324cff,
    .link = 0xb3bfffff,
    .bubble_in = 0x1f2733ff,
    .on_bubble_in = 0xe8ecf3ff,
    .bubble_out = 0x35449aff,
    .on_bubble_out = 0xf2f4ffff,
    .meta_in = 0x98a4b6ff,
    .meta_out = 0xc6cff5ff,
    .online = 0x35c985ff,
    .away = 0xe0a53aff,
    .busy = 0xf0616aff,
    .offline = 0x7d8aa0ff,
    .danger = 0xf2777eff,
    .on_danger = 0x2a0a0cff,
    .warning_ground = 0x3a2f14ff,
    .on_warning = 0xf4d58aff,
    .badge = 0x5464e8ff,
    .on_badge = 0xffffffff,
    .shadow = 0x00000066,
    .scrim = 0x05080cb0,
    .on_avatar = 0x10151dff,
    .focus = 0x8d9affff,
};

}  // namespace

const Theme& light_theme() { return light; }
const Theme& dark_theme() { return dark; }

std::string to_css(const Theme& theme) {
  const std::pair<std::string_view, Colour> colours[] = {
      {"surface", theme.surface},
      {"surface-side", theme.surface_side},
      {"surface-raised", theme.surface_raised},
      {"surface-hover", theme.surface_hover},
      {"surface-selected", theme.surface_selected},
      {"outline", theme.outline},
      {"outline-strong", theme.outline_strong},
      {"text", theme.text},
      {"text-soft", theme.text_soft},
      {"text-faint", theme.text_faint},
      {"accent", theme.accent},
      {"on-accent", theme.on_accent},
      {"accent-soft", theme.accent_soft},
      {"link", theme.link},
      {"bubble-in", theme.bubble_in},
      {"on-bubble-in", theme.on_bubble_in},
      {"bubble-out", theme.bubble_out},
      {"on-bubble-out", theme.on_bubble_out},
      {"danger", theme.danger},
      {"on-danger", theme.on_danger},
      {"warning-ground", theme.warning_ground},
      {"on-warning", theme.on_warning},
      {"shadow", theme.shadow},
      {"scrim", theme.scrim},
      {"focus", theme.focus},
  };
  constexpr std::string_view digits = "0123456789abcdef";
  std::string css = ":host{color-scheme:";
  css += theme.is_dark ? "dark" : "light";
  css += ';';
  for (const auto& [name, colour] : colours) {
    css += "--parlance-";
    css += name;
    css += ":#";
    // Opaque colours in the short form of six digits.
    const int last = (colour & 0xff) == 0xff ? 8 : 0;
    for (int shift = 28; shift >= last; shift -= 4) css += digits[(colour >> shift) & 15];
    css += ';';
  }
  const std::pair<std::string_view, float> radii[] = {
      {"radius-bubble", theme.radius_bubble},
      {"radius-card", theme.radius_card},
      {"radius-control", theme.radius_control},
  };
  for (const auto& [name, radius] : radii) {
    css += "--parlance-";
    css += name;
    css += ':';
    css += std::to_string(static_cast<int>(radius));
    css += "px;";
  }
  return css + "}";
}

}  // namespace ui
