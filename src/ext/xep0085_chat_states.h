// SPDX-License-Identifier: MIT
// Hears and says that somebody is typing. Whom to tell, and when, is the model's to decide.
// XEP-0085: Chat State Notifications 2.1
#pragma once

#include "session/extension.h"

namespace chat_states {

class ChatStates : public session::Extension {
 public:
  std::vector<std::string_view> features() const override;
  void on_incoming(session::Context& context, const xmpp::Message& message,
                   const session::Delivery& delivery, session::Content& content) override;
  void on_compose(session::Context& context, const session::Content& content,
                  xmpp::Message& message) override;
};

}  // namespace chat_states
