// SPDX-License-Identifier: MIT
// What our other devices send and receive, shown here as well: the server copies it to us.
// XEP-0280: Message Carbons 1.0.1
#pragma once

#include "session/extension.h"

namespace carbons {

class Carbons : public session::Extension {
 public:
  void on_server_features(session::Context& context,
                          const std::vector<std::string>& features) override;
  session::Handled on_message(session::Context& context, const xmpp::Message& message,
                              const session::Delivery& delivery,
                              const session::Content& content) override;
};

}  // namespace carbons
