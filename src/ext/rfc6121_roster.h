// SPDX-License-Identifier: MIT
// Loads the contact list, keeps it up to date and changes it.
// RFC 6121 section 2.
#pragma once

#include <optional>

#include "session/extension.h"

namespace roster {

// LIMIT: entries beyond this many are left out; no person has as many contacts.
inline constexpr size_t max_items = 50'000;

// Absent for an item without an address that could be a contact's.
std::optional<session::RosterItem> parse_item(const xml::Element& item);

class Roster : public session::Extension {
 public:
  void on_fresh(session::Context& context) override;
  session::Handled on_command(session::Context& context, const session::Command& command) override;
  session::Handled on_iq(session::Context& context, const xmpp::Iq& iq) override;
};

}  // namespace roster
