// SPDX-License-Identifier: MIT
// The contact list. RFC 6121 section 2.
#pragma once

#include <variant>
#include <vector>

#include "xmpp/jid.h"
#include "xmpp/roster_item.h"
#include "xmpp/stanza_error.h"

namespace session {

struct RosterLoaded {
  std::vector<xmpp::RosterItem> items;
};
struct RosterItemChanged {
  xmpp::RosterItem item;
};
struct RosterItemRemoved {
  xmpp::Jid jid;
};
struct RosterRequestFailed {  // adding, renaming or removing was refused; `jid` empty: loading it
                              // was
  xmpp::Jid jid;
  xmpp::StanzaError error;
};

using RosterEvent =
    std::variant<RosterLoaded, RosterItemChanged, RosterItemRemoved, RosterRequestFailed>;

}  // namespace session
