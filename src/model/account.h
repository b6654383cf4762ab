// SPDX-License-Identifier: MIT
// The own account and its connection as the user sees it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "xmpp/availability.h"
#include "xmpp/jid.h"
#include "xmpp/problem.h"

namespace model {

// The values of the page's data-status attribute.
enum class Connection { Offline, Connecting, Authenticating, Online, Reconnecting, Failed };

std::string_view name_of(Connection connection);  // "offline", "connecting", …

struct Account {
  Connection connection = Connection::Offline;
  xmpp::Problem problem;                     // of Reconnecting and Failed
  std::optional<base::Steady> next_attempt;  // of Reconnecting
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
};

}  // namespace model
