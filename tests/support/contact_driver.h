// SPDX-License-Identifier: MIT
// A model with contacts, of whom messages come that ask for receipts.
#pragma once

#include <string>
#include <vector>

#include "support/model_driver.h"

namespace support {

// Bob sees us, Carol does not; strangers are in no list.
struct ContactDriver : ModelDriver {
  explicit ContactDriver(bool has_store = false) : ModelDriver("example.com", has_store) {
    log_in();
    event(session::RosterLoaded{
        {{.jid = jid("bob@example.com"), .subscription = xmpp::Subscription::Both},
         {.jid = jid("carol@example.com"), .subscription = xmpp::Subscription::To}}});
  }
  session::MessageReceived asking(std::string_view from, const std::string& id) const {
    return {.conversation = jid(from).bare(),
            .peer = jid(from),
            .from = jid(from),
            .id = id,
            .sent = now.wall,
            .content = {.body = "hello", .wants_receipt = true}};
  }
  void receipt(std::string_view from, const std::string& id) {
    event(session::MessageReceived{.conversation = jid(from).bare(),
                                   .peer = jid(from),
                                   .from = jid(from),
                                   .sent = now.wall,
                                   .content = {.receipt_for = id}});
  }
  std::vector<session::SendMessage> receipts() const {
    std::vector<session::SendMessage> out;
    for (const session::SendMessage& wish : all<session::SendMessage>()) {
      if (!wish.content.receipt_for.empty()) out.push_back(wish);
    }
    return out;
  }
};

}  // namespace support
