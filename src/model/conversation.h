// SPDX-License-Identifier: MIT
// A one-to-one chat or a room: its timeline, draft, unread count, and for a room its occupants.
#pragma once

#include <map>
#include <string>

#include "model/timeline.h"
#include "session/event.h"
#include "xmpp/jid.h"

namespace model {

struct Room {
  enum class State { Joining, Joined, Left, Failed };
  State state = State::Joining;
  std::string nick;
  std::string subject;
  std::string problem;  // why Left or Failed; a quotation of what the room said
  std::optional<xmpp::StanzaError> error;
  std::map<std::string, session::Availability> occupants;  // by nick
};

struct Conversation {
  xmpp::Jid jid;  // bare
  Timeline timeline;
  std::string draft;
  // Grows whenever the model itself changes the draft (sent, restored): text fields take the new
  // value then.
  uint32_t draft_version = 0;
  uint32_t unread = 0;
  MessageKey first_unread = 0;   // where the unread divider stands; 0 = none
  std::optional<Room> room;      // present = a room
  MessageKey last_activity = 0;  // order of the list
};

}  // namespace model
