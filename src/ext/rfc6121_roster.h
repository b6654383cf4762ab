// SPDX-License-Identifier: MIT
// Loads the contact list, hears of its changes and asks for them. What is in it, the model knows.
// RFC 6121 section 2.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "session/extension.h"
#include "xmpp/roster_item.h"

namespace roster {

// Absent for an item without an address that could be a contact's.
std::optional<xmpp::RosterItem> parse_item(const xml::Element& item);

class Roster : public session::Extension {
 public:
  session::Handled on_command(session::Context& context, const session::Command& command) override;
  session::Handled on_iq(session::Context& context, const xmpp::Iq& iq) override;
  void on_lost(session::Context& context) override;

 private:
  void ask(session::Context& context, const std::string& version);
  void load(session::Context& context, const session::IqReply& reply, bool may_be_unchanged);
  void take_spelling(session::Context& context, const xmpp::Jid& spelled);

  bool is_asked_ = false;      // the answer is still to come
  std::set<xmpp::Jid> asked_;  // by us, in this session, and maybe spelled otherwise by the server
};

}  // namespace roster
