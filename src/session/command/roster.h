// SPDX-License-Identifier: MIT
// The contact list. RFC 6121 section 2.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "xmpp/jid.h"

namespace session {

struct SetRosterItem {
  xmpp::Jid jid;
  std::string name;
  std::vector<std::string> groups;
};
struct RemoveRosterItem {
  xmpp::Jid jid;
};

using RosterCommand = std::variant<SetRosterItem, RemoveRosterItem>;

}  // namespace session
