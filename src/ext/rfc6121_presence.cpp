// SPDX-License-Identifier: MIT
// Presence and subscriptions. See rfc6121_presence.h.
#include "ext/rfc6121_presence.h"

#include "session/command.h"
#include "session/event.h"
#include "xmpp/availability.h"

namespace presence {
namespace {

using session::Handled;
using xmpp::PresenceType;

// RFC 6121 3: subscriptions are between bare addresses.
void send_to(session::Context& context, const xmpp::Jid& to, PresenceType type) {
  xmpp::Presence out;
  out.to = to.bare();
  out.type = type;
  context.send(std::move(out));
}

}  // namespace

Handled Presence::on_command(session::Context& context, const session::Command& command) {
  if (auto* set = base::get_if<session::SetPresence>(&command)) {
    xmpp::Presence out = xmpp::make_presence(set->availability, set->status);
    context.send(out);
    // XEP-0045 7.7; unavailable to everyone reaches the rooms by itself (RFC 6121 4.6.3).
    if (set->availability == xmpp::Availability::Offline) return Handled::Yes;
    for (const xmpp::Jid& occupant : set->occupants) {
      out.to = occupant;
      context.send(out);
    }
    return Handled::Yes;
  }
  if (base::holds<session::Disconnect>(command)) {
    // RFC 6121 4.5.1: so that contacts see us go at once.
    context.send(xmpp::make_presence(xmpp::Availability::Offline, ""));
    return Handled::Shared;
  }
  if (auto* request = base::get_if<session::RequestSubscription>(&command)) {
    send_to(context, request->to, PresenceType::Subscribe);
    return Handled::Yes;
  }
  if (auto* answer = base::get_if<session::AnswerSubscription>(&command)) {
    send_to(context, answer->to,
            answer->approve ? PresenceType::Subscribed : PresenceType::Unsubscribed);
    return Handled::Yes;
  }
  return Handled::No;
}

Handled Presence::on_presence(session::Context& context, const xmpp::Presence& presence) {
  if (!presence.from || session::speaks_for_room(*presence.from, context.facts()))
    return Handled::No;
  const xmpp::Jid& from = *presence.from;
  switch (presence.type) {
    case PresenceType::Subscribe:
      context.emit(session::SubscriptionRequested{from.bare(), xmpp::status_of(presence)});
      return Handled::Yes;
    case PresenceType::Subscribed:
      context.emit(session::SubscriptionAnswered{from.bare(), true});
      return Handled::Yes;
    case PresenceType::Unsubscribed:
      context.emit(session::SubscriptionAnswered{from.bare(), false});
      return Handled::Yes;
    case PresenceType::Unsubscribe:
    case PresenceType::Probe:
      // Of the first the roster push tells; the second is the server's business.
      return Handled::Yes;
    case PresenceType::Available:
      context.emit(session::PresenceChanged{from, xmpp::availability_of(presence),
                                            xmpp::status_of(presence),
                                            xmpp::priority_of(presence)});
      return Handled::Yes;
    case PresenceType::Unavailable:
    case PresenceType::Error:
      // RFC 6121 4.5.4 and 4.3.2.2: gone, or not to be reached.
      context.emit(session::PresenceChanged{
          from, xmpp::Availability::Offline,
          presence.type == PresenceType::Error ? std::string() : xmpp::status_of(presence), 0});
      return Handled::Yes;
  }
  return Handled::No;
}

}  // namespace presence
