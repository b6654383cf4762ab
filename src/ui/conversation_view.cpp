// SPDX-License-Identifier: MIT
// See conversation_view.h.
#include "ui/conversation_view.h"

#include <algorithm>
#include <cmath>

#include "ui/clean_text.h"
#include "ui/composer_view.h"
#include "ui/list_rows.h"
#include "ui/names.h"
#include "ui/occupants_view.h"
#include "ui/strings.h"
#include "ui/timeline_view.h"
#include "ui/widgets.h"
#include "xmpp/address_text.h"

namespace ui {

using base::TextStyle;

namespace {

constexpr float header_height = 64;
constexpr float occupants_width = 240;
constexpr float occupants_beside_from = 640;  // of the pane; narrower ones are covered by the list

std::string occupants_words(size_t count) {
  if (count == 1) return say(Phrase::OneOccupant);
  return say(Phrase::ManyOccupants, {{"count", std::to_string(count)}});
}

// The line below the name.
std::string about(const Frame& f, const model::Conversation& conversation) {
  if (std::string typing = say_typing(conversation); !typing.empty()) return typing;
  if (conversation.room) {
    const model::Room& room = *conversation.room;
    switch (room.state) {
      case model::Room::State::Joining:
        return say(Phrase::Joining);
      case model::Room::State::Left:
      case model::Room::State::Failed:
        return say(Phrase::NotInRoom);
      case model::Room::State::Joined:
        break;
    }
    const std::string count = occupants_words(room.occupants.size());
    const std::string subject = single_line(room.subject, 300);
    if (subject.empty()) return count;
    return say(Phrase::SubjectAndOccupants, {{"subject", subject}, {"count", count}});
  }
  if (f.model.is_occupant(conversation.jid)) {
    return say(Phrase::StatusLine, {{"state", say(f.model.occupant_availability(conversation.jid))},
                                    {"text", say(Phrase::PrivateMessages)}});
  }
  const auto found = f.model.roster().contacts.find(conversation.jid);
  if (found == f.model.roster().contacts.end()) return xmpp::readable(conversation.jid);
  const model::Contact& contact = found->second;
  if (contact.item.is_pending) return say(Phrase::RequestSent);
  if (contact.item.subscription == xmpp::Subscription::None ||
      contact.item.subscription == xmpp::Subscription::From) {
    return say(Phrase::NotSharing);
  }
  if (f.model.account().connection != model::Connection::Online)
    return xmpp::readable(conversation.jid);
  const std::string state = say(contact.availability());
  const std::string text = single_line(contact.status(), 300);
  if (text.empty()) return state;
  return say(Phrase::StatusLine, {{"state", state}, {"text", text}});
}

void draw_header(Frame& f, const model::Conversation& conversation, const Rect& area,
                 bool has_back) {
  f.paint.fill(area, f.theme.surface_side);
  f.paint.fill({area.x, f.paint.snap(area.y + area.height - 1), area.width, 1}, f.theme.outline);
  const std::string name = shown_name(f.model, conversation.jid);
  const bool is_room = conversation.room.has_value();
  float x = area.x + 16;
  if (has_back) {
    icon_button(f, {.id = "back",
                    .parent = "conversation",
                    .name = say(Phrase::Back),
                    .rect = {area.x + 8, area.y + 10, 44, 44},
                    .icon = Icon::Back,
                    .activation = model::CloseConversation{}});
    x = area.x + 56;
  }
  const float y = area.y + 12;
  TextPiece letters = avatar(f, x, y, 40, name, conversation.jid.text(),
                             is_room ? AvatarShape::Room : AvatarShape::Person);
  if (const auto availability = shown_availability(f.model, conversation.jid);
      availability && !is_room) {
    presence_dot(f, x, y, 40, *availability, f.theme.surface_side);
  }
  float right = area.x + area.width - 8 - (is_room ? 80 : 40);
  const float text_x = x + 40 + 12, width = right - 8 - text_x;
  Item title;
  title.id = "conversation/title";
  title.parent = "conversation";
  title.role = Role::Heading;
  title.level = 1;
  title.name = told_name(f.view.names, f.model, conversation.jid);
  title.rect = {text_x, y - 2, width, 24};
  title.texts.push_back(std::move(letters));
  title.texts.push_back(f.line(name, TextStyle::BodyStrong, text_x, y, width, f.theme.text));
  title.texts.back().is_hidden_from_names = true;
  std::string below = about(f, conversation);
  if (const std::string account = account_label(f.models, f.model); !account.empty()) {
    below = say(Phrase::AccountAndAbout, {{"account", account}, {"text", below}});
  }
  // Where another has this name: the address, beside it or, where there is no room, below.
  const std::string address = xmpp::readable(conversation.jid);
  if (f.view.names.is_shared(f.place(conversation.jid))) {
    const float beside =
        text_x + std::ceil(f.layout(name, TextStyle::BodyStrong, width, 1).width) + 8;
    const float left = text_x + width - beside;
    const std::string fitting = fitting_address(f, conversation.jid, TextStyle::Small, width);
    if (below == address) {
      below = fitting;
    } else if (f.layout(address, TextStyle::Small).width <= left) {
      title.texts.push_back(
          f.line(address, TextStyle::Small, beside, y + 2, left, f.theme.text_soft));
      title.texts.back().is_hidden_from_names = true;
    } else {
      below = say(Phrase::AddressAndAbout, {{"address", fitting}, {"text", below}});
    }
  }
  f.semantics.add(std::move(title));
  Item line;
  line.id = "conversation/about";
  line.parent = "conversation";
  line.role = Role::Text;
  line.rect = {text_x, y + 21, width, 18};
  line.texts.push_back(f.line(below, TextStyle::Small, text_x, y + 21, width, f.theme.text_soft));
  f.semantics.add(std::move(line));
  // Behind what stands to their left: Tab follows the screen.
  const auto action = [&](std::string id, Phrase phrase, Icon icon, bool is_current,
                          Activation activation) {
    icon_button(f, {.id = std::move(id),
                    .parent = "conversation",
                    .name = say(phrase),
                    .rect = {right, area.y + 12, 40, 40},
                    .icon = icon,
                    .is_current = is_current,
                    .activation = std::move(activation)});
    right += 40;
  };
  if (is_room) {
    action("occupants-toggle", f.view.shows_occupants ? Phrase::HideOccupants : Phrase::Occupants,
           Icon::People, f.view.shows_occupants, ToggleOccupants{});
  }
  action("contact-menu", is_room ? Phrase::RoomMenu : Phrase::ContactMenu, Icon::More, false,
         ShowDialog{DialogKind::ContactMenu, conversation.jid});
}

void draw_empty(Frame& f, const model::Conversation& conversation, const Rect& area) {
  // The log is there even when nothing is in it: its name is how it is found.
  Item log;
  log.id = "timeline";
  log.parent = "conversation";
  log.role = Role::Log;
  log.name = say(Phrase::Messages);
  log.rect = area;
  f.semantics.add(std::move(log));
  f.result.painted.chat = conversation.jid;
  if (conversation.room) {
    if (conversation.room->state != model::Room::State::Joined) return;
    empty_state(f, "empty-timeline", "conversation", area, Icon::Chat, say(Phrase::NoMessages),
                say(Phrase::NoRoomMessages));
    return;
  }
  empty_state(f, "empty-timeline", "conversation", area, Icon::Chat, say(Phrase::NoMessages),
              say(Phrase::NoMessagesHint));
}

}  // namespace

void draw_conversation(Frame& f, const Rect& area, bool has_back) {
  const model::Conversation* conversation =
      f.model.open() ? f.model.conversation(*f.model.open()) : nullptr;
  if (conversation == nullptr) {
    draw_no_conversation(f, area);
    return;
  }
  f.paint.fill(area, f.theme.surface);
  Item region;
  region.id = "conversation";
  region.role = Role::Region;
  region.name = say(Phrase::ConversationWith,
                    {{"name", told_name(f.view.names, f.model, conversation->jid)}});
  region.rect = area;
  region.background = f.theme.surface;
  f.semantics.add(std::move(region));
  draw_header(f, *conversation, {area.x, area.y, area.width, header_height}, has_back);
  const bool shows_occupants = conversation->room && f.view.shows_occupants;
  const bool is_beside = area.width >= occupants_beside_from;
  const float side = shows_occupants && is_beside ? occupants_width : 0;
  const float top = area.y + header_height;
  if (shows_occupants) {
    const float width = is_beside ? occupants_width : area.width;
    draw_occupants(f, *conversation,
                   {area.x + area.width - width, top, width, area.height - header_height});
    if (!is_beside) return;
  } else {
    f.view.occupants_area = {};
  }
  const float width = area.width - side;
  const float composer = composer_height(f, *conversation, width);
  const Rect timeline = {area.x, top, width,
                         std::max(0.0f, area.height - header_height - composer)};
  f.view.timeline_area = timeline;
  f.view.shown_conversation = f.place(conversation->jid);
  if (conversation->timeline.empty()) {
    draw_empty(f, *conversation, timeline);
    if (f.model.has_older(*conversation)) {
      f.wish(model::ReadHistory{conversation->jid});
    }
  } else {
    draw_timeline(f, *conversation, timeline);
  }
  draw_composer(f, *conversation, {area.x, timeline.y + timeline.height, width, composer});
}

void draw_no_conversation(Frame& f, const Rect& area) {
  f.paint.fill(area, f.theme.surface);
  empty_state(f, "empty-conversation", "", area, Icon::Chat, say(Phrase::PickConversation),
              say(Phrase::PickConversationHint));
}

}  // namespace ui
