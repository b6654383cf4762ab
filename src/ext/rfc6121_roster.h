// SPDX-License-Identifier: MIT
// Loads the contact list, keeps it up to date and changes it.
// RFC 6121 section 2.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "session/extension.h"

namespace roster {

// LIMIT: entries beyond this many are left out; no person has as many contacts.
inline constexpr size_t max_items = 50'000;

// Absent for an item without an address that could be a contact's.
std::optional<session::RosterItem> parse_item(const xml::Element& item);

class Roster : public session::Extension {
 public:
  void on_new_account(session::Context& context) override;
  void on_fresh(session::Context& context) override;
  session::Handled on_command(session::Context& context, const session::Command& command) override;
  session::Handled on_iq(session::Context& context, const xmpp::Iq& iq) override;
  void save(base::RecordWriter& out) const override;
  void restore(base::RecordReader& in) override;

 private:
  void load(session::Context& context, const session::IqReply& reply, bool with_version);
  void tell(session::Context& context);
  void keep(session::Context& context) const;

  // The roster as the server last told it, and the name it gave to that state: next time it need send nothing, or only
  // what changed (RFC 6121 2.6).
  std::map<xmpp::Jid, session::RosterItem> items_;
  std::string version_;
};

}  // namespace roster
