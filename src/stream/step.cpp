// SPDX-License-Identifier: MIT
// Answers that several steps share. See step.h.
#include "stream/step.h"

#include <utility>

#include "xmpp/ns.h"

namespace stream {

Rejected unexpected(const StepInput& input) {
  using xmpp::StreamCondition;
  Problem why{.failure = Failure::LoginProtocol};
  const auto* element = std::get_if<xml::Element>(&input);
  if (element == nullptr) return {why, StreamCondition::BadFormat};
  return {why, element->ns() == xmpp::ns::client ? StreamCondition::NotAuthorized
                                                 : StreamCondition::UnsupportedStanzaType};
}

std::optional<xmpp::Iq> answer_to(const StepInput& input, const std::string& id) {
  const auto* element = std::get_if<xml::Element>(&input);
  if (element == nullptr) return std::nullopt;
  std::optional<base::Result<xmpp::Stanza>> stanza = xmpp::parse_stanza(*element);
  if (!stanza || !*stanza) return std::nullopt;
  auto* iq = std::get_if<xmpp::Iq>(&**stanza);
  if (iq == nullptr || iq->id != id) return std::nullopt;
  if (iq->type != xmpp::IqType::Result && iq->type != xmpp::IqType::Error) return std::nullopt;
  return std::move(*iq);
}

bool is_ours(const xmpp::Jid& jid, const Config& config) {
  if (config.credentials.is_anonymous) {
    return jid.domain() == config.account.domain() && !jid.local().empty();
  }
  // It is the server that says what its accounts are called.
  return xmpp::may_be_spelled(jid, config.account);
}

void warn(const Config& config, const char* sentence) {
  if (config.log != nullptr) config.log->write(base::LogLevel::Warning, "stream", sentence);
}

Rejected refused(const xmpp::Iq& error) {
  return {{.failure = Failure::BindRefused, .text = error.error ? error.error->text : ""},
          std::nullopt};
}

}  // namespace stream
