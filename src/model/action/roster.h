// SPDX-License-Identifier: MIT
// Contacts.
#pragma once

#include <string>
#include <variant>

#include "xmpp/jid.h"

namespace model {

struct AddContact {
  std::string address;  // as typed
  std::string name;
};
struct RenameContact {
  xmpp::Jid jid;
  std::string name;
};
struct RemoveContact {
  xmpp::Jid jid;
};
struct AnswerRequest {  // of someone who wants to see our presence
  xmpp::Jid jid;
  bool approve = false;
};

using RosterAction = std::variant<AddContact, RenameContact, RemoveContact, AnswerRequest>;

}  // namespace model
