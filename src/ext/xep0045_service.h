// SPDX-License-Identifier: MIT
// Finds the server's own service for rooms, when somebody asks for it: a room may be called by its name alone then.
// XEP-0045: Multi-User Chat 1.35.5, section 6.1
#pragma once

#include <optional>

#include "session/extension.h"

namespace muc {

class RoomService : public session::Extension {
 public:
  void on_fresh(session::Context& context) override;
  session::Handled on_command(session::Context& context, const session::Command& command) override;

 private:
  void on_items(session::Context& context, const session::IqReply& reply);
  void on_info(session::Context& context, const xmpp::Jid& of, const session::IqReply& reply);
  void finish(session::Context& context);

  bool is_searching_ = false;
  size_t unanswered_ = 0;
  std::optional<xmpp::Jid> found_;  // of this session
};

}  // namespace muc
