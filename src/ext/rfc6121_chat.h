// SPDX-License-Identifier: MIT
// One-to-one messages: sends them, hands on those that say something, and tells when one came back as an error.
// RFC 6121 section 5.
#pragma once

#include "session/extension.h"
#include "session/sent_messages.h"

namespace chat {

class Chat : public session::Extension {
 public:
  void on_new_account(session::Context& context) override;
  session::Handled on_command(session::Context& context, const session::Command& command) override;
  session::Handled on_message(session::Context& context, const xmpp::Message& message,
                              const session::Delivery& delivery,
                              const session::Content& content) override;

 private:
  session::SentMessages sent_;
};

}  // namespace chat
