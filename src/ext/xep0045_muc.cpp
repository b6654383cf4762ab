// SPDX-License-Identifier: MIT
// Rooms. See xep0045_muc.h.
#include "ext/xep0045_muc.h"

#include <algorithm>
#include <utility>

#include "base/unicode.h"
#include "ext/xep0045_muc_status.h"
#include "session/command.h"
#include "session/event.h"
#include "xmpp/availability.h"
#include "xmpp/data_form.h"
#include "xmpp/ns.h"

namespace muc {
namespace {

namespace ns = xmpp::ns;
using session::Handled;

// RFC 8266 leaves nicks to OpaqueString; a resource part has at most 1023 bytes.
std::optional<std::string> prepare_nick(std::string_view nick) {
  std::optional<std::string> prepared = base::precis_opaque_string(nick);
  return prepared && prepared->size() <= 1023 ? prepared : std::nullopt;
}

xmpp::StanzaError error(xmpp::ErrorType type, xmpp::Condition condition) {
  return {type, condition, ""};
}

}  // namespace

std::vector<std::string_view> Muc::features() const { return {ns::muc}; }

void Muc::on_new_account(session::Context&) {
  rooms_.clear();
  unsaid_leaves_.clear();
  sent_.clear();
  availability_ = xmpp::Availability::Available;
  status_.clear();
  is_presence_unsaid_ = false;
}

void Muc::on_fresh(session::Context& context) {
  is_presence_unsaid_ = false;  // joining says it
  for (auto& [jid, room] : rooms_) {
    room.is_doubted = false;
    enter(context, room);
  }
}

void Muc::on_resumed(session::Context& context) {
  for (const auto& [jid, nick] : std::exchange(unsaid_leaves_, {})) {
    say_bye(context, jid.with_resource(nick));
  }
  if (std::exchange(is_presence_unsaid_, false)) tell_rooms(context);
  for (auto& [jid, room] : rooms_) {
    if (room.is_joined) continue;
    if (room.is_unsaid) {
      join(context, room);
    } else {
      // It has its time anew: its answer may have been on the way.
      room.deadline = context.now().steady + join_timeout;
    }
  }
}

void Muc::on_lost(session::Context& context) {
  unsaid_leaves_.clear();  // the rooms have seen us go
  for (auto& [jid, room] : rooms_) {
    for (const std::string& nick : room.occupants) {
      context.emit(session::OccupantChanged{jid.with_resource(nick), xmpp::Availability::Offline});
    }
    room.occupants.clear();
    room.is_joined = false;
    room.is_unsaid = false;
    room.deadline.reset();
    room.waiting.clear();  // never reported as sent, so the model sends it again
  }
}

// ---- wishes ----

Handled Muc::on_command(session::Context& context, const session::Command& command) {
  if (auto* join_room = base::get_if<session::JoinRoom>(&command)) {
    std::optional<std::string> nick = prepare_nick(join_room->nick);
    if (!nick || join_room->room.local().empty()) {
      context.emit(session::RoomJoinFailed{
          join_room->room, error(xmpp::ErrorType::Modify, xmpp::Condition::JidMalformed)});
      return Handled::Yes;
    }
    auto [found, is_new] = rooms_.try_emplace(join_room->room.bare());
    Room& room = found->second;
    if (is_new) {
      room.jid = found->first;
      room.wanted = *nick;
      room.password = join_room->password;
      enter(context, room);
    } else if (room.is_joined) {
      context.emit(session::RoomJoined{room.jid, room.nick});
    }
    return Handled::Yes;
  }
  if (auto* leave_room = base::get_if<session::LeaveRoom>(&command)) {
    leave(context, leave_room->room.bare());
    return Handled::Yes;
  }
  if (auto* message = base::get_if<session::SendMessage>(&command)) {
    if (!message->is_groupchat) return Handled::No;
    auto found = rooms_.find(message->to.bare());
    if (found == rooms_.end()) {
      context.emit(
          session::MessageFailed{message->to, message->id,
                                 error(xmpp::ErrorType::Cancel, xmpp::Condition::NotAcceptable)});
    } else {
      send(context, found->second, *message);
    }
    return Handled::Yes;
  }
  if (auto* set = base::get_if<session::SetPresence>(&command)) {
    availability_ = set->availability;
    status_ = set->status;
    tell_rooms(context);
    return Handled::Shared;
  }
  if (base::holds<session::Disconnect>(command)) {
    // The rooms see us go with the session; that is no expulsion, and the next login joins them again.
    for (auto& [jid, room] : rooms_) room.is_joined = false;
    unsaid_leaves_.clear();
  }
  return Handled::No;
}

// Whether it was said.
bool Muc::say_bye(session::Context& context, xmpp::Jid occupant) {
  xmpp::Presence bye = xmpp::make_presence(xmpp::Availability::Offline, "");
  bye.to = std::move(occupant);
  return context.send(std::move(bye)) == stream::Sent::Yes;
}

void Muc::leave(session::Context& context, const xmpp::Jid& jid) {
  auto found = rooms_.find(jid);
  if (found == rooms_.end()) return;
  const bool is_known_there = !found->second.is_unsaid;
  const std::string nick = found->second.nick;
  remove(context, jid);
  const bool is_told = is_known_there && say_bye(context, jid.with_resource(nick));
  // A session that is over took us out of the room; one that may go on has not.
  if (is_known_there && !is_told && !context.own_jid().empty()) unsaid_leaves_[jid] = nick;
  context.emit(session::RoomLeft{.room = jid, .departure = xmpp::Departure::Asked});
}

void Muc::tell_rooms(session::Context& context) {
  // Unavailable to everyone reaches the rooms by itself (RFC 6121 4.6.3).
  if (availability_ == xmpp::Availability::Offline) return;
  for (const auto& [jid, room] : rooms_) {
    if (!room.is_joined) continue;
    xmpp::Presence out = xmpp::make_presence(availability_, status_);
    out.to = jid.with_resource(room.nick);
    if (context.send(std::move(out)) != stream::Sent::Yes) is_presence_unsaid_ = true;
  }
}

void Muc::enter(session::Context& context, Room& room) {
  room.has_retried = false;
  room.nick = room.wanted;
  join(context, room);
}

void Muc::join(session::Context& context, Room& room) {
  if (context.own_jid().empty()) return;  // on the next session
  context.facts().rooms.insert(room.jid);
  const bool is_offline = availability_ == xmpp::Availability::Offline;
  xmpp::Presence out = xmpp::make_presence(
      is_offline ? xmpp::Availability::Available : availability_, is_offline ? "" : status_);
  out.to = room.jid.with_resource(room.nick);
  xml::Element history(ns::muc, "history");
  history.set("maxstanzas", max_history);
  if (room.last_message) history.set("since", base::format_datetime(*room.last_message));
  xml::Element x(ns::muc, "x");
  if (!room.password.empty()) {
    x.add(xml::Element(ns::muc, "password").add_text(room.password.reveal()));
  }
  out.payloads.push_back(std::move(x.add(std::move(history))));
  room.is_unsaid = context.send(std::move(out)) != stream::Sent::Yes;
  if (!room.is_unsaid) room.deadline = context.now().steady + join_timeout;
}

// ---- presence ----

Muc::Room* Muc::find(const std::optional<xmpp::Jid>& from) {
  if (!from) return nullptr;
  auto found = rooms_.find(from->bare());
  return found == rooms_.end() ? nullptr : &found->second;
}

Handled Muc::on_presence(session::Context& context, const xmpp::Presence& presence) {
  Room* room = find(presence.from);
  if (room == nullptr) room = find_asked(presence);
  if (room == nullptr) return Handled::No;
  if (room->jid != presence.from->bare()) {
    room = &respell(context, xmpp::Jid(room->jid), presence.from->bare());
  }
  if (presence.type == xmpp::PresenceType::Error) {
    if (!room->is_joined) {
      on_join_error(context, *room, presence.error.value_or(xmpp::StanzaError{}));
    }
    return Handled::Yes;
  }
  // ejabberd lets the room itself speak before its occupants (protocol trap E 49): that is no
  // occupant.
  if (presence.from->is_bare()) return Handled::Yes;
  if (presence.type == xmpp::PresenceType::Available) on_occupant(context, *room, presence);
  if (presence.type == xmpp::PresenceType::Unavailable) on_gone(context, *room, presence);
  return Handled::Yes;
}

void Muc::on_join_error(session::Context& context, Room& room, const xmpp::StanzaError& error) {
  if (error.condition == xmpp::Condition::Conflict && !room.has_retried) {
    room.has_retried = true;
    room.nick = room.wanted + "_";
    join(context, room);
    return;
  }
  give_up(context, xmpp::Jid(room.jid), error);
}

void Muc::give_up(session::Context& context, const xmpp::Jid& jid, const xmpp::StanzaError& error) {
  std::vector<session::SendMessage> waiting = std::move(rooms_.at(jid).waiting);
  remove(context, jid);
  context.emit(session::RoomJoinFailed{jid, error});
  for (const session::SendMessage& message : waiting) {
    context.emit(session::MessageFailed{jid, message.id, error});
  }
}

void Muc::on_occupant(session::Context& context, Room& room, const xmpp::Presence& presence) {
  std::string nick(presence.from->resource());
  const OccupantStatus user(presence.payloads);
  if (room.occupants.count(nick) > 0 || room.occupants.size() < max_occupants) {
    room.occupants.insert(nick);
    context.emit(session::OccupantChanged{*presence.from, xmpp::availability_of(presence)});
  }
  // Joined is who sees himself (protocol trap E 49), under whatever nick the room gave him (code
  // 210).
  if (user.has(code_self)) on_self(context, room, nick, user.has(code_created));
}

void Muc::on_self(session::Context& context, Room& room, const std::string& nick,
                  bool is_new_room) {
  const bool is_news = !room.is_joined || room.nick != nick;
  room.nick = nick;
  room.is_joined = true;
  room.deadline.reset();
  if (is_new_room) {
    // XEP-0045 10.1.2: an instant room; without this it stays locked for everyone else.
    xml::Element query(ns::muc_owner, "query");
    query.add(xmpp::to_element(xmpp::DataForm{.type = xmpp::DataForm::Type::Submit}));
    context.request(xmpp::IqType::Set, room.jid, std::move(query),
                    [](session::Context&, const session::IqReply&) {});
  }
  // It was joined once more, under another spelling.
  if (const Room* asked = find_asked(room.jid)) {
    respell(context, xmpp::Jid(asked->jid), xmpp::Jid(room.jid));
  }
  if (is_news) context.emit(session::RoomJoined{room.jid, nick});
  std::vector<session::SendMessage> waiting = std::move(room.waiting);
  room.waiting.clear();
  for (const session::SendMessage& message : waiting) send(context, room, message);
}

void Muc::on_gone(session::Context& context, Room& room, const xmpp::Presence& presence) {
  std::string nick(presence.from->resource());
  const OccupantStatus user(presence.payloads);
  if (room.occupants.erase(nick) > 0) {
    context.emit(session::OccupantChanged{*presence.from, xmpp::Availability::Offline});
  }
  if (!user.has(code_self) && nick != room.nick) {
    if (nick == room.wanted) take_wanted_nick(context, room);
    return;
  }
  if (user.has(code_new_nick) && !user.new_nick.empty()) {
    // Not gone: the presence under the new nick follows.
    room.nick = user.new_nick;
    if (room.is_joined) context.emit(session::RoomJoined{room.jid, room.nick});
    return;
  }
  if (!room.is_joined) return;  // a ghost of an earlier session leaving under our nick
  const xmpp::Jid jid = room.jid;
  remove(context, jid);
  context.emit(session::RoomLeft{jid, user.departure(), user.reason, user.actor, user.alternate});
}

// Who had the nick that was wished for has gone: a ghost of ours, say, that kept us from it when we came back.
void Muc::take_wanted_nick(session::Context& context, const Room& room) {
  if (!room.is_joined || availability_ == xmpp::Availability::Offline) return;
  xmpp::Presence out = xmpp::make_presence(availability_, status_);
  out.to = room.jid.with_resource(room.wanted);
  context.send(std::move(out));
}

// Forgets the room and everyone in it.
void Muc::remove(session::Context& context, const xmpp::Jid& jid) {
  rooms_.erase(jid);
  context.facts().rooms.erase(jid);
}

// ---- time ----

std::optional<base::Steady> Muc::next_wake(const session::Context&) const {
  std::optional<base::Steady> next;
  for (const auto& [jid, room] : rooms_) {
    if (room.deadline && (!next || *room.deadline < *next)) next = room.deadline;
  }
  return next;
}

void Muc::on_wake(session::Context& context) {
  std::vector<xmpp::Jid> silent;
  for (const auto& [jid, room] : rooms_) {
    if (room.deadline && *room.deadline <= context.now().steady) silent.push_back(jid);
  }
  for (const xmpp::Jid& jid : silent) {
    give_up(context, jid, error(xmpp::ErrorType::Wait, xmpp::Condition::RemoteServerTimeout));
  }
}

}  // namespace muc
