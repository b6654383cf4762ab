// SPDX-License-Identifier: MIT
// Answers pings, and pings a silent server to find out whether the connection still lives.
// XEP-0199: XMPP Ping 2.0.1
#pragma once

#include <optional>

#include "session/extension.h"

namespace ping {

// Below the minute after which proxies give up an idle connection (protocol trap A 14).
inline constexpr base::Duration silence = std::chrono::seconds(45);
inline constexpr base::Duration answer_time = std::chrono::seconds(10);
// A timer this late means that the machine slept: the answer had no chance to arrive in time.
inline constexpr base::Duration overslept = std::chrono::seconds(5);

class Ping : public session::Extension {
 public:
  std::vector<std::string_view> features() const override;
  void on_fresh(session::Context& context) override;
  void on_lost(session::Context& context) override;
  session::Handled on_iq(session::Context& context, const xmpp::Iq& iq) override;
  std::optional<base::Steady> next_wake(const session::Context& context) const override;
  void on_wake(session::Context& context) override;
  void on_network_online(session::Context& context) override;

 private:
  // Asked, and nothing at all came since.
  bool is_waiting(const session::Context& context) const;
  void ask(session::Context& context);

  std::optional<base::Steady> asked_;
};

}  // namespace ping
