// SPDX-License-Identifier: MIT
// Availability and subscriptions. RFC 6121 sections 3 and 4.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "xmpp/availability.h"
#include "xmpp/jid.h"

namespace session {

struct PresenceChanged {
  xmpp::Jid from;  // full, or bare when the server speaks for the account
  xmpp::Availability availability = xmpp::Availability::Offline;
  std::string status;
  int8_t priority = 0;
};
struct SubscriptionRequested {
  xmpp::Jid from;  // bare
  std::string message;
};
struct SubscriptionAnswered {
  xmpp::Jid from;  // bare
  bool is_approved = false;
};

using PresenceEvent = std::variant<PresenceChanged, SubscriptionRequested, SubscriptionAnswered>;

}  // namespace session
