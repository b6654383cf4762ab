// SPDX-License-Identifier: MIT
// What we say. RFC 6121 section 5.
#pragma once

#include <string>
#include <variant>

#include "xmpp/jid.h"

namespace session {

struct SendMessage {
  xmpp::Jid to;  // bare: a contact or a room
  bool is_groupchat = false;
  std::string id;  // the message's id and origin id, made once by the model
  std::string body;
};

using MessageCommand = std::variant<SendMessage>;

}  // namespace session
