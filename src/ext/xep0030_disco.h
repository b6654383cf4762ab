// SPDX-License-Identifier: MIT
// Tells what we can do, and asks the server once what it can do.
// XEP-0030: Service Discovery 2.5.0
#pragma once

#include "session/extension.h"

namespace disco {

class Disco : public session::Extension {
 public:
  std::vector<std::string_view> features() const override;
  void on_fresh(session::Context& context) override;
  session::Handled on_iq(session::Context& context, const xmpp::Iq& iq) override;
};

}  // namespace disco
