// SPDX-License-Identifier: MIT
// The origin id is the message's own id. See xep0359_stanza_ids.h; what ids of others may be believed is the gate's to say.
#include "ext/xep0359_stanza_ids.h"

#include "xmpp/ns.h"
#include "xmpp/stanza_ids.h"

namespace stanza_ids {

std::vector<std::string_view> StanzaIds::features() const { return {xmpp::ns::stanza_ids}; }

void StanzaIds::on_outgoing(session::Context&, xmpp::Message& message) {
  if (!message.id.empty()) message.payloads.push_back(xmpp::make_origin_id(message.id));
}

}  // namespace stanza_ids
