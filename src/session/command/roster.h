// SPDX-License-Identifier: MIT
// The contact list. RFC 6121 section 2.
#pragma once

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "xmpp/jid.h"

namespace session {

// What differs from the state that the server gave this name, or, where it is empty, everything.
struct LoadRoster {
  std::string version;
};
// Who may see our presence, as far as that is known before the server says it: they may ask us things.
struct KnowWatchers {
  std::set<xmpp::Jid> watchers;  // bare
};
struct SetRosterItem {
  xmpp::Jid jid;
  std::string name;
  std::vector<std::string> groups;
};
struct RemoveRosterItem {
  xmpp::Jid jid;
};

using RosterCommand = std::variant<LoadRoster, KnowWatchers, SetRosterItem, RemoveRosterItem>;

}  // namespace session
