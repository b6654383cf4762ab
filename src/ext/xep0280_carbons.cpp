// SPDX-License-Identifier: MIT
// Enabling carbons, and unwrapping them. See xep0280_carbons.h; what a carbon may be is the gate's to say.
#include "ext/xep0280_carbons.h"

#include <algorithm>
#include <utility>

#include "xmpp/delay.h"
#include "xmpp/ns.h"

namespace carbons {

namespace ns = xmpp::ns;
using session::Copy;
using session::Handled;

void Carbons::on_server_features(session::Context& context,
                                 const std::vector<std::string>& features) {
  if (context.has_carbons()) return;  // they came with the login
  if (!std::binary_search(features.begin(), features.end(), ns::carbons)) return;
  // Refused, we go without: nothing on the screen depends on it.
  context.request(xmpp::IqType::Set, std::nullopt, xml::Element(ns::carbons, "enable"),
                  [](session::Context&, const session::IqReply&) {});
}

Handled Carbons::on_message(session::Context& context, const xmpp::Message& message,
                            const session::Delivery& delivery, const session::Content&) {
  const xml::Element* sent = xmpp::find(message.payloads, {ns::carbons, "sent"});
  const xml::Element* received = xmpp::find(message.payloads, {ns::carbons, "received"});
  if (sent == nullptr && received == nullptr) return Handled::No;
  // The gate has let through only what holds exactly this.
  const xml::Element& forwarded = (sent != nullptr ? sent : received)->children().front();
  session::Delivery inner = delivery;
  inner.copy = sent != nullptr ? Copy::Sent : Copy::Received;
  // XEP-0297: when it was sent first, if it was kept back; said by our own server.
  for (const xmpp::Delay& delay : xmpp::parse_delays(forwarded.children())) {
    inner.sent = std::min(inner.sent, delay.stamp);
    inner.is_delayed = true;
  }
  std::optional<base::Result<xmpp::Stanza>> stanza =
      xmpp::parse_stanza(*forwarded.child({ns::client, "message"}));
  if (!stanza || !*stanza) return Handled::Yes;
  xmpp::Message& copied = std::get<xmpp::Message>(**stanza);
  // Our own words are on the screen already; no server should send them back.
  if (copied.from == context.own_jid()) return Handled::Yes;
  // A private message of a room is of use only there (section 6.1); an invitation comes from the room itself.
  const std::optional<xmpp::Jid>& peer = sent != nullptr ? copied.to : copied.from;
  const bool is_of_room =
      xmpp::find(copied.payloads, {ns::muc_user, "x"}) != nullptr && peer && !peer->is_bare();
  if (is_of_room && context.facts().rooms.count(peer->bare()) == 0) return Handled::Yes;
  context.deliver(std::move(copied), inner);
  return Handled::Yes;
}

}  // namespace carbons
