// SPDX-License-Identifier: MIT
// See rfc6121_body.h.
#include "ext/rfc6121_body.h"

#include <utility>

#include "session/content.h"
#include "xmpp/message_words.h"
#include "xmpp/ns.h"

namespace body {

void Body::on_incoming(session::Context& context, const xmpp::Message& message,
                       const session::Delivery&, session::Content& content) {
  std::optional<xmpp::MessageWords> words = xmpp::words_of(
      message.payloads, context.language(), message.type == xmpp::MessageType::Groupchat);
  if (!words) return;
  content.body = std::move(words->text);
  content.encryption = std::move(words->encryption);
}

void Body::on_compose(session::Context&, const session::Content& content, xmpp::Message& message) {
  if (content.body.empty()) return;
  message.payloads.push_back(xml::Element(xmpp::ns::client, "body").add_text(content.body));
}

}  // namespace body
