// SPDX-License-Identifier: MIT
// Which conversation is looked at, and which are kept.
#pragma once

#include <string>
#include <variant>

#include "base/time.h"
#include "xmpp/jid.h"

namespace model {

struct OpenConversation {
  xmpp::Jid jid;  // bare: a contact, a room, or anyone; full: an occupant of a room
};
struct CloseConversation {};  // back to the list on narrow screens
// From an address typed or given in a link: "#chat=JID" and "#chat=ROOM?join".
struct OpenAddress {
  std::string address;
  bool join = false;
};
// Takes it off the list, with what was said in it: a room one is not in, or somebody who is no contact.
struct RemoveConversation {
  xmpp::Jid jid;
};

// What was said before: whoever looks is near the beginning of what is here, or sees the gap above that row.
struct ReadHistory {
  xmpp::Jid conversation;
  uint64_t gap = 0;         // the row's key
  bool is_forward = false;  // the gap was met from above
};
// Opens it where what was said from then on begins.
struct JumpToDate {
  xmpp::Jid conversation;
  base::Wall to;
};

using ConversationAction = std::variant<OpenConversation, CloseConversation, OpenAddress,
                                        RemoveConversation, ReadHistory, JumpToDate>;

}  // namespace model
