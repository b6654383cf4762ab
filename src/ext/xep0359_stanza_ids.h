// SPDX-License-Identifier: MIT
// Names every message we send, so that it is known again wherever it turns up: in a room's reflection, in an archive.
// XEP-0359: Unique and Stable Stanza IDs 0.7.0
#pragma once

#include "session/extension.h"

namespace stanza_ids {

class StanzaIds : public session::Extension {
 public:
  std::vector<std::string_view> features() const override;
  void on_outgoing(session::Context& context, xmpp::Message& message) override;
};

}  // namespace stanza_ids
