// SPDX-License-Identifier: MIT
// The account and its connection.
#pragma once

#include <string>
#include <variant>

#include "base/secret.h"
#include "xmpp/archive_preferences.h"
#include "xmpp/availability.h"

namespace model {

struct LogIn {
  std::string address;  // as typed; "alice" alone gets the deployer's domain when there is one
  base::Secret password;
  base::Secret token;         // OAUTHBEARER, from the portal around us
  bool is_anonymous = false;  // the address is a domain, or empty where the deployer names one
  bool stay = false;          // signed in on this device
};
struct LogOut {
  bool forget = true;  // otherwise what was kept of the login stays, for the next time
};
struct RetryConnection {};
struct SetAvailability {
  xmpp::Availability availability = xmpp::Availability::Available;
  std::string status;
};

// What the server keeps of what is said: somebody wants to see it, or to have it otherwise.
struct ReadArchivePolicy {};
struct SetArchivePolicy {
  xmpp::ArchivePolicy policy = xmpp::ArchivePolicy::Everything;
};

using AccountAction = std::variant<LogIn, LogOut, RetryConnection, SetAvailability,
                                   ReadArchivePolicy, SetArchivePolicy>;

}  // namespace model
