// SPDX-License-Identifier: MIT
// Pending requests. See iq_tracker.h.
#include "session/iq_tracker.h"

#include <algorithm>
#include <utility>

#include "base/overloaded.h"

namespace session {

std::optional<xmpp::StanzaError> error_of(const IqReply& reply) {
  using Error = std::optional<xmpp::StanzaError>;
  return base::match(
      base::Overloaded{
          [](const xmpp::Iq&) { return Error(); },
          [](const xmpp::StanzaError& error) { return Error(error); },
          [](const TimedOut&) {
            return Error({xmpp::ErrorType::Wait, xmpp::Condition::RemoteServerTimeout, ""});
          },
          [](const SessionLost&) {
            return Error({xmpp::ErrorType::Wait, xmpp::Condition::RecipientUnavailable, ""});
          },
      },
      reply);
}

void IqTracker::add(const xmpp::Iq& request, OnReply on_reply, base::Steady deadline) {
  pending_.insert_or_assign(request.id, Pending{request.to, std::move(on_reply), deadline});
}

std::optional<IqTracker::Answered> IqTracker::take(const xmpp::Iq& reply, const Facts& facts) {
  // A stanza of another kind with a known id answers nothing; and an id alone proves nothing,
  // because its sender may have guessed or seen it (RFC 6120 8.2.3).
  const bool is_reply = reply.type == xmpp::IqType::Result || reply.type == xmpp::IqType::Error;
  auto found = pending_.find(reply.id);
  if (!is_reply || found == pending_.end() || !may_answer(reply.from, found->second.to, facts)) {
    return std::nullopt;
  }
  Answered out{std::move(found->second.on_reply), reply};
  if (reply.type == xmpp::IqType::Error) out.reply = reply.error.value_or(xmpp::StanzaError{});
  pending_.erase(found);
  return out;
}

std::vector<IqTracker::Answered> IqTracker::take_expired(base::Steady now) {
  std::vector<Answered> out;
  for (auto it = pending_.begin(); it != pending_.end();) {
    if (it->second.deadline > now) {
      ++it;
      continue;
    }
    out.push_back({std::move(it->second.on_reply), TimedOut{}});
    it = pending_.erase(it);
  }
  return out;
}

std::vector<IqTracker::Answered> IqTracker::take_all() {
  std::vector<Answered> out;
  for (auto& [id, pending] : pending_) out.push_back({std::move(pending.on_reply), SessionLost{}});
  pending_.clear();
  return out;
}

std::optional<base::Steady> IqTracker::next_deadline() const {
  auto first = std::min_element(pending_.begin(), pending_.end(), [](const auto& a, const auto& b) {
    return a.second.deadline < b.second.deadline;
  });
  return first == pending_.end() ? std::nullopt : std::optional(first->second.deadline);
}

}  // namespace session
