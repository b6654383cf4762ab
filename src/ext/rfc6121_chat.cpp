// SPDX-License-Identifier: MIT
// Chat messages. See rfc6121_chat.h.
#include "ext/rfc6121_chat.h"

#include <utility>

#include "session/command.h"
#include "session/event.h"
#include "xmpp/ns.h"

namespace chat {

using session::Handled;

namespace {

// XEP-0045 7.5: a private message of a room says so, in either direction. (An invitation comes from the room itself.)
bool is_private(const xmpp::Message& message) {
  return xmpp::find(message.payloads, {xmpp::ns::muc_user, "x"}) != nullptr;
}

// An occupant of a room is one of their own.
xmpp::Jid conversation_with(session::Context& context, const xmpp::Jid& peer,
                            bool is_private = false) {
  const xmpp::Jid bare = peer.bare();
  return is_private || context.facts().rooms.count(bare) > 0 ? peer : bare;
}

}  // namespace

void Chat::on_new_account(session::Context&) { sent_.clear(); }

Handled Chat::on_command(session::Context& context, const session::Command& command) {
  const auto* message = base::get_if<session::SendMessage>(&command);
  if (message == nullptr || message->is_groupchat) return Handled::No;
  xmpp::Message envelope;
  envelope.to = message->to;
  envelope.type = xmpp::MessageType::Chat;
  // So that our other devices know whose it is, in the room or not (XEP-0045 7.5, XEP-0280 6.1).
  if (!message->to.is_bare()) envelope.payloads.emplace_back(xmpp::ns::muc_user, "x");
  sent_.send(context, *message, std::move(envelope));
  return Handled::Yes;
}

Handled Chat::on_message(session::Context& context, const xmpp::Message& message,
                         const session::Delivery& delivery, const session::Content& content) {
  const xmpp::Jid own = context.own_jid().bare();
  const xmpp::Jid from = message.from.value_or(own);
  if (message.type == xmpp::MessageType::Error) {
    if (delivery.copy == session::Copy::Received) {
      // Another device of ours sent it; only a message to that very address can be meant.
      context.emit(session::MessageFailed{conversation_with(context, from), message.id,
                                          message.error.value_or(xmpp::StanzaError{})});
    } else if (delivery.copy == session::Copy::Sent) {
      // Our own complaint about somebody's message.
    } else if (std::optional<xmpp::Jid> to = sent_.take(message.id, from)) {
      context.emit(
          session::MessageFailed{*to, message.id, message.error.value_or(xmpp::StanzaError{})});
    }
    return Handled::Yes;
  }
  if (message.type == xmpp::MessageType::Groupchat) return Handled::No;
  if (content.is_empty()) return Handled::No;
  // From another device of ours, or in our archive: what we said to somebody.
  const bool is_sent =
      delivery.copy == session::Copy::Sent || (delivery.is_archived && from.bare() == own);
  const xmpp::Jid peer = is_sent ? message.to.value_or(own) : from;
  context.emit(session::MessageReceived{
      .conversation = conversation_with(context, peer, is_private(message)),
      .peer = peer,
      .from = from,
      .is_own = from.bare() == own,
      .id = message.id,
      .sent = delivery.sent,
      .is_delayed = delivery.is_delayed,
      .is_archived = delivery.is_archived,
      .is_older = delivery.is_older,
      .content = content});
  return Handled::Yes;
}

}  // namespace chat
