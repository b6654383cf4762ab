// SPDX-License-Identifier: MIT
// What we say. RFC 6121 section 5.
#pragma once

#include <string>
#include <variant>

#include "session/content.h"
#include "xmpp/jid.h"

namespace session {

struct SendMessage {
  xmpp::Jid to;  // bare: a contact or a room
  bool is_groupchat = false;
  std::string
      id;  // the message's id and origin id, made once by the model; empty: nobody asks for it again
  Content content;
  // MessageAcknowledged or MessageUnsent is to follow, where the server counts: so that it is not lost with a connection.
  bool is_tracked = true;
};

// Up to that message the person has seen the conversation: our other devices are told (XEP-0490).
struct MarkDisplayed {
  xmpp::Jid conversation;
  bool is_room = false;
  std::string archive_id;  // what the archive calls it
};

using MessageCommand = std::variant<SendMessage, MarkDisplayed>;

}  // namespace session
