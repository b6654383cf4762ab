// SPDX-License-Identifier: MIT
// A one-to-one chat, a room, or a private chat with an occupant of one: its timeline, draft, unread count, and for a room
// its occupants.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "model/timeline.h"
#include "model/typing.h"
#include "xmpp/availability.h"
#include "xmpp/departure.h"
#include "xmpp/jid.h"

namespace model {

struct Room {
  enum class State { Joining, Joined, Left, Failed };
  State state = State::Joining;
  bool is_proven =
      false;           // it answered as a room: until then it is a wish that leaves nothing behind
  std::string wanted;  // the nick that was wished for: each new session tries it first
  std::string nick;    // the one that we have
  base::Secret password;  // each new session gives it; never written down
  // Joined again because it says that we are not in it; until it shows what we say.
  bool is_doubted = false;
  std::string subject;
  // Why Left: said by the room, and not to be trusted.
  struct Ending {
    xmpp::Departure departure = xmpp::Departure::Asked;
    std::string reason, actor;
    std::optional<xmpp::Jid> alternate;
  };
  Ending ending;
  std::optional<xmpp::StanzaError> error;               // why Failed
  std::map<std::string, xmpp::Availability> occupants;  // by nick
  // Since when we see who is there, and who went since, by nick: whose nick it is now says nothing of who had it before.
  base::Wall joined_at{};
  std::map<std::string, base::Wall> left;
};

// A message of ours whose words are being changed in the field.
struct Editing {
  std::string id;
  std::string draft;  // what was being written before, and goes on afterwards
};

// The spot of its last row. Nothing ever happened: {}.
using Activity = Spot;

// What the store holds of a conversation above what was read of it.
struct History {
  bool has_more = false;
  bool is_asked = false;  // the next page is on its way, or waits for its turn
  Spot top{};             // everything from here on was read; {}: nothing was
};

// What its archive holds above the first row, or in a gap.
struct Pages {
  bool is_whole = false;  // nothing is above the first row
  bool is_stuck = false;  // it brings no more in this session
  bool is_asked = false;  // a page is on its way
  // Of that page:
  bool is_top = false;      // it will stand above everything
  bool has_edge = false;    // what stands above is known without a hole
  bool is_forward = false;  // it begins at the upper edge of what is missing,
  bool is_since = false;    // or at some time
  MessageKey below =
      0;  // above which row it will stand; 0: there is none that the archive has a name for
  base::Wall floor{};    // what it brings next stands there at least
  MessageKey first = 0;  // the first row it brought; 0: nothing yet that was not known
  MessageKey last = 0;   // and the last one
  MessageKey upper = 0;  // the row of its first message, known before or not
  bool is_met = false;   // it brought something that was known; forward: that stands below it
};

// Somebody wants to see what was said from some time on.
struct Jump {
  base::Wall to{};        // {}: nobody does
  bool is_asked = false;  // the archive was asked: what it brought is all there is
  // Where it led: views go there when the count has grown.
  MessageKey row = 0;
  uint32_t count = 0;
};

struct Conversation {
  xmpp::Jid jid;  // bare; full of a room's occupant, who is spoken to through the room
  std::vector<xmpp::Jid> asked;  // other spellings that the server took for this one
  Timeline timeline;
  History history;
  Pages pages;
  Jump jump;
  std::string draft;
  // Grows whenever the model itself changes the draft (sent, restored): text fields take the new
  // value then.
  uint32_t draft_version = 0;
  uint32_t unread = 0;
  MessageKey first_unread = 0;  // where the unread divider stands; 0 = none
  // XEP-0490, spots of rows that the archive has a name for:
  Spot seen{};               // up to there it was looked at here
  Spot displayed{};          // and up to there on all of our devices, as the server has it
  std::optional<Room> room;  // present = a room
  Typing typing;
  std::optional<Editing> editing;  // the draft is what the message becomes
  Activity last_activity{};        // order of the list
  uint32_t gaps_seen = 0;  // of its archive (model/archive.h): those that lie above what is here
  // Of the reading of its archive that is going on, by number: where what it brings next stands at least, and where what it
  // brought last stands.
  uint32_t reading = 0;
  base::Wall read_place{};
  Activity last_read{};
  base::Wall
      stored_place{};  // of the last row the store had when it was opened: nothing new stands above it
};

// The message of ours that can be corrected: the last one; nullptr when there is none. Valid until the timeline changes.
const Message* last_own(const Conversation& conversation);

}  // namespace model
