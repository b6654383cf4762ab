// SPDX-License-Identifier: MIT
// Rooms. See xep0045_muc.h.
#include "ext/xep0045_muc.h"

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
}

void Muc::on_resumed(session::Context& context) {
  for (const auto& [jid, nick] : std::exchange(unsaid_leaves_, {})) {
    say_bye(context, jid.with_resource(nick));
  }
  // They have their time anew: the answer may have been on the way.
  for (auto& [jid, room] : rooms_) {
    if (room.joining) room.joining->deadline = context.now().steady + join_timeout;
  }
}

// The rooms have seen us go.
void Muc::on_lost(session::Context&) {
  rooms_.clear();
  unsaid_leaves_.clear();
}

void Muc::save(base::RecordWriter& out) const {
  for (const auto& [jid, nick] : unsaid_leaves_) out.text(jid.text()).text(nick);
}

void Muc::restore(base::RecordReader& in) {
  while (in.has_more()) {
    base::Result<xmpp::Jid> jid = xmpp::Jid::received(in.text());
    if (!jid) return in.spoil();
    unsaid_leaves_[*jid] = std::string(in.text());
  }
}

// ---- wishes ----

Handled Muc::on_command(session::Context& context, const session::Command& command) {
  if (auto* wish = base::get_if<session::JoinRoom>(&command)) {
    std::optional<std::string> nick = prepare_nick(wish->nick);
    const xmpp::Jid jid = wish->room.bare();
    if (!nick || jid.local().empty()) {
      context.emit(session::RoomJoinFailed{
          jid, error(xmpp::ErrorType::Modify, xmpp::Condition::JidMalformed)});
      return Handled::Yes;
    }
    Room& room = rooms_[jid];
    room = {.jid = jid, .nick = *std::move(nick), .joining = Joining{.wish = *wish}};
    join(context, room);
    return Handled::Yes;
  }
  if (auto* leave_room = base::get_if<session::LeaveRoom>(&command)) {
    leave(context, leave_room->room.bare());
    return Handled::Yes;
  }
  if (auto* change = base::get_if<session::ChangeNick>(&command)) {
    xmpp::Presence out = xmpp::make_presence(change->availability, change->status);
    out.to = change->occupant;
    context.send(std::move(out));
    return Handled::Yes;
  }
  if (auto* known = base::get_if<session::KnowRooms>(&command)) {
    for (const session::KnowRooms::Known& each : known->rooms) know(context, each);
    return Handled::Yes;
  }
  if (auto* message = base::get_if<session::SendMessage>(&command)) {
    if (!message->is_groupchat) return Handled::No;
    xmpp::Message envelope;
    envelope.to = message->to.bare();
    envelope.type = xmpp::MessageType::Groupchat;
    sent_.send(context, *message, std::move(envelope));
    return Handled::Yes;
  }
  // The rooms see us go with the session; that is no expulsion.
  if (base::holds<session::Disconnect>(command)) on_lost(context);
  return Handled::No;
}

void Muc::know(session::Context& context, const session::KnowRooms::Known& known) {
  const xmpp::Jid jid = known.occupant.bare();
  Room& room = rooms_[jid];
  room.jid = jid;
  room.nick = std::string(known.occupant.resource());
  if (!known.is_joined) {
    room.joining = Joining{.wish = {.room = jid, .nick = room.nick}};
  }
  context.facts().rooms.insert(jid);
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
  const std::string nick = found->second.nick;
  remove(context, jid);
  // A session that is over took us out of the room; one that may go on has not.
  if (!say_bye(context, jid.with_resource(nick))) unsaid_leaves_[jid] = nick;
}

void Muc::join(session::Context& context, Room& room) {
  const session::JoinRoom& wish = room.joining->wish;
  context.facts().rooms.insert(room.jid);
  const bool is_offline = wish.availability == xmpp::Availability::Offline;
  xmpp::Presence out =
      xmpp::make_presence(is_offline ? xmpp::Availability::Available : wish.availability,
                          is_offline ? "" : wish.status);
  out.to = room.jid.with_resource(room.nick);
  xml::Element history(ns::muc, "history");
  history.set("maxstanzas", max_history);
  if (wish.since) history.set("since", base::format_datetime(*wish.since));
  xml::Element x(ns::muc, "x");
  if (!wish.password.empty()) {
    x.add(xml::Element(ns::muc, "password").add_text(wish.password.reveal()));
  }
  out.payloads.push_back(std::move(x.add(std::move(history))));
  context.send(std::move(out));
  room.joining->deadline = context.now().steady + join_timeout;
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
    if (room->joining) {
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
  Joining& joining = *room.joining;
  if (error.condition == xmpp::Condition::Conflict && !joining.has_retried) {
    joining.has_retried = true;
    room.nick += "_";
    join(context, room);
    return;
  }
  give_up(context, xmpp::Jid(room.jid), error);
}

void Muc::give_up(session::Context& context, const xmpp::Jid& jid, const xmpp::StanzaError& error) {
  remove(context, jid);
  context.emit(session::RoomJoinFailed{jid, error});
}

void Muc::on_occupant(session::Context& context, Room& room, const xmpp::Presence& presence) {
  const OccupantStatus user(presence.payloads);
  context.emit(session::OccupantChanged{*presence.from, xmpp::availability_of(presence)});
  // Joined is who sees himself (protocol trap E 49), under whatever nick the room gave him (code
  // 210).
  if (user.has(code_self)) {
    on_self(context, room, std::string(presence.from->resource()), user.has(code_created));
  }
}

void Muc::on_self(session::Context& context, Room& room, const std::string& nick,
                  bool is_new_room) {
  const bool is_news = room.joining || room.nick != nick;
  room.nick = nick;
  room.joining.reset();
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
}

void Muc::on_gone(session::Context& context, Room& room, const xmpp::Presence& presence) {
  const OccupantStatus user(presence.payloads);
  context.emit(session::OccupantChanged{*presence.from, xmpp::Availability::Offline});
  if (!user.has(code_self) && presence.from->resource() != room.nick) return;
  if (room.joining) return;  // a ghost of an earlier session leaving under our nick
  if (user.has(code_new_nick) && !user.new_nick.empty()) {
    // Not gone: the presence under the new nick follows.
    room.nick = user.new_nick;
    context.emit(session::RoomJoined{room.jid, room.nick});
    return;
  }
  const xmpp::Jid jid = room.jid;
  remove(context, jid);
  context.emit(session::RoomLeft{jid, user.departure(), user.reason, user.actor, user.alternate});
}

void Muc::remove(session::Context& context, const xmpp::Jid& jid) {
  rooms_.erase(jid);
  context.facts().rooms.erase(jid);
}

// ---- time ----

std::optional<base::Steady> Muc::next_wake(const session::Context&) const {
  std::optional<base::Steady> next;
  for (const auto& [jid, room] : rooms_) {
    if (!room.joining || !room.joining->deadline) continue;
    if (!next || *room.joining->deadline < *next) next = room.joining->deadline;
  }
  return next;
}

void Muc::on_wake(session::Context& context) {
  std::vector<xmpp::Jid> silent;
  for (const auto& [jid, room] : rooms_) {
    if (!room.joining || !room.joining->deadline) continue;
    if (*room.joining->deadline <= context.now().steady) silent.push_back(jid);
  }
  for (const xmpp::Jid& jid : silent) {
    give_up(context, jid, error(xmpp::ErrorType::Wait, xmpp::Condition::RemoteServerTimeout));
  }
}

}  // namespace muc
