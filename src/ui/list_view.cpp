// SPDX-License-Identifier: MIT
// See list_view.h. Only the rows that can be seen, and about a screen around them, cost anything.
#include "ui/list_view.h"

#include <algorithm>
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

constexpr float header_height = 64, search_height = 56, row_height = 72, request_height = 108,
                label_height = 32;
constexpr float padding = 12, avatar_size = 48;

void draw_header(Frame& f, const Rect& area) {
  const model::Account& account = f.model.account();
  const std::string address = xmpp::readable(account.jid);
  const std::string name = clean_name(xmpp::readable_name(account.jid), address);
  Item item;
  item.id = "account";
  item.parent = "navigation";
  item.role = Role::Button;
  // What stands on the button begins its name, for people who speak to their computer.
  item.name = say(Phrase::AccountButton, {{"name", name}});
  item.description = address;
  const float buttons = 2 * 40 + 8;
  item.rect = {area.x + 4, area.y + 6, area.width - buttons - 8, header_height - 12};
  item.radius = f.theme.radius_control;
  item.activation = ShowDialog{DialogKind::Profile, account.jid};
  const bool is_hovered = f.is_hovered(item.id);
  const Colour ground = is_hovered ? f.theme.surface_hover : f.theme.surface_side;
  if (is_hovered) f.paint.fill(item.rect, ground, all_corners(item.radius));
  const float x = area.x + padding, y = area.y + 12;
  item.texts.push_back(avatar(f, x, y, 40, name, address));
  const bool is_online = account.connection == model::Connection::Online;
  presence_dot(f, x, y, 40, is_online ? account.availability : xmpp::Availability::Offline, ground);
  const float text_x = x + 40 + 12;
  const float text_width = item.rect.x + item.rect.width - 8 - text_x;
  item.texts.push_back(f.line(name, TextStyle::BodyStrong, text_x, y, text_width, f.theme.text));
  const Rect status_rect = {text_x, y + 21, text_width, 18};
  f.semantics.add(std::move(item));

  Item status;
  status.id = "status";
  status.parent = "navigation";
  status.role = Role::Status;
  status.rect = status_rect;
  std::string sentence;
  if (is_online) {
    sentence = say(account.availability);
  } else {
    sentence = account.connection == model::Connection::Reconnecting ? say(Phrase::Reconnecting)
                                                                     : sentence_for(account);
  }
  status.texts.push_back(f.line(sentence, TextStyle::Small, status_rect.x, status_rect.y,
                                status_rect.width, f.theme.text_soft));
  f.semantics.add(std::move(status));

  float right = area.x + area.width - 8;
  icon_button(f, {.id = "add-contact",
                  .parent = "navigation",
                  .name = say(Phrase::AddContact),
                  .rect = {right - 80, area.y + 12, 40, 40},
                  .icon = Icon::PersonAdd,
                  .activation = ShowDialog{DialogKind::AddContact, {}}});
  icon_button(f, {.id = "join-room",
                  .parent = "navigation",
                  .name = say(Phrase::JoinRoom),
                  .rect = {right - 40, area.y + 12, 40, 40},
                  .icon = Icon::RoomAdd,
                  .activation = ShowDialog{DialogKind::JoinRoom, {}}});
}

void draw_search(Frame& f, const Rect& area) {
  const Rect ground = {area.x + padding, area.y + 4, area.width - 2 * padding, 40};
  text_field(f, {.id = "search",
                 .parent = "navigation",
                 .name = say(Phrase::Search),
                 .ground = ground,
                 .inset_left = 42,
                 .radius = 20,
                 .colour = f.theme.surface,
                 .has_outline = false,
                 .field = {.value = f.view.list.filter,
                           .version = f.view.list.filter_version,
                           .placeholder = say(Phrase::Search)}});
  draw_icon(f.paint, Icon::Search, ground.x + 24, ground.y + 20, 20, f.theme.text_faint);
}

void draw_request(Frame& f, const model::ContactRequest& request, const Rect& rect) {
  const std::string id = "request/" + request.from.text();
  const std::string name = shown_name(f.model, request.from);
  Item item;
  item.id = id;
  item.parent = "list";
  item.role = Role::Region;
  item.name = told_name(f.view.names, f.model, request.from);
  item.rect = {rect.x + 8, rect.y + 2, rect.width - 16, rect.height - 8};
  item.clip = f.clip();
  item.background = f.theme.accent_soft;
  item.radius = f.theme.radius_card;
  f.paint.fill(item.rect, item.background, all_corners(item.radius));
  const float x = item.rect.x + 10, y = item.rect.y + 10;
  item.texts.push_back(avatar(f, x, y, 36, name, request.from.text()));
  const float text_x = x + 36 + 10;
  const float width = item.rect.x + item.rect.width - 12 - text_x;
  item.texts.push_back(f.line(fitting_address(f, request.from, TextStyle::BodyStrong, width),
                              TextStyle::BodyStrong, text_x, y - 2, width, f.theme.text));
  const std::string message = single_line(request.message, 200);
  item.texts.push_back(f.line(message.empty() ? say(Phrase::WantsToSeeYou) : message,
                              TextStyle::Small, text_x, y + 19, width, f.theme.text_soft));
  f.semantics.add(std::move(item));
  const float half = std::floor((width - 8) / 2);
  const float button_y = y + 46;
  button(f, {.id = id + "/accept",
             .parent = id,
             .name = say(Phrase::Accept),
             .rect = {text_x, button_y, half, 34},
             .activation = model::AnswerRequest{request.from, true}});
  button(f, {.id = id + "/decline",
             .parent = id,
             .name = say(Phrase::Decline),
             .rect = {text_x + half + 8, button_y, half, 34},
             .look = ButtonLook::Link,
             .activation = model::AnswerRequest{request.from, false}});
}

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

