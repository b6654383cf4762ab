// SPDX-License-Identifier: MIT
// Up to which message each conversation was displayed, on whichever device of ours: told to the others, and learned from them.
// Nobody else hears of it. XEP-0490: Message Displayed Synchronization 1.0.1; protocol trap 58.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "session/extension.h"
#include "session/private_node.h"
#include "xmpp/ns.h"

namespace displayed {

// What is read as it comes is told once when it is quiet.
inline constexpr base::Duration quiet = std::chrono::seconds(2);
// LIMIT: of more conversations that wait to be told the first is told in the next session.
inline constexpr size_t max_waiting = 100;

class Displayed : public session::Extension {
 public:
  std::vector<std::string_view> nodes() const override;
  void on_new_account(session::Context& context) override;
  void on_lost(session::Context& context) override;
  void on_server_features(session::Context& context,
                          const std::vector<std::string>& features) override;
  session::Handled on_command(session::Context& context, const session::Command& command) override;
  void on_item(session::Context& context, const xmpp::Jid& from,
               const xmpp::NodeEvent& event) override;
  std::optional<base::Steady> next_wake(const session::Context& context) const override;
  void on_wake(session::Context& context) override;

 private:
  struct Place {
    std::string id;  // what the archive calls the message
    bool is_room = false;
  };

  void tell_next(session::Context& context);
  void take(session::Context& context, const std::vector<xmpp::PublishedItem>& items);

  session::PrivateNode node_{xmpp::ns::displayed};
  std::map<xmpp::Jid, Place> waiting_;
  std::optional<base::Steady> due_;
  bool is_telling_ = false;
  bool is_refused_ = false;  // the server keeps nothing of the kind
};

}  // namespace displayed
