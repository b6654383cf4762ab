// SPDX-License-Identifier: MIT
// What we say in rooms and what is said there. See xep0045_muc.h.
#include <utility>

#include "ext/xep0045_muc.h"
#include "session/command.h"
#include "session/event.h"
#include "xmpp/ns.h"

namespace muc {

namespace ns = xmpp::ns;
using session::Handled;

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
  if (content.is_empty()) return Handled::Yes;
  // LIMIT: in history the nick may have been somebody else's; until occupant ids (XEP-0421) nothing
  // tells.
  const bool is_own = message.from->resource() == room->nick;
  context.emit(session::MessageReceived{.conversation = room->jid,
                                        .from = *message.from,
                                        .is_groupchat = true,
                                        .is_own = is_own,
                                        .id = message.id,
                                        .sent = delivery.sent,
                                        .is_delayed = delivery.is_delayed,
                                        .is_archived = delivery.is_archived,
                                        .is_older = delivery.is_older,
                                        .content = content});
  return Handled::Yes;
}

// Who is not in a room is told so when he speaks (XEP-0045 7.4), and maybe only then: when its service was restarted, say.
void Muc::on_bounce(session::Context& context, const xmpp::Jid& jid, const xmpp::Message& message) {
  xmpp::StanzaError error = message.error.value_or(xmpp::StanzaError{});
  const bool is_out =
      message.from->is_bare() && (error.condition == xmpp::Condition::NotAcceptable ||
                                  error.condition == xmpp::Condition::ItemNotFound);
  if (is_out && rooms_.count(jid) > 0) {
    context.emit(session::MessageReturned{jid, message.id, std::move(error)});
  } else {
    context.emit(session::MessageFailed{jid, message.id, std::move(error)});
  }
}

}  // namespace muc
