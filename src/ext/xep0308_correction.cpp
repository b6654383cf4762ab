// SPDX-License-Identifier: MIT
// See xep0308_correction.h.
#include "ext/xep0308_correction.h"

#include "session/content.h"
#include "xmpp/ns.h"

namespace correction {

namespace ns = xmpp::ns;

std::vector<std::string_view> Correction::features() const { return {ns::correction}; }

void Correction::on_incoming(session::Context&, const xmpp::Message& message,
                             const session::Delivery&, session::Content& content) {
  // The gate has let through only a single one.
  if (const xml::Element* replace = xmpp::find(message.payloads, {ns::correction, "replace"})) {
    content.replaces = std::string(replace->attribute_or_empty("id"));
  }
}

void Correction::on_compose(session::Context&, const session::Content& content,
                            xmpp::Message& message) {
  if (content.replaces.empty()) return;
  message.payloads.push_back(xml::Element(ns::correction, "replace").set("id", content.replaces));
}

}  // namespace correction
