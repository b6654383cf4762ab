// SPDX-License-Identifier: MIT
// Says how available we are, hears how available others are, and deals with subscriptions.
// RFC 6121 sections 3 and 4.
#pragma once

#include <string>

#include "session/extension.h"
#include "xmpp/availability.h"

namespace presence {

class Presence : public session::Extension {
 public:
  void on_new_account(session::Context& context) override;
  void on_fresh(session::Context& context) override;
  void on_resumed(session::Context& context) override;
  std::string_view section() const override { return "presence 1"; }
  void save(base::RecordWriter& out) const override;
  void restore(base::RecordReader& in) override;
  session::Handled on_command(session::Context& context, const session::Command& command) override;
  session::Handled on_presence(session::Context& context, const xmpp::Presence& presence) override;

 private:
  // What the user wants to be seen as; outlives sessions.
  xmpp::Availability availability_ = xmpp::Availability::Available;
  std::string status_;
  bool is_unsaid_ = false;
};

}  // namespace presence
