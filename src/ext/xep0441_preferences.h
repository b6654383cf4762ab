// SPDX-License-Identifier: MIT
// What the account's archive keeps: asked when somebody wants to see it, changed when somebody wants it otherwise.
// XEP-0441: Message Archive Management Preferences 0.2.0
#pragma once

#include "session/extension.h"
#include "xmpp/archive_preferences.h"

namespace archive_preferences {

class Preferences : public session::Extension {
 public:
  session::Handled on_command(session::Context& context, const session::Command& command) override;

 private:
  void change(session::Context& context, const xml::Element& prefs, xmpp::ArchivePolicy policy);
};

}  // namespace archive_preferences
