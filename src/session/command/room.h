// SPDX-License-Identifier: MIT
// Rooms. XEP-0045.
#pragma once

#include <string>
#include <variant>

#include "base/secret.h"
#include "xmpp/jid.h"

namespace session {

struct JoinRoom {
  xmpp::Jid room;  // bare
  std::string nick;
  base::Secret password;  // of the room; empty: none
};
struct LeaveRoom {
  xmpp::Jid room;
};
struct FindRoomService {};  // where the account's server has its rooms

using RoomCommand = std::variant<JoinRoom, LeaveRoom, FindRoomService>;

}  // namespace session
