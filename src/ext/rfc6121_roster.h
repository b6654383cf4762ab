// SPDX-License-Identifier: MIT
// Loads the contact list, keeps it up to date and changes it.
// RFC 6121 section 2.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "session/extension.h"
#include "xmpp/roster_item.h"

namespace roster {

// LIMIT: entries beyond this many are left out; no person has as many contacts.
inline constexpr size_t max_items = 50'000;
// LIMIT: a larger record is not kept; the next login is told the whole roster again.
inline constexpr size_t max_kept_bytes = 4u << 20;
// Pushes come in bursts: what they made of the roster is kept when they have rested for so long.
inline constexpr base::Duration keeping_delay = std::chrono::seconds(1);

// Absent for an item without an address that could be a contact's.
std::optional<xmpp::RosterItem> parse_item(const xml::Element& item);

class Roster : public session::Extension {
 public:
  void on_new_account(session::Context& context) override;
  void on_fresh(session::Context& context) override;
  void on_resumed(session::Context& context) override;
  session::Handled on_command(session::Context& context, const session::Command& command) override;
  session::Handled on_iq(session::Context& context, const xmpp::Iq& iq) override;
  void on_lost(session::Context& context) override;
  std::string_view section() const override { return "roster 1"; }
  void save(base::RecordWriter& out) const override;
  void restore(base::RecordReader& in) override;
  std::optional<base::Steady> next_wake(const session::Context&) const override { return keep_at_; }
  void on_wake(session::Context& context) override;

 private:
  void forget();
  void ask(session::Context& context);
  void load(session::Context& context, const session::IqReply& reply, bool may_be_unchanged);
  void tell(session::Context& context);
  void keep(session::Context& context);
  void take_spelling(session::Context& context, const xmpp::Jid& spelled);

  // The roster as the server last told it, and the name it gave to that state: next time it need send nothing, or only
  // what changed (RFC 6121 2.6).
  std::map<xmpp::Jid, xmpp::RosterItem> items_;
  std::string version_;
  xmpp::Jid owner_;         // bare; each guest is somebody else
  bool is_loaded_ = false;  // in this session: items and version belong together
  bool is_asked_ = false;   // the answer is still to come
  std::optional<base::Steady> keep_at_;
  std::set<xmpp::Jid> asked_;  // by us, in this session, and maybe spelled otherwise by the server
};

}  // namespace roster
