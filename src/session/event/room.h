// SPDX-License-Identifier: MIT
// Rooms and who is in them. XEP-0045.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "xmpp/availability.h"
#include "xmpp/departure.h"
#include "xmpp/jid.h"
#include "xmpp/stanza_error.h"

namespace session {

struct RoomJoined {
  xmpp::Jid room;  // bare
  std::string nick;
};
struct RoomLeft {
  xmpp::Jid room;
  xmpp::Departure departure = xmpp::Departure::Lost;
  // Quoted from the room, each may be empty: why, and who did it.
  std::string reason;
  std::string actor;
  std::optional<xmpp::Jid>
      alternate;  // where a destroyed room says that it goes on; never followed
};
struct RoomJoinFailed {
  xmpp::Jid room;
  xmpp::StanzaError error;
};
// The answer to FindRoomService.
struct RoomServiceFound {
  std::optional<xmpp::Jid> service;  // absent: the server has none, or nobody said
};
struct RoomSubjectChanged {
  xmpp::Jid room;
  std::string subject;
};
struct OccupantChanged {
  xmpp::Jid occupant;  // room@service/nick
  xmpp::Availability availability = xmpp::Availability::Offline;
};

using RoomEvent = std::variant<RoomJoined, RoomLeft, RoomJoinFailed, RoomServiceFound,
                               RoomSubjectChanged, OccupantChanged>;

}  // namespace session
