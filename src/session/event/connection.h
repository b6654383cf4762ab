// SPDX-License-Identifier: MIT
// The connection and the login. RFC 6120.
#pragma once

#include <variant>

#include "stream/status.h"
#include "xmpp/jid.h"

namespace session {

struct StatusChanged {
  stream::Status status;
};

// A login kept on this device is taken up again, without anybody having asked.
struct LoginRestored {
  xmpp::Jid account;  // bare
};

// The person logged out in another tab: nothing of the account stays here either.
struct LoginForgotten {};

using ConnectionEvent = std::variant<StatusChanged, LoginRestored, LoginForgotten>;

}  // namespace session
