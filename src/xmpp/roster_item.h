// SPDX-License-Identifier: MIT
// An entry of the contact list. RFC 6121 2.1.2.
#pragma once

#include <string>
#include <vector>

#include "xmpp/jid.h"

namespace xmpp {

enum class Subscription { None, To, From, Both };

// Of who sees our presence, and of whose we see.
inline bool sees_us(Subscription subscription) {
  return subscription == Subscription::From || subscription == Subscription::Both;
}
inline bool is_seen_by_us(Subscription subscription) {
  return subscription == Subscription::To || subscription == Subscription::Both;
}

struct RosterItem {
  Jid jid;  // bare
  std::string name;
  Subscription subscription = Subscription::None;
  bool is_pending = false;  // ask='subscribe': we asked, no answer yet
  std::vector<std::string> groups;
  bool operator==(const RosterItem&) const = default;
};

}  // namespace xmpp