void draw_row(Frame& f, const xmpp::Jid& jid, const Rect& rect, size_t index, size_t count) {
  const model::Conversation* conversation = f.model.conversation(jid);
  const auto found = f.model.roster().contacts.find(jid);
  const model::Contact* contact =
      found == f.model.roster().contacts.end() ? nullptr : &found->second;
  const bool is_room = conversation != nullptr && conversation->room;
  const bool is_open = f.model.open() == jid;
  Item item;
  item.id = "contact/" + jid.text();
  item.parent = "list";
  item.role = Role::Button;
  const std::string name = shown_name(f.model, jid);
  const bool is_shared = f.view.names.is_shared(jid);
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

void draw_label(Frame& f, std::string_view id, std::string_view text, float x, float y) {
  Item item;
  item.id = id;
  item.parent = "list";
  item.role = Role::Heading;
  item.level = 2;
  item.rect = {x + padding + 4, y + 10, 200, 18};
  item.clip = f.clip();
  item.texts.push_back(
      f.text(text, TextStyle::SmallStrong, item.rect.x, item.rect.y, f.theme.text_faint));
  item.name = text;
  item.texts.back().is_hidden_from_names = true;
  f.semantics.add(std::move(item));
}

// Scrolls by the least that shows the row.
void reveal(ListState& state, float top, float view_height) {
  if (top < state.scroll) state.scroll = top;
  if (top + row_height > state.scroll + view_height) state.scroll = top + row_height - view_height;
}

void draw_rows(Frame& f, const Rect& area) {
  ListState& state = f.view.list;
  const auto& requests = f.model.roster().requests;
  update_rows(state, f.view.names, f.model);
  const size_t count = state.rows.size();
  const bool has_label = state.active_rows > 0 && state.active_rows < count;
  const float requests_height =
      requests.empty() ? 0 : label_height + request_height * static_cast<float>(requests.size());
  const auto top_of = [&](size_t index) {
    const float label = has_label && index >= state.active_rows ? label_height : 0;
    return requests_height + label + row_height * static_cast<float>(index);
  };
  const float total = top_of(count) + 8;
  state.scroll += state.pending;
  state.pending = 0;
  if (f.model.open() && state.revealed != *f.model.open()) {
    state.revealed = *f.model.open();
    const auto row = std::find(state.rows.begin(), state.rows.end(), state.revealed);
    if (row != state.rows.end()) {
      reveal(state, top_of(static_cast<size_t>(row - state.rows.begin())), area.height);
    }
  }
  const float most = std::max(0.0f, total - area.height);
  state.scroll = std::clamp(state.scroll, 0.0f, most);
  f.view.list_reach = {state.scroll > 0, state.scroll < most};

  Item list;
  list.id = "list";
  list.parent = "navigation";
  list.role = Role::List;
  list.name = say(Phrase::Conversations);
  list.rect = area;
  f.semantics.add(std::move(list));
  f.paint.push_clip(area);
  const float origin = area.y - std::round(state.scroll);
  // One screen around what is visible is declared as well (but drawn outside the clip: nothing).
  const float from = state.scroll - area.height, to = state.scroll + 2 * area.height;
  if (!requests.empty()) draw_label(f, "requests", say(Phrase::Requests), area.x, origin);
  for (size_t i = 0; i < requests.size(); ++i) {
    const float top = label_height + request_height * static_cast<float>(i);
    if (top + request_height < from || top > to) continue;
    draw_request(f, requests[i], {area.x, origin + top, area.width, request_height});
  }
  const auto index_at = [&](float position) {
    const float rows = std::floor((position - requests_height) / row_height);
    return static_cast<size_t>(std::clamp(rows, 0.0f, static_cast<float>(count)));
  };
  const size_t first = index_at(from - label_height);
  const size_t last = std::min(count, index_at(to) + 1);
  for (size_t i = first; i < last; ++i) {
    if (has_label && i == state.active_rows) {
      draw_label(f, "contacts", say(Phrase::Contacts), area.x, origin + top_of(i) - label_height);
    }
    draw_row(f, state.rows[i], {area.x, origin + top_of(i), area.width, row_height}, i, count);
  }
  scroll_thumb(f, area, state.scroll / total, area.height / total);
  f.paint.pop_clip();
  if (count > 0 || !requests.empty()) return;
  if (!state.filter.empty()) {
    const std::string filter = single_line(state.filter, 40);
    empty_state(f, "empty-list", "navigation", area, Icon::Search,
                say(Phrase::NothingFound, {{"text", filter}}), "");
  } else if (f.model.roster().is_loaded) {
    empty_state(f, "empty-list", "navigation", area, Icon::PersonAdd, say(Phrase::NoContacts),
                say(Phrase::NoContactsHint));
  }
}

}  // namespace

void draw_list(Frame& f, const Rect& area) {
  f.paint.fill(area, f.theme.surface_side);
  Item navigation;
  navigation.id = "navigation";
  navigation.role = Role::Navigation;
  navigation.name = say(Phrase::Conversations);
  navigation.rect = area;
  navigation.background = f.theme.surface_side;
  f.semantics.add(std::move(navigation));
  draw_header(f, {area.x, area.y, area.width, header_height});
  draw_search(f, {area.x, area.y + header_height, area.width, search_height});
  const float above = header_height + search_height;
  const Rect rows = {area.x, area.y + above, area.width, std::max(0.0f, area.height - above)};
  f.view.list_area = rows;
  draw_rows(f, rows);
  f.result.is_roster_painted = f.model.roster().is_loaded;
}

}  // namespace ui
