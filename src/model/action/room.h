// SPDX-License-Identifier: MIT
// Rooms.
#pragma once

#include <string>
#include <variant>

#include "base/secret.h"
#include "xmpp/jid.h"

namespace model {

// Under this name, and with its password where it has one.
struct JoinRoom {
  xmpp::Jid room;
  std::string nick;
  base::Secret password;
};
struct LeaveRoom {
  xmpp::Jid room;
};

using RoomAction = std::variant<JoinRoom, LeaveRoom>;

}  // namespace model
