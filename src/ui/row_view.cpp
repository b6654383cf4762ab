// SPDX-License-Identifier: MIT
// See row_view.h.
#include "ui/row_view.h"

#include <cmath>

#include "ui/bubble.h"
#include "ui/clean_text.h"
#include "ui/dates.h"
#include "ui/list_rows.h"
#include "ui/names.h"
#include "ui/strings.h"
#include "ui/widgets.h"
#include "xmpp/address_text.h"

namespace ui {

using base::TextStyle;

namespace {

constexpr float padding = 12, avatar_size = 48;

std::string preview_of(const Frame& f, const xmpp::Jid& jid, const model::Contact* contact,
                       const model::Conversation* conversation, bool is_open) {
  if (conversation != nullptr) {
    if (std::string typing = say_typing(*conversation); !typing.empty()) return typing;
    if (!is_open && !conversation->draft.empty()) {
      return say(Phrase::Draft, {{"text", single_line(conversation->draft, 120)}});
    }
    if (!conversation->timeline.empty()) {
      const model::Message& last = conversation->timeline.messages().back();
      const std::string notice = notice_for(last);
      const std::string body = single_line(notice.empty() ? last.body : notice, 120);
      if (last.is_own) {
        return say(Phrase::AuthorAndPreview, {{"author", say(Phrase::You)}, {"text", body}});
      }
      if (!conversation->room) return body;
      return say(Phrase::AuthorAndPreview,
                 {{"author", clean_name(last.author, jid.text())}, {"text", body}});
    }
    if (conversation->room) {
      switch (conversation->room->state) {
        case model::Room::State::Joining:
          return say(Phrase::Joining);
        case model::Room::State::Joined:
          return single_line(conversation->room->subject, 120);
        case model::Room::State::Left:
        case model::Room::State::Failed:
          return say(Phrase::NotInRoom);
      }
    }
  }
  if (contact == nullptr) return xmpp::readable(jid);
  if (contact->item.is_pending) return say(Phrase::RequestSent);
  const std::string status = single_line(contact->status(), 120);
  if (!status.empty()) return status;
  return f.model.account().connection == model::Connection::Online ? say(contact->availability())
                                                                   : xmpp::readable(jid);
}

// Where the lines of a row begin, from its top; 0: there is no such line.
struct RowLines {
  float name = 14, address = 0, preview = 39;
};

// A name that is another's, too, has the address below it.
RowLines lines_with_address(const xmpp::Jid& jid, const std::string& preview) {
  if (preview.empty() || preview == xmpp::readable(jid)) return {.address = 39, .preview = 0};
  return {.name = 7, .address = 27, .preview = 45};
}

float name_width(Frame& f, const std::string& name) {
  return std::ceil(f.layout(name, TextStyle::BodyStrong).width);
}

// Behind the name, as much of it as there is room for; said in any case.
void draw_account(Frame& f, const std::string& account, float x, float y, float right, Item& item) {
  item.description += (item.description.empty() ? "" : ", ") + account;
  constexpr float least = 40;
  if (right - x < least) return;
  item.texts.push_back(f.line(account, TextStyle::Meta, x, y, right - x, f.theme.text_faint));
  item.texts.back().is_hidden_from_names = true;
}

}  // namespace

void draw_row(Frame f, const xmpp::Jid& jid, const Rect& rect, size_t index, size_t count) {
  const model::Conversation* conversation = f.model.conversation(jid);
  const auto found = f.model.roster().contacts.find(jid);
  const model::Contact* contact =
      found == f.model.roster().contacts.end() ? nullptr : &found->second;
  const bool is_room = conversation != nullptr && conversation->room;
  const bool is_open = f.model.open() == jid;
  Item item;
  item.id = f.id("contact", jid);
  item.parent = "list";
  item.role = Role::Button;
  const std::string name = shown_name(f.model, jid);
  const bool is_shared = f.view.names.is_shared(f.place(jid));
  item.name = is_shared ? told_name(f.view.names, f.model, jid) : name;
  item.rect = {rect.x + 6, rect.y + 1, rect.width - 12, rect.height - 2};
  item.clip = f.clip();
  item.position = static_cast<uint32_t>(index + 1);
  item.set_size = static_cast<uint32_t>(count);
  item.is_current = is_open;
  item.radius = f.theme.radius_card;
  item.activation = model::OpenConversation{jid};
  item.secondary = ShowDialog{DialogKind::ContactMenu, jid};
  Colour ground = f.theme.surface_side;
  if (is_open) {
    ground = f.theme.surface_selected;
  } else if (f.is_hovered(item.id)) {
    ground = f.theme.surface_hover;
  }
  item.background = ground;
  if (ground != f.theme.surface_side) {
    f.paint.fill(item.rect, ground, all_corners(item.radius));
  }
  const float x = rect.x + padding + 2, y = rect.y + (rect.height - avatar_size) / 2;
  item.texts.push_back(avatar(f, x, y, avatar_size, name, jid.text(),
                              is_room ? AvatarShape::Room : AvatarShape::Person));
  if (const auto availability = shown_availability(f.model, jid); availability && !is_room) {
    presence_dot(f, x, y, avatar_size, *availability, ground);
    item.description = say(*availability);
  }
  const std::string preview = preview_of(f, jid, contact, conversation, is_open);
  const RowLines lines = is_shared ? lines_with_address(jid, preview) : RowLines();
  const float text_x = x + avatar_size + 12;
  float right = rect.x + rect.width - padding - 4;
  const float name_y = rect.y + lines.name;
  float name_right = right;
  if (conversation != nullptr && !conversation->timeline.empty()) {
    const std::string time = list_time(conversation->timeline.messages().back().sent, f.now.wall,
                                       f.viewport.utc_offset_minutes);
    const float width = std::ceil(f.layout(time, TextStyle::Meta).width);
    item.texts.push_back(f.text(time, TextStyle::Meta, right - width, name_y + 3,
                                conversation->unread > 0 ? f.theme.link : f.theme.text_faint));
    item.texts.back().is_hidden_from_names = true;
    name_right -= width + 8;
  }
  item.texts.push_back(
      f.line(name, TextStyle::BodyStrong, text_x, name_y, name_right - text_x, f.theme.text));
  item.texts.back().is_hidden_from_names = true;
  if (const std::string account = account_label(f.models, f.model); !account.empty()) {
    draw_account(f, account, text_x + name_width(f, name) + 8, name_y + 3, name_right, item);
  }
  if (conversation != nullptr && conversation->unread > 0) {
    right -=
        badge(f, right, rect.y + (lines.address > 0 ? 44 : 38), conversation->unread, item) + 8;
    item.description += (item.description.empty() ? "" : ", ") + unread_words(conversation->unread);
  }
  const auto line = [&](std::string_view text, float top) {
    item.texts.push_back(
        f.line(text, TextStyle::Small, text_x, rect.y + top, right - text_x, f.theme.text_soft));
  };
  if (lines.address > 0) {
    line(fitting_address(f, jid, TextStyle::Small, right - text_x), lines.address);
    item.texts.back().is_hidden_from_names = true;  // it is part of this one
  }
  if (lines.preview > 0 && !preview.empty()) line(preview, lines.preview);
  f.semantics.add(std::move(item));
}

}  // namespace ui
