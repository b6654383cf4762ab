// SPDX-License-Identifier: MIT
// See widgets.h.
#include "ui/widgets.h"

#include <algorithm>
#include <cmath>

#include "ui/clean_text.h"
#include "ui/strings.h"

namespace ui {

using base::TextStyle;

namespace {

struct ButtonColours {
  Colour ground, text;
};

ButtonColours colours_of(const Theme& theme, ButtonLook look, bool is_hovered) {
  switch (look) {
    case ButtonLook::Primary:
      return {is_hovered ? mixed(theme.accent, theme.on_accent, 0.1f) : theme.accent,
              theme.on_accent};
    case ButtonLook::Danger:
      return {is_hovered ? mixed(theme.danger, theme.on_danger, 0.1f) : theme.danger,
              theme.on_danger};
    case ButtonLook::Quiet:
      return {
          is_hovered ? mixed(theme.surface_selected, theme.text, 0.06f) : theme.surface_selected,
          theme.text};
    case ButtonLook::Link:
      return {is_hovered ? theme.surface_selected : 0, theme.link};
  }
  return {};
}

}  // namespace

float button_width(Frame& f, std::string_view label) {
  return std::ceil(f.layout(label, TextStyle::SmallStrong).width) + 32;
}

void button(Frame& f, ButtonOptions options) {
  Item item;
  item.id = std::move(options.id);
  item.parent = std::move(options.parent);
  item.role = Role::Button;
  item.name = std::move(options.name);
  item.rect = options.rect;
  item.clip = f.clip();
  item.is_disabled = options.is_disabled;
  item.activation = std::move(options.activation);
  item.radius = std::min(f.theme.radius_control, options.rect.height / 2);
  const ButtonColours colours =
      colours_of(f.theme, options.look, f.is_hovered(item.id) && !item.is_disabled);
  item.background = colours.ground;
  const float opacity = item.is_disabled ? 0.45f : 1;
  f.paint.fill(options.rect, faded(colours.ground, opacity), all_corners(item.radius));
  item.texts.push_back(
      f.centred(item.name, TextStyle::SmallStrong, options.rect.x + options.rect.width / 2,
                options.rect.y + options.rect.height / 2,
                faded(colours.text, item.is_disabled ? 0.7f : 1), options.rect.width - 8));
  item.texts.back().is_hidden_from_names = true;
  f.semantics.add(std::move(item));
}

void icon_button(Frame& f, IconButtonOptions options) {
  Item item;
  item.id = std::move(options.id);
  item.parent = std::move(options.parent);
  item.role = Role::Button;
  item.name = std::move(options.name);
  item.rect = options.rect;
  item.clip = f.clip();
  item.is_current = options.is_current;
  item.activation = std::move(options.activation);
  item.radius = options.rect.width / 2;
  const bool is_hovered = f.is_hovered(item.id);
  if (is_hovered || options.is_current) {
    f.paint.fill(options.rect, options.is_current ? f.theme.accent_soft : f.theme.surface_hover,
                 all_corners(item.radius));
  }
  const float x = options.rect.x + options.rect.width / 2;
  const float y = options.rect.y + options.rect.height / 2;
  const Colour colour = is_hovered || options.is_current ? f.theme.text : f.theme.text_soft;
  draw_icon(f.paint, options.icon, x, y, 22, colour);
  item.texts.push_back(icon_sign(options.icon, x, y, colour));
  f.semantics.add(std::move(item));
}

void text_field(Frame& f, TextFieldOptions options) {
  const Rect& ground = options.ground;
  f.paint.fill(ground, options.colour, all_corners(options.radius));
  if (options.has_outline) {
    f.paint.stroke(ground, f.theme.outline_strong, 1, all_corners(options.radius));
  }
  Item frame;
  frame.id = options.id + "/ground";
  frame.parent = options.parent;
  frame.rect = ground;
  frame.clip = f.clip();
  frame.background = options.colour;
  frame.radius = options.radius;
  f.semantics.add(std::move(frame));
  Item item;
  item.id = std::move(options.id);
  item.parent = std::move(options.parent);
  item.role = Role::TextField;
  item.name = std::move(options.name);
  const float padding =
      options.field.is_multiline ? 11 : std::floor((ground.height - field_line_height) / 2);
  item.rect = {f.paint.snap(ground.x + options.inset_left), f.paint.snap(ground.y + padding),
               ground.width - options.inset_left - options.inset_right,
               ground.height - 2 * padding};
  item.clip = f.clip();
  item.activation = std::move(options.activation);
  item.is_disabled = f.is_dialog_open() && !item.parent.starts_with("dialog");
  if (item.is_disabled) {
    // The host hides its control: it would lie above the dialog.
    const bool is_empty = options.field.value.empty();
    const std::string& shown = is_empty ? options.field.placeholder : options.field.value;
    f.paint.push_clip(item.rect);
    f.text(single_line(shown, 2000), TextStyle::Body, item.rect.x, item.rect.y,
           is_empty ? f.theme.text_faint : f.theme.text, item.rect.width, 1);
    f.paint.pop_clip();
  }
  item.field = std::move(options.field);
  f.semantics.add(std::move(item));
}

TextPiece avatar(Frame& f, float x, float y, float size, std::string_view name,
                 std::string_view key, AvatarShape shape) {
  const Colour colour = consistent_colour(key, f.theme);
  const float radius = shape == AvatarShape::Person ? size / 2 : std::floor(size * 0.3f);
  f.paint.fill({f.paint.snap(x), f.paint.snap(y), size, size}, colour, all_corners(radius));
  const TextStyle style = size >= 44 ? TextStyle::Avatar : TextStyle::SmallStrong;
  TextPiece piece =
      f.centred(initials(name), style, x + size / 2, y + size / 2, f.theme.on_avatar, size);
  piece.is_hidden_from_names = true;
  // Where the layer of text is what is seen there is no disc: the letters have its colour.
  piece.colour = colour;
  return piece;
}

Colour presence_colour(const Theme& theme, xmpp::Availability availability) {
  switch (availability) {
    case xmpp::Availability::Available:
    case xmpp::Availability::Chat:
      return theme.online;
    case xmpp::Availability::Away:
    case xmpp::Availability::ExtendedAway:
      return theme.away;
    case xmpp::Availability::DoNotDisturb:
      return theme.busy;
    case xmpp::Availability::Offline:
      return theme.offline;
  }
  return theme.offline;
}

void presence_dot(Frame& f, float avatar_x, float avatar_y, float avatar_size,
                  xmpp::Availability availability, Colour ground) {
  if (availability == xmpp::Availability::Offline) return;
  // On the rim at half past four, as large as leaves the initials alone.
  const float radius = avatar_size >= 44 ? 6 : avatar_size >= 38 ? 5 : 4;
  const float rim = avatar_size / 2 * 1.7f;
  const float x = f.paint.snap(avatar_x + rim), y = f.paint.snap(avatar_y + rim);
  f.paint.circle(x, y, radius + 2, ground);
  f.paint.circle(x, y, radius, presence_colour(f.theme, availability));
  // Not by colour alone: away is a crescent, busy has a bar.
  if (availability == xmpp::Availability::Away ||
      availability == xmpp::Availability::ExtendedAway) {
    f.paint.circle(x - radius * 0.45f, y - radius * 0.45f, radius * 0.7f, ground);
  } else if (availability == xmpp::Availability::DoNotDisturb) {
    f.paint.segment(x - radius * 0.4f, y, x + radius * 0.4f, y, radius / 3, ground);
  }
}

std::string unread_words(uint32_t count) {
  if (count == 1) return say(Phrase::OneUnread);
  return say(Phrase::ManyUnread, {{"count", std::to_string(count)}});
}

float badge(Frame& f, float right, float y, uint32_t count, Item& item) {
  const std::string label = count > 99 ? say(Phrase::UnreadOverflow) : std::to_string(count);
  const float width = std::max(20.0f, std::ceil(f.layout(label, TextStyle::MetaStrong).width) + 12);
  const Rect rect = {f.paint.snap(right - width), f.paint.snap(y), width, 20};
  f.paint.fill(rect, f.theme.badge, all_corners(10));
  item.texts.push_back(
      f.centred(label, TextStyle::MetaStrong, rect.x + width / 2, rect.y + 10, f.theme.on_badge));
  item.texts.back().is_hidden_from_names = true;
  return width;
}

void empty_state(Frame& f, std::string_view id, std::string_view parent, const Rect& area,
                 Icon icon, std::string_view title, std::string_view hint) {
  const float width = std::min(area.width - 48, 340.0f);
  if (width < 80 || area.height < 120) return;
  const float middle = area.x + area.width / 2;
  const base::TextLayout& title_layout = f.layout(title, TextStyle::Title, width);
  const base::TextLayout& hint_layout = f.layout(hint, TextStyle::Body, width);
  const float height = 72 + 16 + title_layout.height + 4 + hint_layout.height;
  float y = std::floor(area.y + std::max(0.0f, (area.height - height) / 2));
  f.paint.circle(f.paint.snap(middle), f.paint.snap(y + 36), 36, f.theme.accent_soft);
  draw_icon(f.paint, icon, middle, y + 36, 34, f.theme.is_dark ? f.theme.link : f.theme.accent);
  y += 72 + 16;
  Item item;
  item.id = id;
  item.parent = parent;
  item.role = Role::Text;
  item.rect = {middle - width / 2, y, width, height - 88};
  item.texts.push_back(
      f.text(title, TextStyle::Title, middle - title_layout.width / 2, y, f.theme.text, width));
  y += title_layout.height + 4;
  // Wrapped text has no centred form: as many lines as it needs, its block in the middle.
  item.texts.push_back(
      f.text(hint, TextStyle::Body, middle - hint_layout.width / 2, y, f.theme.text_soft, width));
  f.semantics.add(std::move(item));
}

void scroll_thumb(Frame& f, const Rect& area, double begin, double share) {
  if (share >= 1 || area.height < 64) return;
  // With a pointer it shows where the pointer is; without one (touch) it always does.
  if (f.view.has_pointer && !area.contains(f.view.pointer_x, f.view.pointer_y)) return;
  const float track = area.height - 8;
  const float height = std::max(32.0f, static_cast<float>(share) * track);
  const float top =
      area.y + 4 + static_cast<float>(std::clamp(begin / (1 - share), 0.0, 1.0)) * (track - height);
  f.paint.fill({f.paint.snap(area.x + area.width - 7), f.paint.snap(top), 4, height},
               faded(f.theme.text_faint, 0.45f), all_corners(2));
}

}  // namespace ui
