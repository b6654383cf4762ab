// SPDX-License-Identifier: MIT
// Pings. See xep0199_ping.h.
#include "ext/xep0199_ping.h"

#include "xmpp/ns.h"

namespace ping {

using session::Handled;

std::vector<std::string_view> Ping::features() const { return {xmpp::ns::ping}; }

Handled Ping::on_iq(session::Context& context, const xmpp::Iq& iq) {
  if (iq.type != xmpp::IqType::Get || !iq.payload->is({xmpp::ns::ping, "ping"})) {
    return Handled::No;
  }
  context.send(xmpp::make_result(iq));
  return Handled::Yes;
}

}  // namespace ping
