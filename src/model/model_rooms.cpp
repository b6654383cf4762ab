// SPDX-License-Identifier: MIT
// Rooms are joined and left, and say who is in them. XEP-0045.
#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "model/apply.h"
#include "model/store_records.h"
#include "xmpp/address_text.h"

namespace model {

namespace {

// LIMIT: XEP-0045 knows no largest room; beyond this many only the count stops growing.
constexpr size_t max_occupants = 20'000;
// LIMIT: of so many it is remembered that they left; then everybody counts as new.
constexpr size_t max_left = 5000;
constexpr size_t max_subject_bytes = 4096;
constexpr size_t max_reason_bytes = 1024;

Room* room_of(std::map<xmpp::Jid, Conversation>& conversations, const xmpp::Jid& jid) {
  const auto found = conversations.find(jid);
  if (found == conversations.end() || !found->second.room) return nullptr;
  return &*found->second.room;
}

// A room that does not let us in is one; who does not exist or does not answer may be anything.
bool comes_from_a_room(const xmpp::StanzaError& error) {
  switch (error.condition) {
    case xmpp::Condition::Conflict:
    case xmpp::Condition::Forbidden:
    case xmpp::Condition::JidMalformed:  // a nick that is none
    case xmpp::Condition::NotAcceptable:
    case xmpp::Condition::NotAuthorized:
    case xmpp::Condition::RegistrationRequired:
    case xmpp::Condition::ResourceConstraint:
    case xmpp::Condition::ServiceUnavailable:  // it is full
      return true;
    default:
      return false;
  }
}

// When the newest row was said that the room has shown: its history is wanted from there on.
std::optional<base::Wall> last_said(const Timeline& timeline) {
  const auto& rows = timeline.messages();
  const auto newest = std::find_if(rows.rbegin(), rows.rend(), [](const Message& row) {
    return row.state == MessageState::Received || has_arrived(row);
  });
  return newest == rows.rend() ? std::nullopt : std::optional(newest->sent);
}

}  // namespace

void Model::Apply::operator()(const OpenAddress& action) {
  model.open_when_online_.reset();
  if (!is_online()) {
    const std::optional<xmpp::Jid> known = model.complete_address(action.address);
    if (!action.join && known && model.knows(*known)) {
      return open(model.is_occupant(*known) ? *known : known->bare());
    }
    // Kept until it can be done.
    model.open_when_online_ = action;
    return;
  }
  if (action.join && Model::is_room_name(action.address)) return join_when_found(action);
  const std::optional<xmpp::Jid> jid = model.complete_address(action.address);
  if (!jid || (action.join && jid->local().empty())) {
    model.notice_ = {Notice::Kind::BadAddress, action.address, {}};
    return;
  }
  settle(Notice::Kind::BadAddress);
  if (!action.join) return open(model.is_occupant(*jid) ? *jid : jid->bare());
  const xmpp::Jid bare = model.spelled(jid->bare());
  open(bare);
  if (model.roster_.contacts.count(bare) != 0 && !is_room(bare)) {
    model.notice_ = {Notice::Kind::IsContact, bare.text(), {}};
    return;
  }
  Conversation& conversation = conversation_with(bare);
  if (conversation.room && (conversation.room->state == Room::State::Joined ||
                            conversation.room->state == Room::State::Joining)) {
    return;
  }
  std::string nick(jid->resource());
  if (nick.empty() && conversation.room) nick = conversation.room->wanted;
  if (nick.empty()) nick = xmpp::readable_name(model.account_.jid);
  join(bare, std::move(nick), {});
}

// Who is a contact is no room: that is known with the roster.
void Model::Apply::open_when_known() {
  const auto& wish = model.open_when_online_;
  if (wish && (!wish->join || model.roster_.is_loaded)) open_now();
}

void Model::Apply::open_now() {
  if (!model.open_when_online_) return;
  const OpenAddress wish = *std::exchange(model.open_when_online_, std::nullopt);
  (*this)(wish);
}

void Model::Apply::join_when_found(const OpenAddress& wish) {
  model.join_when_found_ = wish;
  if (model.room_service_) return (*this)(session::RoomServiceFound{model.room_service_});
  command(session::FindRoomService{});
}

void Model::Apply::operator()(const session::RoomServiceFound& event) {
  model.room_service_ = event.service;
  if (!model.join_when_found_) return;
  OpenAddress wish = *std::exchange(model.join_when_found_, std::nullopt);
  if (!event.service) {
    model.notice_ = {Notice::Kind::NoRoomService, wish.address, {}};
    return;
  }
  wish.address = xmpp::written_address(wish.address) + '@' + event.service->text();
  (*this)(wish);
}

void Model::Apply::operator()(const JoinRoom& action) {
  if (refuses_offline() || room_of(model.conversations_, action.room) == nullptr) return;
  join(action.room, base::sanitise(action.nick), action.password);
}

void Model::Apply::join(const xmpp::Jid& jid, std::string nick, base::Secret password) {
  Conversation& conversation = conversation_with(jid);
  if (!conversation.room) conversation.room.emplace();
  Room& room = *conversation.room;
  if (nick.empty()) nick = xmpp::readable_name(model.account_.jid);
  room.state = Room::State::Joining;
  room.wanted = nick;
  room.nick = nick;
  room.password = password;
  room.is_doubted = false;
  room.ending = {};
  room.error.reset();
  room.occupants.clear();
  model.archives_[jid].is_asked = false;
  conversation_changed(conversation);
  command(session::JoinRoom{.room = jid,
                            .nick = std::move(nick),
                            .password = std::move(password),
                            .availability = model.account_.availability,
                            .status = model.account_.status,
                            .since = last_said(conversation.timeline)});
}

void Model::Apply::join_again() {
  for (auto& [jid, conversation] : model.conversations_) {
    if (!conversation.room) continue;
    const Room& room = *conversation.room;
    if (room.state != Room::State::Joined && room.state != Room::State::Joining) continue;
    join(jid, room.wanted, room.password);
  }
}

// After a reload.
void Model::Apply::tell_rooms_known() {
  session::KnowRooms wish;
  for (const auto& [jid, conversation] : model.conversations_) {
    if (!conversation.room) continue;
    const Room& room = *conversation.room;
    const bool is_joined = room.state == Room::State::Joined;
    if (!is_joined && room.state != Room::State::Joining) continue;
    wish.rooms.push_back({jid.with_resource(room.nick), is_joined});
  }
  if (!wish.rooms.empty()) command(std::move(wish));
}

void Model::Apply::operator()(const session::RoomJoined& event) {
  Conversation& conversation = conversation_with(event.room);
  if (!conversation.room) conversation.room.emplace();
  const bool was_joined = conversation.room->state == Room::State::Joined;
  conversation.room->state = Room::State::Joined;
  conversation.room->is_proven = true;
  if (conversation.room->wanted.empty()) conversation.room->wanted = event.nick;
  conversation.room->nick = event.nick;
  if (!was_joined) {
    conversation.room->joined_at = env.now.wall;
    conversation.room->left.clear();
  }
  conversation.room->ending = {};
  conversation.room->error.reset();
  read_archive(event.room);
  send_queued(&event.room);
  send_notes();
}

void Model::Apply::operator()(const session::RoomLeft& event) {
  Room* room = room_of(model.conversations_, event.room);
  if (room == nullptr) return;
  room->state = Room::State::Left;
  room->ending = {event.departure, std::string(base::truncate_utf8(event.reason, max_reason_bytes)),
                  std::string(base::truncate_utf8(event.actor, max_reason_bytes)), event.alternate};
  room->error.reset();
  room->occupants.clear();
  conversation_changed(model.conversations_.at(event.room));
}

void Model::Apply::operator()(const session::RoomJoinFailed& event) {
  const auto found = model.conversations_.find(event.room);
  if (found == model.conversations_.end() || !found->second.room) return;
  if (!found->second.room->is_proven && !comes_from_a_room(event.error)) {
    return give_up_room(event.room, event.error);
  }
  Room& room = *found->second.room;
  room.state = Room::State::Failed;
  room.error = event.error;
  room.occupants.clear();
  fail_waiting(found->second, event.error);
}

// What waited to be said there cannot be: the author sees it and decides.
void Model::Apply::fail_waiting(Conversation& conversation, const xmpp::StanzaError& error) {
  Timeline& timeline = conversation.timeline;
  std::vector<std::string> waiting;
  for (const Message& message : timeline.messages()) {
    if (message.is_own && message.state == MessageState::Queued) waiting.push_back(message.id);
  }
  for (const std::string& id : waiting) {
    Message* message = timeline.find_own(id);
    if (message == nullptr) continue;
    message->state = MessageState::Failed;
    message->error = error;
    row_changed(conversation, *message);
  }
}

// There is no room of that address, as far as anybody said: what was there before is there again.
void Model::Apply::give_up_room(const xmpp::Jid& jid, const xmpp::StanzaError& error) {
  Conversation& conversation = model.conversations_.at(jid);
  model.notice_ = {Notice::Kind::JoinFailed, jid.text(), error};
  fail_waiting(conversation, error);
  conversation.room.reset();
  model.archives_.erase(jid);
  ++model.names_version_;
  if (conversation.timeline.empty() && conversation.draft.empty()) {
    if (model.open_ == jid) model.open_.reset();
    if (model.store_.is_on()) model.store_.removed.push_back(conversation_key(jid));
    model.conversations_.erase(jid);
  } else {
    conversation_changed(conversation);
  }
}

void Model::Apply::operator()(const session::RoomSubjectChanged& event) {
  if (Room* room = room_of(model.conversations_, event.room)) {
    room->subject = base::truncate_utf8(event.subject, max_subject_bytes);
  }
}

void Model::Apply::operator()(const session::OccupantChanged& event) {
  Room* room = room_of(model.conversations_, event.occupant.bare());
  if (room == nullptr) return;
  const std::string nick(event.occupant.resource());
  if (event.availability == xmpp::Availability::Offline) {
    forget_typing(event.occupant);
    if (room->left.size() >= max_left && room->left.count(nick) == 0) {
      room->left.clear();
      room->joined_at = env.now.wall;
    }
    room->left[nick] = env.now.wall;
    room->occupants.erase(nick);
    take_wanted_nick(event.occupant);
  } else if (room->occupants.size() < max_occupants || room->occupants.count(nick) != 0) {
    room->occupants[nick] = event.availability;
  }
}

// Who had the nick that was wished for has gone: a ghost of ours, say, that kept us from it when we came back.
void Model::Apply::take_wanted_nick(const xmpp::Jid& gone) {
  const Room& room = *room_of(model.conversations_, gone.bare());
  const Account& account = model.account_;
  const bool is_wanted = gone.resource() == room.wanted && room.wanted != room.nick;
  if (!is_wanted || room.state != Room::State::Joined) return;
  if (account.availability == xmpp::Availability::Offline) return;
  command(session::ChangeNick{gone, account.availability, account.status});
}

// It is joined again once, and the message waits for that.
void Model::Apply::operator()(const session::MessageReturned& event) {
  Room* room = room_of(model.conversations_, event.conversation);
  if (room == nullptr) return;
  if (room->state == Room::State::Joined && room->is_doubted) {
    // It let us in, and says once more that we are not.
    command(session::LeaveRoom{event.conversation});
    (*this)(session::RoomLeft{.room = event.conversation, .reason = event.error.text});
    return (*this)(session::MessageFailed{event.conversation, event.id, event.error});
  }
  if (room->state == Room::State::Joined) {
    join(event.conversation, room->wanted, room->password);
    room->is_doubted = true;
  }
  if (note_lost(event.id)) return;
  Conversation& conversation = model.conversations_.at(event.conversation);
  Message* message = conversation.timeline.find_own(event.id);
  if (message == nullptr) return;
  const bool was_done = message->state == MessageState::Acknowledged;
  if (!was_done && message->state != MessageState::Sent) return;
  // Our server had it; now it is to be sent again, and in the outbox.
  if (was_done && model.store_.is_on()) {
    model.store_.removed.push_back(row_key(conversation.jid, *message));
  }
  message->state = MessageState::Queued;
  message->is_counted = false;  // our server has counted the one that came back, and may say so yet
  row_changed(conversation, *message);
}

void Model::Apply::operator()(const LeaveRoom& action) {
  Room* room = room_of(model.conversations_, action.room);
  if (room == nullptr) return;
  command(session::LeaveRoom{action.room});  // without a connection, too: no later session joins it
  room->state = Room::State::Left;
  room->ending = {};
  room->error.reset();
  room->occupants.clear();
  conversation_changed(model.conversations_.at(action.room));
}

}  // namespace model
