// SPDX-License-Identifier: MIT
// What the rest of the program learns about the connection.
#pragma once

#include <variant>

#include "base/time.h"
#include "xmpp/jid.h"
#include "xmpp/problem.h"

namespace stream {

using xmpp::Failure;
using xmpp::Problem;

struct Connecting {};
struct Authenticating {};
// A new session: nothing of an earlier one holds. Extensions load their state.
struct Fresh {
  xmpp::Jid jid;  // the full JID the server bound
};
// An earlier session goes on: nothing is to be reloaded. (From stream management on, XEP-0198.)
struct Resumed {
  xmpp::Jid jid;
};
// The connection broke; another attempt follows by itself.
struct Suspended {
  Problem why;
  base::Steady next_attempt;
};
// It is over until the user does something.
struct Failed {
  Problem why;
};
struct Closed {};  // as asked for

using Status = std::variant<Connecting, Authenticating, Fresh, Resumed, Suspended, Failed, Closed>;

}  // namespace stream
