// SPDX-License-Identifier: MIT
// Says how available we are, hears how available others are, and deals with subscriptions.
// RFC 6121 sections 3 and 4.
#pragma once

#include "session/extension.h"

namespace presence {

class Presence : public session::Extension {
 public:
  session::Handled on_command(session::Context& context, const session::Command& command) override;
  session::Handled on_presence(session::Context& context, const xmpp::Presence& presence) override;
};

}  // namespace presence
