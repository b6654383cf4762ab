// SPDX-License-Identifier: MIT
// See xep0184_receipts.h.
#include "ext/xep0184_receipts.h"

#include "session/content.h"
#include "xmpp/ns.h"

namespace receipts {

namespace ns = xmpp::ns;

std::vector<std::string_view> Receipts::features() const { return {ns::receipts}; }

void Receipts::on_incoming(session::Context&, const xmpp::Message& message,
                           const session::Delivery&, session::Content& content) {
  if (const xml::Element* received = xmpp::find(message.payloads, {ns::receipts, "received"})) {
    content.receipt_for = std::string(received->attribute_or_empty("id"));
    return;  // it asks for none itself: that would go on for ever (section 5.4)
  }
  content.wants_receipt =
      !message.id.empty() && xmpp::find(message.payloads, {ns::receipts, "request"}) != nullptr;
}

void Receipts::on_compose(session::Context&, const session::Content& content,
                          xmpp::Message& message) {
  if (!content.receipt_for.empty()) {
    message.payloads.push_back(
        xml::Element(ns::receipts, "received").set("id", content.receipt_for));
  } else if (content.wants_receipt) {
    message.payloads.emplace_back(ns::receipts, "request");
  }
}

}  // namespace receipts
