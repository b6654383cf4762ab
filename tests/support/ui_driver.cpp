// SPDX-License-Identifier: MIT
// Facts that many tests of views begin with. See ui_driver.h.
#include "support/ui_driver.h"

#include "session/event.h"

namespace support {

void UiDriver::log_in() {
  act(model::LogIn{"alice@example.com", base::Secret("secret")});
  event(session::StatusChanged{stream::Fresh{jid("alice@example.com/web")}});
  using xmpp::Subscription;
  event(session::RosterLoaded{{
      {.jid = jid("bob@example.com"), .name = "Bob Baker", .subscription = Subscription::Both},
      {.jid = jid("carol@example.com"), .name = "Carol", .subscription = Subscription::Both},
      {.jid = jid("dave@other.example"), .subscription = Subscription::None, .is_pending = true},
  }});
  event(session::PresenceChanged{jid("bob@example.com/phone"), xmpp::Availability::Available,
                                 "At my desk"});
  event(session::PresenceChanged{jid("carol@example.com/x"), xmpp::Availability::Away});
  commands.clear();
}

void UiDriver::log_in_also(const std::string& address) {
  second.emplace(model::Settings{.account = 1, .domain = "example.com"});
  model::Action action = model::LogIn{address, base::Secret("secret")};
  action.account = 1;
  act(action);
  event(session::StatusChanged{stream::Fresh{jid(address + "/web")}}, 1);
  event(session::RosterLoaded{{{.jid = jid("bob@example.com"),
                                .name = "Bob Baker",
                                .subscription = xmpp::Subscription::Both}}},
        1);
  commands.clear();
}

void UiDriver::receive(const std::string& from, const std::string& body, const std::string& id,
                       model::AccountId account) {
  event(session::MessageReceived{.conversation = jid(from).bare(),
                                 .from = jid(from),
                                 .id = id,
                                 .sent = now.wall,
                                 .content = {.body = body}},
        account);
}

}  // namespace support
