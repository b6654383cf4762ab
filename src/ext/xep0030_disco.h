// SPDX-License-Identifier: MIT
// Tells what we can do. What others can do is asked by ext/xep0115_caps, which knows when nobody need be asked.
// XEP-0030: Service Discovery 2.5.0
#pragma once

#include "session/extension.h"

namespace disco {

class Disco : public session::Extension {
 public:
  std::vector<std::string_view> features() const override;
  session::Handled on_iq(session::Context& context, const xmpp::Iq& iq) override;
};

}  // namespace disco
