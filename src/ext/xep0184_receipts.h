// SPDX-License-Identifier: MIT
// Asks whether a message arrived, and says that one did. Whether to say it is the model's to decide.
// XEP-0184: Message Delivery Receipts 1.4.0
#pragma once

#include "session/extension.h"

namespace receipts {

class Receipts : public session::Extension {
 public:
  std::vector<std::string_view> features() const override;
  void on_incoming(session::Context& context, const xmpp::Message& message,
                   const session::Delivery& delivery, session::Content& content) override;
  void on_compose(session::Context& context, const session::Content& content,
                  xmpp::Message& message) override;
};

}  // namespace receipts
