// SPDX-License-Identifier: MIT
// Pings. See xep0199_ping.h.
#include "ext/xep0199_ping.h"

#include "xmpp/ns.h"

namespace ping {

using session::Handled;

std::vector<std::string_view> Ping::features() const { return {xmpp::ns::ping}; }

void Ping::on_fresh(session::Context&) { asked_.reset(); }
void Ping::on_lost(session::Context&) { asked_.reset(); }

Handled Ping::on_iq(session::Context& context, const xmpp::Iq& iq) {
  if (iq.type != xmpp::IqType::Get || !iq.payload->is({xmpp::ns::ping, "ping"})) {
    return Handled::No;
  }
  context.send(xmpp::make_result(iq));
  return Handled::Yes;
}

bool Ping::is_waiting(const session::Context& context) const {
  return asked_ && context.last_received() <= *asked_;
}

std::optional<base::Steady> Ping::next_wake(const session::Context& context) const {
  return is_waiting(context) ? *asked_ + answer_time : context.last_received() + silence;
}

void Ping::on_wake(session::Context& context) {
  const bool is_late = asked_ && context.now().steady - (*asked_ + answer_time) > overslept;
  if (is_waiting(context) && !is_late) {
    asked_.reset();
    context.lose_connection();
  } else {
    ask(context);
  }
}

void Ping::on_network_online(session::Context& context) { ask(context); }

void Ping::ask(session::Context& context) {
  asked_ = context.now().steady;
  // Whatever the answer says, the server is there. So it is when any other frame comes; see is_waiting().
  context.request(xmpp::IqType::Get, context.own_jid().domain_only(),
                  xml::Element(xmpp::ns::ping, "ping"),
                  [this](session::Context&, const session::IqReply& reply) {
                    const bool is_answer = std::holds_alternative<xmpp::Iq>(reply) ||
                                           std::holds_alternative<xmpp::StanzaError>(reply);
                    if (is_answer) asked_.reset();
                  });
}

}  // namespace ping
