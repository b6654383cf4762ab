// SPDX-License-Identifier: MIT
// Words that take the place of earlier ones. Whose they may replace is the model's to decide.
// XEP-0308: Last Message Correction 1.2.1
#pragma once

#include "session/extension.h"

namespace correction {

class Correction : public session::Extension {
 public:
  std::vector<std::string_view> features() const override;
  void on_incoming(session::Context& context, const xmpp::Message& message,
                   const session::Delivery& delivery, session::Content& content) override;
  void on_compose(session::Context& context, const session::Content& content,
                  xmpp::Message& message) override;
};

}  // namespace correction
