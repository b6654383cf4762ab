// SPDX-License-Identifier: MIT
// Remembered ids of outgoing messages. See sent_messages.h.
#include "session/sent_messages.h"

#include <algorithm>
#include <utility>

namespace session {

void SentMessages::remember(std::string id, xmpp::Jid to) {
  if (id.empty()) return;
  sent_.push_back({std::move(id), std::move(to)});
  if (sent_.size() > max_remembered_messages) sent_.pop_front();
}

std::optional<xmpp::Jid> SentMessages::take(const std::string& id, const xmpp::Jid& from) {
  auto found = std::find_if(sent_.begin(), sent_.end(), [&](const Entry& entry) {
    return entry.id == id && xmpp::may_be_spelled(entry.to, from);
  });
  if (found == sent_.end()) return std::nullopt;
  xmpp::Jid to = std::move(found->to);
  sent_.erase(found);
  return to;
}

}  // namespace session
