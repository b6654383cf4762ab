// SPDX-License-Identifier: MIT
// See composer_view.h.
#include "ui/composer_view.h"

#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "ui/clean_text.h"
#include "ui/names.h"
#include "ui/strings.h"
#include "ui/widgets.h"

namespace ui {

using base::TextStyle;

namespace {

constexpr float max_column = 820;
constexpr float button_size = 44, gap = 8, inset = 18, padding = 11;
constexpr float margin = 24;         // above and below the field
constexpr int max_lines = 8;         // then the control scrolls
constexpr float banner_height = 32;  // above the field, while a message is being changed

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

// Instead of the composer: why there is none, and the way back in.
struct Outside {
  std::string sentence, id, label;
  Activation activation;
  float button_width = 0, text_width = 0, height = 0;
};

constexpr int outside_lines = 8;

Outside outside_of(Frame& f, const model::Conversation& conversation, float width) {
  const model::Room& room = *conversation.room;
  Outside out;
  out.sentence = sentence_for(room);
  const ToJoin needed = needed_to_join(room);
  if (needed != ToJoin::Nothing) {
    out.id = "enter-room";
    out.label = say(needed == ToJoin::Name ? Phrase::ChooseName : Phrase::EnterPassword);
    out.activation = ShowDialog{DialogKind::EnterRoom, conversation.jid};
  } else if (room.ending.alternate) {
    out.id = "join-alternate";
    out.label = say(Phrase::JoinAlternate);
    out.activation = model::OpenAddress{room.ending.alternate->text(), true};
  } else {
    out.id = "join-again";
    out.label = say(Phrase::JoinAgain);
    out.activation = model::OpenAddress{conversation.jid.text(), true};
  }
  const Places places = places_of(width);
  out.button_width = button_width(f, out.label);
  out.text_width = std::max(40.0f, places.right - places.left - out.button_width - 16);
  const float text_height =
      f.layout(out.sentence, TextStyle::Small, out.text_width, outside_lines).height;
  out.height = std::max(72.0f, std::ceil(text_height) + 24);
  return out;
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

// The field's label, as it stands in the empty field. Where the name has no room for the address beside it, the address
// says who is meant.
std::string hint_of(Frame& f, const xmpp::Jid& jid, const std::string& label, float width) {
  if (!f.view.names.is_shared(f.place(jid))) return label;
  if (f.layout(label, TextStyle::Body).width <= width) return label;
  // A space at the end of a line has no width, so there must be something behind it.
  const float without = f.layout(say(Phrase::MessageTo, {{"name", "…"}}), TextStyle::Body).width;
  return say(Phrase::MessageTo,
             {{"name", fitting_address(f, jid, TextStyle::Body, width - without)}});
}

void draw_outside(Frame& f, const model::Conversation& conversation, const Rect& area) {
  Outside outside = outside_of(f, conversation, area.width);
  const Places places = places_of(area.width);
  Item item;
  item.id = "room-problem";
  item.parent = "conversation";
  item.role = Role::Alert;
  item.rect = {area.x + places.left, area.y + 12, outside.text_width, area.height - 24};
  const base::TextLayout& layout =
      f.layout(outside.sentence, TextStyle::Small, outside.text_width, outside_lines);
  item.texts.push_back(f.text(outside.sentence, TextStyle::Small, item.rect.x,
                              area.y + (area.height - layout.height) / 2, f.theme.text_soft,
                              outside.text_width, outside_lines));
  f.semantics.add(std::move(item));
  button(f, {.id = std::move(outside.id),
             .parent = "conversation",
             .name = std::move(outside.label),
             .rect = {area.x + places.right - outside.button_width, area.y + (area.height - 40) / 2,
                      outside.button_width, 40},
             .activation = std::move(outside.activation)});
}

// What the field is for while a message is being changed, and the way out.
void draw_editing(Frame& f, const model::Conversation& conversation, const Rect& area) {
  const Places places = places_of(area.width);
  const std::string label = say(Phrase::CancelEditing);
  const float width = button_width(f, label);
  const float left = area.x + places.left, right = area.x + places.right;
  Item item;
  item.id = "editing";
  item.parent = "conversation";
  item.role = Role::Status;
  item.rect = {left, area.y + 6, right - width - left, banner_height - 6};
  draw_icon(f.paint, Icon::Edit, left + inset + 8, area.y + 6 + (banner_height - 6) / 2, 16,
            f.theme.text_soft);
  item.texts.push_back(f.line(say(Phrase::Editing), TextStyle::Small, left + inset + 24,
                              area.y + 6 + (banner_height - 6 - 18) / 2,
                              right - width - left - inset - 28, f.theme.text_soft));
  f.semantics.add(std::move(item));
  button(f, {.id = "cancel-edit",
             .parent = "conversation",
             .name = label,
             .rect = {right - width, area.y + 5, width, banner_height - 5},
             .look = ButtonLook::Link,
             .activation = model::CancelEdit{conversation.jid}});
}

}  // namespace

float composer_height(Frame& f, const model::Conversation& conversation, float width) {
  if (is_outside_room(conversation)) return outside_of(f, conversation, width).height;
  const float banner = conversation.editing ? banner_height : 0;
  return banner + lines_height(f, conversation, places_of(width).text_width) + 2 * padding + 1 +
         margin;
}

void draw_composer(Frame& f, const model::Conversation& conversation, const Rect& whole) {
  if (is_outside_room(conversation)) {
    draw_outside(f, conversation, whole);
    return;
  }
  Rect area = whole;
  if (conversation.editing) {
    draw_editing(f, conversation, whole);
    area.y += banner_height;
    area.height -= banner_height;
  }
  const Places places = places_of(area.width);
  const std::string label =
      say(Phrase::MessageTo, {{"name", told_name(f.view.names, f.model, conversation.jid)}});
  const float height = area.height - margin;
  const float button_x = f.paint.snap(area.x + places.right - button_size);
  const Rect ground = {f.paint.snap(area.x + places.left), f.paint.snap(area.y + 8),
                       button_x - gap - f.paint.snap(area.x + places.left), height};
  f.paint.shadow({ground.x, ground.y + 1, ground.width, ground.height}, f.theme.shadow, 3,
                 all_corners(22));
  text_field(f, {.id = f.id("composer", conversation.jid),
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
                           .placeholder = hint_of(f, conversation.jid, label, places.text_width),
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
