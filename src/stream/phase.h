// SPDX-License-Identifier: MIT
// The states of a connection, one alternative each, holding what only that state needs.
// RFC 6120 section 4; changed by connection.cpp alone.
#pragma once

#include <optional>
#include <variant>

#include "base/time.h"
#include "stream/discovery.h"
#include "stream/negotiation.h"

namespace stream {

struct Idle {};
struct Discovering {
  Discovery discovery;
};
struct Dialling {};
struct Negotiating {
  Negotiation negotiation;
};
struct Bound {
  base::Steady since;
  // The session is up, but what the server offers to it is not known yet: Bind 2 sends the features right behind the
  // success. Until then nobody is told, at most this long.
  std::optional<base::Steady> announce_at;
};
struct Closing {
  base::Steady deadline;
};
struct WaitingToRetry {
  base::Steady at;
};
struct Dead {};

using Phase =
    std::variant<Idle, Discovering, Dialling, Negotiating, Bound, Closing, WaitingToRetry, Dead>;

}  // namespace stream
