// SPDX-License-Identifier: MIT
// The policy of reconnection. See recovery.h.
#include "stream/recovery.h"

#include "stream/backoff.h"

namespace stream {
namespace {

// A server that accepts sessions only to end them at once must not see us at the fastest pace for
// ever.
constexpr base::Duration stable_session = std::chrono::seconds(10);
// A frame that one of the two sides cannot read comes back with the next session (offline storage,
// history, our own queue). Two reconnects are enough to know.
constexpr uint32_t max_poisoned = 2;
constexpr base::Duration poison_forgotten = std::chrono::minutes(5);

// It would end the same way next time, or another attempt would harm somebody.
bool is_final(Failure failure) {
  switch (failure) {
    case Failure::BadAddress:
    case Failure::InsecureUrl:
    case Failure::NoMechanism:
    case Failure::WrongPassword:
    case Failure::AccountDisabled:
    case Failure::ServerUnproven:
    case Failure::LoginProtocol:
    case Failure::ForeignIdentity:
    case Failure::Replaced:
    case Failure::TokenExpired:
      return true;
    default:
      return false;
  }
}

}  // namespace

Problem problem_of(const xmpp::StreamError& error, bool was_bound) {
  Problem out{.failure = Failure::StreamError, .condition = error.condition, .text = error.text};
  switch (error.condition) {
    case xmpp::StreamCondition::HostUnknown:
    case xmpp::StreamCondition::HostGone:
    case xmpp::StreamCondition::ImproperAddressing:
      out.failure = Failure::UnknownHost;
      break;
    case xmpp::StreamCondition::Conflict:
      out.failure = Failure::Replaced;
      break;
    case xmpp::StreamCondition::NotAuthorized:
      out.failure = was_bound ? Failure::AccountDisabled : Failure::WrongPassword;
      break;
    case xmpp::StreamCondition::SeeOtherHost:
      out.failure = Failure::Redirected;
      if (out.text.empty()) out.text = error.other;
      break;
    default:
      break;
  }
  return out;
}

bool Recovery::is_poison(const Problem& why) {
  if (why.failure == Failure::BadXml) return true;
  if (why.failure != Failure::StreamError) return false;
  switch (why.condition) {
    case xmpp::StreamCondition::BadFormat:
    case xmpp::StreamCondition::BadNamespacePrefix:
    case xmpp::StreamCondition::InvalidFrom:
    case xmpp::StreamCondition::InvalidNamespace:
    case xmpp::StreamCondition::InvalidXml:
    case xmpp::StreamCondition::NotWellFormed:
    case xmpp::StreamCondition::PolicyViolation:
    case xmpp::StreamCondition::RestrictedXml:
    case xmpp::StreamCondition::UnsupportedEncoding:
    case xmpp::StreamCondition::UnsupportedStanzaType:
      return true;
    default:
      return false;
  }
}

bool Recovery::should_retry(const Problem& why, base::Duration lasted) {
  if (lasted >= stable_session) attempts_ = 0;
  if (lasted >= poison_forgotten) poisoned_ = 0;
  if (!was_bound_ || is_final(why.failure)) return false;
  return !is_poison(why) || ++poisoned_ <= max_poisoned;
}

base::Duration Recovery::next_delay(base::Random& random) { return backoff(attempts_++, random); }

}  // namespace stream
