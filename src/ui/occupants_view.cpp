// SPDX-License-Identifier: MIT
// See occupants_view.h. Rows outside the view cost nothing but a step of an iterator.
#include "ui/occupants_view.h"

#include <algorithm>
#include <cmath>

#include "ui/clean_text.h"
#include "ui/strings.h"
#include "ui/widgets.h"

namespace ui {

using base::TextStyle;

namespace {

constexpr float row_height = 48, title_height = 44, avatar_size = 32;

// Pressed, whoever it is is written to in private (XEP-0045 7.5).
void draw_occupant(Frame& f, const model::Conversation& room, const std::string& nick,
                   xmpp::Availability availability, const Rect& rect, size_t index) {
  const bool is_self = nick == room.room->nick;
  Item item;
  item.id = "occupant/" + nick;
  item.parent = "occupants";
  item.name = clean_name(nick, nick);
  if (is_self) {
    item.role = Role::Text;
  } else {
    item.role = Role::Button;
    item.activation = model::OpenConversation{room.jid.with_resource(nick)};
    item.radius = f.theme.radius_card;
    if (f.is_hovered(item.id)) {
      item.background = f.theme.surface_hover;
      f.paint.fill(rect, f.theme.surface_hover, all_corners(item.radius));
    }
  }
  item.description = say(availability);
  item.rect = rect;
  item.clip = f.clip();
  item.position = static_cast<uint32_t>(index + 1);
  item.set_size = static_cast<uint32_t>(room.room->occupants.size());
  const float x = rect.x + 16, y = rect.y + (row_height - avatar_size) / 2;
  item.texts.push_back(avatar(f, x, y, avatar_size, item.name, nick));
  presence_dot(f, x, y, avatar_size, availability, f.theme.surface_side);
  item.texts.push_back(f.line(item.name, TextStyle::Body, x + avatar_size + 12, rect.y + 13,
                              rect.width - avatar_size - 40, f.theme.text));
  item.texts.back().is_hidden_from_names = true;
  f.semantics.add(std::move(item));
}

}  // namespace

void draw_occupants(Frame& f, const model::Conversation& conversation, const Rect& area) {
  const auto& occupants = conversation.room->occupants;
  f.paint.fill(area, f.theme.surface_side);
  f.paint.fill({f.paint.snap(area.x), area.y, 1, area.height}, f.theme.outline);
  Item list;
  list.id = "occupants";
  list.parent = "conversation";
  list.role = Role::List;
  list.name = occupants.size() == 1
                  ? say(Phrase::OneOccupant)
                  : say(Phrase::ManyOccupants, {{"count", std::to_string(occupants.size())}});
  list.rect = area;
  list.background = f.theme.surface_side;
  list.texts.push_back(f.line(list.name, TextStyle::SmallStrong, area.x + 16, area.y + 14,
                              area.width - 32, f.theme.text_faint));
  list.texts.back().is_hidden_from_names = true;
  f.semantics.add(std::move(list));
  const Rect rows = {area.x, area.y + title_height, area.width,
                     std::max(0.0f, area.height - title_height)};
  f.view.occupants_area = rows;
  const float total = row_height * static_cast<float>(occupants.size());
  const float most = std::max(0.0f, total - rows.height);
  f.view.occupants_scroll = std::clamp(f.view.occupants_scroll, 0.0f, most);
  f.view.occupants_reach = {f.view.occupants_scroll > 0, f.view.occupants_scroll < most};
  const float origin = rows.y - std::round(f.view.occupants_scroll);
  f.paint.push_clip(rows);
  size_t index = 0;
  for (const auto& [nick, availability] : occupants) {
    const float y = origin + row_height * static_cast<float>(index);
    if (y > rows.y + 2 * rows.height) break;
    if (y + row_height > rows.y - rows.height) {
      draw_occupant(f, conversation, nick, availability, {rows.x, y, rows.width, row_height},
                    index);
    }
    ++index;
  }
  scroll_thumb(f, rows, f.view.occupants_scroll / std::max(total, 1.0f),
               rows.height / std::max(total, 1.0f));
  f.paint.pop_clip();
}

}  // namespace ui
