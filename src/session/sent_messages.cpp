// SPDX-License-Identifier: MIT
// Outgoing messages. See sent_messages.h.
#include "session/sent_messages.h"

#include <algorithm>
#include <utility>

#include "session/event.h"
#include "session/extension.h"

namespace session {

void SentMessages::send(Context& context, const SendMessage& command, xmpp::Message envelope) {
  const xmpp::Jid to = *envelope.to;
  envelope.id = command.id;
  const bool is_counted = command.is_tracked && context.is_managed();
  switch (context.say(std::move(envelope), command.content, command.is_tracked)) {
    case stream::Sent::Yes:
      remember(command.id, to);
      if (!command.id.empty()) context.emit(MessageSent{to, command.id, is_counted});
      break;
    case stream::Sent::NotBound:
      break;
    case stream::Sent::TooLarge:
      context.emit(MessageFailed{
          to, command.id, {xmpp::ErrorType::Modify, xmpp::Condition::PolicyViolation, ""}});
      break;
  }
}

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
