// SPDX-License-Identifier: MIT
// Our availability, and who may see it. RFC 6121 sections 3 and 4.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "xmpp/availability.h"
#include "xmpp/jid.h"

namespace session {

struct SetPresence {
  xmpp::Availability availability = xmpp::Availability::Available;
  std::string status;
  std::vector<xmpp::Jid> occupants;  // we, in every room we are in: rooms hear what is said to them
};
struct RequestSubscription {
  xmpp::Jid to;
};
struct AnswerSubscription {
  xmpp::Jid to;
  bool approve = false;
};

using PresenceCommand = std::variant<SetPresence, RequestSubscription, AnswerSubscription>;

}  // namespace session
