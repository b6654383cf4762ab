// SPDX-License-Identifier: MIT
// Which messages went to whom, so that an error bounce counts only when it comes back from there.
// RFC 6120 8.3; acceptance table, "error bounce".
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include "xmpp/jid.h"

namespace session {

// A bounce comes soon or never: what is older than this many messages is not waited for.
inline constexpr size_t max_remembered_messages = 1000;

class SentMessages {
 public:
  void remember(std::string id, xmpp::Jid to);
  // Whom the message of that id was for, when `from` may report about it; it is forgotten then.
  std::optional<xmpp::Jid> take(const std::string& id, const xmpp::Jid& from);
  void clear() { sent_.clear(); }

 private:
  struct Entry {
    std::string id;
    xmpp::Jid to;
  };
  std::deque<Entry> sent_;
};

}  // namespace session
