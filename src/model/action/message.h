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
struct RetryMessage {
  xmpp::Jid conversation;
  std::string id;
};

using MessageAction = std::variant<EditDraft, SendText, RetryMessage>;

}  // namespace model
