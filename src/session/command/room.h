// SPDX-License-Identifier: MIT
// Rooms. XEP-0045.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "base/time.h"
#include "xmpp/availability.h"
#include "xmpp/jid.h"

namespace session {

struct JoinRoom {
  xmpp::Jid room;  // bare
  std::string nick;
  base::Secret password;                                            // of the room; empty: none
  xmpp::Availability availability = xmpp::Availability::Available;  // as which we come in
  std::string status;
  std::optional<base::Wall>
      since;  // of what was said last, as far as we know; history goes on there
};
struct LeaveRoom {
  xmpp::Jid room;
};
// 7.6
struct ChangeNick {
  xmpp::Jid occupant;  // we, as we want to be
  xmpp::Availability availability = xmpp::Availability::Available;
  std::string status;
};
// After a reload: where we are, which a resumed session does not tell again.
struct KnowRooms {
  struct Known {
    xmpp::Jid occupant;     // we
    bool is_joined = true;  // else on the way
  };
  std::vector<Known> rooms;
};
struct FindRoomService {};  // where the account's server has its rooms

using RoomCommand = std::variant<JoinRoom, LeaveRoom, ChangeNick, KnowRooms, FindRoomService>;

}  // namespace session
