// SPDX-License-Identifier: MIT
// See composer_view.h.
#include "ui/composer_view.h"

#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "ui/clean_text.h"
#include "ui/list_rows.h"
#include "ui/strings.h"
#include "ui/widgets.h"

namespace ui {

using base::TextStyle;

namespace {

constexpr float max_column = 820;
constexpr float button_size = 44, gap = 8, inset = 18, padding = 11;
constexpr float margin = 24;  // above and below the field
constexpr int max_lines = 8;  // then the control scrolls

struct Places {
  float left, right;  // of the column
  float text_width;
};

Places places_of(float width) {
  const float side = width < 480 ? 8.0f : 20.0f;
  const float column = std::min(width - 2 * side, max_column);
  Places places;
  places.left = std::floor((width - column) / 2);
  places.right = places.left + column;
  places.text_width = column - button_size - gap - 2 * inset;
  return places;
}

bool is_outside_room(const model::Conversation& conversation) {
  return conversation.room && (conversation.room->state == model::Room::State::Left ||
                               conversation.room->state == model::Room::State::Failed);
}

std::string room_problem(const model::Room& room) {
  if (room.error) return sentence_for(*room.error);
  const std::string reason = single_line(room.problem, 200);
  if (reason.empty()) return say(Phrase::NotInRoom);
  return say(Phrase::RoomEnded, {{"reason", reason}});
}

float lines_height(Frame& f, const model::Conversation& conversation, float text_width) {
  // LIMIT: what is beyond some screens of text cannot make the field any higher.
  const std::string_view draft = base::truncate_utf8(conversation.draft, 4096);
  int lines = 1;
  if (!draft.empty()) {
    const base::TextLayout& layout = f.layout(draft, TextStyle::Body, text_width, 0);
    lines = static_cast<int>(std::lround(layout.height / field_line_height));
    // A line break at the end opens a line that has no text yet.
    if (draft.back() == '\n') ++lines;
  }
  return field_line_height * static_cast<float>(std::clamp(lines, 1, max_lines));
}

void draw_outside(Frame& f, const model::Conversation& conversation, const Rect& area) {
  const Places places = places_of(area.width);
  const std::string label = say(Phrase::JoinAgain);
  const float width = button_width(f, label);
  const float text_width = places.right - places.left - width - 16;
  Item item;
  item.id = "room-problem";
  item.parent = "conversation";
  item.role = Role::Alert;
  item.rect = {area.x + places.left, area.y + 12, text_width, area.height - 24};
  const std::string sentence = room_problem(*conversation.room);
  const base::TextLayout& layout = f.layout(sentence, TextStyle::Small, text_width, 3);
  item.texts.push_back(f.text(sentence, TextStyle::Small, item.rect.x,
                              area.y + (area.height - layout.height) / 2, f.theme.text_soft,
                              text_width, 3));
  f.semantics.add(std::move(item));
  button(f, {.id = "join-again",
             .parent = "conversation",
             .name = label,
             .rect = {area.x + places.right - width, area.y + (area.height - 40) / 2, width, 40},
             .activation = model::OpenAddress{conversation.jid.text(), true}});
}

}  // namespace

float composer_height(Frame& f, const model::Conversation& conversation, float width) {
  if (is_outside_room(conversation)) return 72;
  return lines_height(f, conversation, places_of(width).text_width) + 2 * padding + 1 + margin;
}

void draw_composer(Frame& f, const model::Conversation& conversation, const Rect& area) {
  if (is_outside_room(conversation)) {
    draw_outside(f, conversation, area);
    return;
  }
  const Places places = places_of(area.width);
  const std::string label =
      say(Phrase::MessageTo, {{"name", shown_name(f.model, conversation.jid)}});
  const float height = area.height - margin;
  const float button_x = f.paint.snap(area.x + places.right - button_size);
  const Rect ground = {f.paint.snap(area.x + places.left), f.paint.snap(area.y + 8),
                       button_x - gap - f.paint.snap(area.x + places.left), height};
  f.paint.shadow({ground.x, ground.y + 1, ground.width, ground.height}, f.theme.shadow, 3,
                 all_corners(22));
  text_field(f, {.id = "composer/" + conversation.jid.text(),
                 .parent = "conversation",
                 .name = label,
                 .ground = ground,
                 .inset_left = inset,
                 .inset_right = inset,
                 .radius = 22,
                 .colour = f.theme.surface_raised,
                 .has_outline = false,
                 .field = {.value = conversation.draft,
                           .version = conversation.draft_version,
                           .placeholder = label,
                           .is_multiline = true,
                           // A soft keyboard must not jump up when a phone opens a conversation.
                           .wants_focus = f.viewport.width >= 720}});
  const bool can_send = !single_line(conversation.draft, 1).empty();
  Item send;
  send.id = "send";
  send.parent = "conversation";
  send.role = Role::Button;
  send.name = say(Phrase::Send);
  send.rect = {button_x, f.paint.snap(ground.y + ground.height - button_size), button_size,
               button_size};
  send.is_disabled = !can_send;
  send.activation = model::SendText{conversation.jid, conversation.draft};
  send.radius = button_size / 2;
  const bool is_hovered = can_send && f.is_hovered(send.id);
  Colour disc = can_send ? f.theme.accent : f.theme.surface_raised;
  if (is_hovered) disc = mixed(disc, f.theme.on_accent, 0.12f);
  send.background = disc;
  f.paint.circle(send.rect.x + button_size / 2, send.rect.y + button_size / 2, button_size / 2,
                 disc);
  draw_icon(f.paint, Icon::Send, send.rect.x + button_size / 2 + 1, send.rect.y + button_size / 2,
            20, can_send ? f.theme.on_accent : f.theme.text_faint);
  send.texts.push_back(icon_sign(Icon::Send, send.rect.x + button_size / 2,
                                 send.rect.y + button_size / 2,
                                 can_send ? f.theme.on_accent : f.theme.text_faint));
  f.semantics.add(std::move(send));
}

}  // namespace ui
