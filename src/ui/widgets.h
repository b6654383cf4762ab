// SPDX-License-Identifier: MIT
// The small parts that views are made of. Each paints itself and declares its item.
#pragma once

#include <string>
#include <string_view>

#include "ui/frame.h"

namespace ui {

enum class ButtonLook { Primary, Quiet, Danger, Link };

struct ButtonOptions {
  std::string id, parent, name;
  Rect rect;
  ButtonLook look = ButtonLook::Primary;
  bool is_disabled = false;
  std::optional<Activation> activation;
};
// A button with its name as label.
void button(Frame& f, ButtonOptions options);
// The width a button of that label wants.
float button_width(Frame& f, std::string_view label);

struct IconButtonOptions {
  std::string id, parent, name;
  Rect rect;  // square
  Icon icon = Icon::Close;
  bool is_current = false;
  std::optional<Activation> activation;
};
void icon_button(Frame& f, IconButtonOptions options);

struct TextFieldOptions {
  std::string id, parent, name;
  Rect ground;  // the rounded frame; the text stands within it
  float inset_left = 14, inset_right = 14;
  float radius = 10;
  Colour colour = 0;  // of the ground
  bool has_outline = true;
  Field field;
  // What Enter does, as far as the item itself knows it.
  std::optional<Activation> activation;
};
// Declares the field; the host's control draws the text. Below a dialog the canvas does.
void text_field(Frame& f, TextFieldOptions options);
constexpr float field_line_height = 21;

// A disc with initials; `key` decides the colour. Returns the letters' piece for the row's item.
enum class AvatarShape { Person, Room };  // a disc, a rounded square
TextPiece avatar(Frame& f, float x, float y, float size, std::string_view name,
                 std::string_view key, AvatarShape shape = AvatarShape::Person);
// At the lower right of an avatar; nothing for Offline. `ground` is what lies around it.
void presence_dot(Frame& f, float avatar_x, float avatar_y, float avatar_size,
                  xmpp::Availability availability, Colour ground);
Colour presence_colour(const Theme& theme, xmpp::Availability availability);
// Its right edge at `right`; returns its width.
float badge(Frame& f, float right, float y, uint32_t count, Item& item);
std::string unread_words(uint32_t count);

// A picture, a title and a sentence in the middle of an empty area.
void empty_state(Frame& f, std::string_view id, std::string_view parent, const Rect& area,
                 Icon icon, std::string_view title, std::string_view hint);

// A scroll bar's thumb along the right edge of `area`; fractions of 1.
void scroll_thumb(Frame& f, const Rect& area, double begin, double share);

}  // namespace ui
