// SPDX-License-Identifier: MIT
// What we say in rooms and what is said there. See xep0045_muc.h.
#include <algorithm>
#include <utility>

#include "ext/xep0045_muc.h"
#include "session/command.h"
#include "session/event.h"
#include "xmpp/ns.h"

namespace muc {

namespace ns = xmpp::ns;
using session::Handled;

void Muc::send(session::Context& context, Room& room, const session::SendMessage& command) {
  if (!room.is_joined) {
    // Without a session it stays queued in the model; while joining it waits for the door to open.
    if (room.deadline) room.waiting.push_back(command);
    return;
  }
  xmpp::Message envelope;
  envelope.to = room.jid;
  envelope.type = xmpp::MessageType::Groupchat;
  sent_.send(context, command, std::move(envelope));
}

Handled Muc::on_message(session::Context& context, const xmpp::Message& message,
                        const session::Delivery& delivery, const session::Content& content) {
  if (message.type == xmpp::MessageType::Error && message.from) {
    // Also of a room that we have left meanwhile.
    std::optional<xmpp::Jid> to = sent_.take(message.id, *message.from);
    if (!to) return Handled::No;  // a bounced private message, perhaps
    on_bounce(context, *to, message);
    return Handled::Yes;
  }
  Room* room = find(message.from);
  if (room == nullptr) return Handled::No;
  if (message.type != xmpp::MessageType::Groupchat) return Handled::No;
  const auto subject = xmpp::child_text(message.payloads, "subject");
  const auto body = xmpp::child_text(message.payloads, "body");
  if (subject && (!body || body->empty())) {
    // XEP-0045 8.1: a subject change is a subject without a body and without a thread. An archive
    // says what the subject was, and the room what it is.
    const bool is_change =
        !body && !xmpp::child_text(message.payloads, "thread") && !delivery.is_archived;
    if (is_change) context.emit(session::RoomSubjectChanged{room->jid, std::string(*subject)});
    return Handled::Yes;
  }
  if (content.is_empty() || is_repeated(*room, message, delivery)) return Handled::Yes;
  // LIMIT: in history the nick may have been somebody else's; until occupant ids (XEP-0421) nothing
  // tells.
  const bool is_own = message.from->resource() == room->nick;
  if (is_own && !delivery.is_delayed) room->is_doubted = false;
  context.emit(session::MessageReceived{.conversation = room->jid,
                                        .from = *message.from,
                                        .is_groupchat = true,
                                        .is_own = is_own,
                                        .id = message.id,
                                        .sent = delivery.sent,
                                        .is_delayed = delivery.is_delayed,
                                        .is_archived = delivery.is_archived,
                                        .content = content});
  return Handled::Yes;
}

// Who is not in a room is told so when he speaks (XEP-0045 7.4), and maybe only then: when its service was restarted, say.
// It is joined again once, and the message waits for that.
void Muc::on_bounce(session::Context& context, const xmpp::Jid& jid, const xmpp::Message& message) {
  const xmpp::StanzaError error = message.error.value_or(xmpp::StanzaError{});
  const bool is_out =
      message.from->is_bare() && (error.condition == xmpp::Condition::NotAcceptable ||
                                  error.condition == xmpp::Condition::ItemNotFound);
  const auto found = rooms_.find(jid);
  if (!is_out || found == rooms_.end()) {
    context.emit(session::MessageFailed{jid, message.id, error});
    return;
  }
  Room& room = found->second;
  if (room.is_joined && room.is_doubted) {
    // It let us in, and says once more that we are not.
    say_bye(context, jid.with_resource(room.nick));
    remove(context, jid);
    context.emit(session::RoomLeft{.room = jid, .reason = error.text});
    context.emit(session::MessageFailed{jid, message.id, error});
    return;
  }
  if (room.is_joined) {
    room.is_doubted = true;
    room.is_joined = false;
    room.occupants.clear();
    enter(context, room);
  }
  context.emit(session::MessageReturned{jid, message.id});
}

// History after a rejoin begins with what was seen live before.
bool Muc::is_repeated(Room& room, const xmpp::Message& message, const session::Delivery& delivery) {
  if (!room.last_message || delivery.sent > *room.last_message) {
    room.last_message = delivery.sent;
  }
  if (message.id.empty()) return false;
  std::string key = std::string(message.from->resource()) + ' ' + message.id;
  const bool is_known = std::find(room.seen.begin(), room.seen.end(), key) != room.seen.end();
  if (is_known) return delivery.is_delayed;
  room.seen.push_back(std::move(key));
  if (room.seen.size() > max_remembered) room.seen.pop_front();
  return false;
}

}  // namespace muc
