// SPDX-License-Identifier: MIT
// The contact list. RFC 6121 section 2.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "xmpp/jid.h"
#include "xmpp/roster_item.h"
#include "xmpp/stanza_error.h"

namespace session {

// `version` is the server's name for the state with this in it (2.6); empty: it names none.
struct RosterLoaded {
  std::vector<xmpp::RosterItem> items;  // one an address
  std::string version;
};
struct RosterUnchanged {};  // it is as it was when it had the version that was asked with
struct RosterItemChanged {
  xmpp::RosterItem item;
  std::string version;
};
struct RosterItemRemoved {
  xmpp::Jid jid;
  std::string version;
};
struct RosterRequestFailed {  // adding, renaming or removing was refused; `jid` empty: loading it
                              // was
  xmpp::Jid jid;
  xmpp::StanzaError error;
};

using RosterEvent = std::variant<RosterLoaded, RosterUnchanged, RosterItemChanged,
                                 RosterItemRemoved, RosterRequestFailed>;

}  // namespace session
