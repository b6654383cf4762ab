// SPDX-License-Identifier: MIT
// The words of a message: what of it a person reads, and what a person wrote.
// RFC 6121 section 5.2.3, and 5.2.4 for the subject of a message that is no room's.
#pragma once

#include "session/extension.h"

namespace body {

class Body : public session::Extension {
 public:
  void on_incoming(session::Context& context, const xmpp::Message& message,
                   const session::Delivery& delivery, session::Content& content) override;
  void on_compose(session::Context& context, const session::Content& content,
                  xmpp::Message& message) override;
};

}  // namespace body
