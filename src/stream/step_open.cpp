// SPDX-License-Identifier: MIT
// Our <open/> and the server's. See step_open.h.
#include "stream/step_open.h"

namespace stream {

void StepOpen::start(StepContext& context) { context.out.push_back(OpenStream{}); }

Outcome StepOpen::handle(const StepInput& input, StepContext& context) {
  const auto* open = std::get_if<ServerOpen>(&input);
  if (open == nullptr) return unexpected(input);
  // RFC 6120 4.7.5: without a version it is a server from before XMPP 1.0.
  if (open->version.empty() || open->version[0] == '0') {
    return Rejected{{.failure = Failure::LoginProtocol}, xmpp::StreamCondition::UnsupportedVersion};
  }
  // RFC 7395 6: the browser checked the certificate of the endpoint, not of the domain, so at least
  // the server must claim to be the one we asked for before it sees a credential.
  base::Result<xmpp::Jid> from = xmpp::Jid::parse(open->from);
  if (!from || from->text() != context.config.account.domain()) {
    return Rejected{{.failure = Failure::UnknownHost}, xmpp::StreamCondition::InvalidFrom};
  }
  return Finished{};
}

}  // namespace stream
