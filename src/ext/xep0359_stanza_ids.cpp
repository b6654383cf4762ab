// SPDX-License-Identifier: MIT
// The origin id is the message's own id. See xep0359_stanza_ids.h; what ids of others may be believed is the gate's to say.
#include "ext/xep0359_stanza_ids.h"

#include "session/content.h"
#include "xmpp/ns.h"
#include "xmpp/stanza_ids.h"

namespace stanza_ids {

std::vector<std::string_view> StanzaIds::features() const { return {xmpp::ns::stanza_ids}; }

void StanzaIds::on_incoming(session::Context&, const xmpp::Message& message,
                            const session::Delivery&, session::Content& content) {
  content.origin_id = xmpp::origin_id(message.payloads);
}

void StanzaIds::on_compose(session::Context&, const session::Content& content,
                           xmpp::Message& message) {
  if (content.has_words()) message.payloads.push_back(xmpp::make_origin_id(message.id));
}

}  // namespace stanza_ids
