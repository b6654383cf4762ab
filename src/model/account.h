// SPDX-License-Identifier: MIT
// The own account and its connection as the user sees it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "xmpp/archive_preferences.h"
#include "xmpp/availability.h"
#include "xmpp/jid.h"
#include "xmpp/problem.h"

namespace model {

// The values of the page's data-status attribute.
enum class Connection { Offline, Connecting, Authenticating, Online, Reconnecting, Failed };

std::string_view name_of(Connection connection);  // "offline", "connecting", …

// Whether a session is being made, or will be.
inline bool is_on_the_way(Connection connection) {
  return connection == Connection::Connecting || connection == Connection::Authenticating ||
         connection == Connection::Reconnecting;
}

struct Account {
  Connection connection = Connection::Offline;
  xmpp::Problem problem;                     // of Reconnecting and Failed
  std::optional<base::Steady> next_attempt;  // of Reconnecting
  base::Steady away_since{};                 // while there is no session, but there may be one
  xmpp::Jid jid;                             // bare; empty before a login was tried
  xmpp::Jid asked;     // as it was logged in with, where the server spells it otherwise
  xmpp::Jid full_jid;  // while online
  bool is_anonymous = false;
  bool stays = false;       // signed in on this device, when the page is gone
  bool is_begun = false;    // this session: the roster was asked for, and we said that we are here
  bool was_online = false;  // in this run: the roster on screen stays while reconnecting
  xmpp::Availability availability = xmpp::Availability::Available;
  std::string status;
  bool is_unsaid = false;  // both, chosen while the connection was away
  // What the server keeps of what is said, in this session.
  struct Keeping {
    std::optional<xmpp::ArchivePolicy> policy;  // absent: not known
    bool is_asked = false;
    bool is_refused = false;  // it was to be another
  };
  Keeping keeping;
};

}  // namespace model
