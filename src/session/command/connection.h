// SPDX-License-Identifier: MIT
// Logging in and out.
#pragma once

#include <variant>

#include "base/secret.h"
#include "xmpp/jid.h"

namespace session {

struct Connect {
  xmpp::Jid account;  // bare; the domain alone for an anonymous login
  base::Secret password;
  base::Secret token;  // OAUTHBEARER, from the portal around us
  bool is_anonymous = false;
  bool stay = false;  // signed in on this device, if the deployer allows it
};
struct Disconnect {
  bool forget = true;  // logging out; otherwise what was kept of the login stays, for the next time
};
struct RetryNow {};  // while Suspended: do not wait for the next attempt

using ConnectionCommand = std::variant<Connect, Disconnect, RetryNow>;

}  // namespace session
