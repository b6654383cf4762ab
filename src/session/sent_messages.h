// SPDX-License-Identifier: MIT
// Our messages on their way: sent and told of, and remembered, so that an error bounce counts only when it comes back from
// where one went. RFC 6120 8.3; acceptance table, "error bounce".
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

#include "session/command/message.h"
#include "xmpp/jid.h"
#include "xmpp/stanza.h"

namespace session {

class Context;

// A bounce comes soon or never: what is older than this many messages is not waited for.
inline constexpr size_t max_remembered_messages = 1000;

class SentMessages {
 public:
  // Sends it in that envelope, which says to whom and of what type; tells MessageSent, or MessageFailed where it never can
  // be. Without a session nothing happens: whoever wrote it sends it again.
  void send(Context& context, const SendMessage& command, xmpp::Message envelope);
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
