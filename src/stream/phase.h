// SPDX-License-Identifier: MIT
// The states of a connection, one alternative each, holding what only that state needs.
// RFC 6120 section 4; changed by stream.cpp alone.
#pragma once

#include <variant>

#include "base/io.h"
#include "base/time.h"
#include "stream/negotiation.h"

namespace stream {

struct Idle {};
struct Dialling {
  base::SocketId socket;
  base::Steady deadline;
};
struct Negotiating {
  base::SocketId socket;
  Negotiation negotiation;
};
struct Bound {
  base::SocketId socket;
  base::Steady since;
};
struct Closing {
  base::SocketId socket;
  base::Steady deadline;
};
struct WaitingToRetry {
  base::Steady at;
};
struct Dead {};

using Phase = std::variant<Idle, Dialling, Negotiating, Bound, Closing, WaitingToRetry, Dead>;

}  // namespace stream
