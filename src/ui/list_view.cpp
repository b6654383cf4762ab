// SPDX-License-Identifier: MIT
// See list_view.h. Only the rows that can be seen, and about a screen around them, cost anything.
#include "ui/list_view.h"

#include <algorithm>
#include <cmath>

#include "ui/clean_text.h"
#include "ui/list_rows.h"
#include "ui/names.h"
#include "ui/row_view.h"
#include "ui/strings.h"
#include "ui/widgets.h"
#include "xmpp/address_text.h"

namespace ui {

using base::TextStyle;

namespace {

constexpr float header_height = 64, search_height = 56, row_height = 72, request_height = 108,
                label_height = 32;
constexpr float padding = 12;

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

void draw_request(Frame f, const model::ContactRequest& request, const Rect& rect) {
  const std::string id = f.id("request", request.from);
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
  const std::string account = account_label(f.models, f.model);
  const std::string wish = message.empty() ? say(Phrase::WantsToSeeYou) : message;
  item.texts.push_back(f.line(
      account.empty() ? wish : say(Phrase::AccountAndAbout, {{"account", account}, {"text", wish}}),
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

bool are_loaded(const Models& models) {
  return std::all_of(models.begin(), models.end(),
                     [](const model::Model* each) { return each->roster().is_loaded; });
}

void draw_rows(Frame& f, const Rect& area) {
  ListState& state = f.view.list;
  std::vector<std::pair<const model::Model*, const model::ContactRequest*>> requests;
  for (const model::Model* each : f.models) {
    for (const model::ContactRequest& request : each->roster().requests) {
      requests.emplace_back(each, &request);
    }
  }
  update_rows(state, f.view.names, f.models);
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
  if (f.model.open() && !(state.revealed == f.place(*f.model.open()))) {
    state.revealed = f.place(*f.model.open());
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
    draw_request(f.of(*requests[i].first), *requests[i].second,
                 {area.x, origin + top, area.width, request_height});
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
    draw_row(f.of(model_of(f.models, state.rows[i].account)), state.rows[i].jid,
             {area.x, origin + top_of(i), area.width, row_height}, i, count);
  }
  scroll_thumb(f, area, state.scroll / total, area.height / total);
  f.paint.pop_clip();
  if (count > 0 || !requests.empty()) return;
  if (!state.filter.empty()) {
    const std::string filter = single_line(state.filter, 40);
    empty_state(f, "empty-list", "navigation", area, Icon::Search,
                say(Phrase::NothingFound, {{"text", filter}}), "");
  } else if (are_loaded(f.models)) {
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
  f.semantics.account = f.model.id();  // the rows were of others, too
  f.result.is_roster_painted = are_loaded(f.models);
}

}  // namespace ui
