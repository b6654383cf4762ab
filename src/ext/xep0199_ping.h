// SPDX-License-Identifier: MIT
// Answers pings. Whether the server is there is the stream's to find out (stream/liveness.h).
// XEP-0199: XMPP Ping 2.0.1
#pragma once

#include "session/extension.h"

namespace ping {

class Ping : public session::Extension {
 public:
  std::vector<std::string_view> features() const override;
  session::Handled on_iq(session::Context& context, const xmpp::Iq& iq) override;
};

}  // namespace ping
