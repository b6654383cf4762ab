// SPDX-License-Identifier: MIT
// See xep0441_preferences.h.
#include "ext/xep0441_preferences.h"

#include "session/command.h"
#include "session/event.h"
#include "xmpp/ns.h"

namespace archive_preferences {

using session::Handled;

namespace {

const xml::Element* prefs_of(const session::IqReply& reply) {
  const auto* iq = std::get_if<xmpp::Iq>(&reply);
  return iq != nullptr && iq->payload ? &*iq->payload : nullptr;
}

std::optional<xmpp::ArchivePolicy> policy_of(const session::IqReply& reply) {
  const xml::Element* prefs = prefs_of(reply);
  return prefs == nullptr ? std::nullopt : xmpp::parse_archive_policy(*prefs);
}

}  // namespace

Handled Preferences::on_command(session::Context& context, const session::Command& command) {
  if (base::holds<session::ReadArchivePolicy>(command)) {
    context.request(xmpp::IqType::Get, std::nullopt, xmpp::make_archive_preferences_wish(),
                    [](session::Context& later, const session::IqReply& reply) {
                      later.emit(session::ArchivePolicyTold{policy_of(reply)});
                    });
    return Handled::Yes;
  }
  const auto* wish = base::get_if<session::SetArchivePolicy>(&command);
  if (wish == nullptr) return Handled::No;
  // What is set takes the place of everything: the lists are read right before.
  context.request(
      xmpp::IqType::Get, std::nullopt, xmpp::make_archive_preferences_wish(),
      [this, policy = wish->policy](session::Context& later, const session::IqReply& reply) {
        if (policy_of(reply)) return change(later, *prefs_of(reply), policy);
        later.emit(session::ArchivePolicyTold{.is_refused = true});
      });
  return Handled::Yes;
}

void Preferences::change(session::Context& context, const xml::Element& prefs,
                         xmpp::ArchivePolicy policy) {
  const std::optional<xmpp::ArchivePolicy> before = xmpp::parse_archive_policy(prefs);
  context.request(xmpp::IqType::Set, std::nullopt, xmpp::with_archive_policy(prefs, policy),
                  [before, policy](session::Context& later, const session::IqReply& reply) {
                    if (!std::holds_alternative<xmpp::Iq>(reply)) {
                      return later.emit(session::ArchivePolicyTold{before, true});
                    }
                    // Some servers say what they made of it.
                    later.emit(session::ArchivePolicyTold{policy_of(reply).value_or(policy)});
                  });
}

}  // namespace archive_preferences
