// SPDX-License-Identifier: MIT
// A node of the account that only its own devices read, and where every item stays: made and set up as needed. XEP-0223;
// XEP-0060 sections 7.1.5 and 8; protocol trap 54.
#pragma once

#include <functional>
#include <string_view>

#include "session/extension.h"

namespace session {

class PrivateNode {
 public:
  // Whether the server keeps it, or why that is not known. Captures as of OnReply.
  enum class Outcome { Kept, Refused, Unknown };
  using OnOutcome = std::function<void(Context&, Outcome)>;

  explicit PrivateNode(std::string_view name) : name_(name) {}  // of a constant
  // Calls back exactly once, never from inside this call. One item at a time: the first of a session may have to set it up.
  void publish(Context& context, const xmpp::PublishedItem& item, const OnOutcome& on_outcome);
  // The next session may be with a server that was changed meanwhile.
  void on_lost() { is_set_up_ = false; }

 private:
  void set_up(Context& context, const xmpp::PublishedItem& item, const OnOutcome& on_outcome);

  std::string_view name_;
  bool is_set_up_ = false;  // here, in this session: what is published need not say how
};

}  // namespace session
