// SPDX-License-Identifier: MIT
// Names every message with words that we send, so that it is known again wherever it turns up: in a room's reflection, in an archive.
// XEP-0359: Unique and Stable Stanza IDs 0.7.0
#pragma once

#include "session/extension.h"

namespace stanza_ids {

class StanzaIds : public session::Extension {
 public:
  std::vector<std::string_view> features() const override;
  void on_incoming(session::Context& context, const xmpp::Message& message,
                   const session::Delivery& delivery, session::Content& content) override;
  void on_compose(session::Context& context, const session::Content& content,
                  xmpp::Message& message) override;
};

}  // namespace stanza_ids
