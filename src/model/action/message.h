// SPDX-License-Identifier: MIT
// What is written.
#pragma once

#include <string>
#include <variant>

#include "xmpp/jid.h"

namespace model {

struct EditDraft {
  xmpp::Jid conversation;
  std::string text;
};
struct SendText {
  xmpp::Jid conversation;
  std::string text;
};
// The last message of ours comes into the field; what is sent then takes its place.
struct BeginEdit {
  xmpp::Jid conversation;
};
struct CancelEdit {
  xmpp::Jid conversation;
};
struct RetryMessage {
  xmpp::Jid conversation;
  std::string id;
};

using MessageAction = std::variant<EditDraft, SendText, BeginEdit, CancelEdit, RetryMessage>;

}  // namespace model
