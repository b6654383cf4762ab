// SPDX-License-Identifier: MIT
// Message, Presence and Iq: the envelope and its payload elements. They never learn a feature.
// RFC 6120 section 8, RFC 6121 sections 4.7 and 5.2.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "xml/element.h"
#include "xmpp/jid.h"
#include "xmpp/stanza_error.h"

namespace xmpp {

enum class MessageType { Normal, Chat, Groupchat, Headline, Error };
enum class PresenceType {
  Available,
  Unavailable,
  Subscribe,
  Subscribed,
  Unsubscribe,
  Unsubscribed,
  Probe,
  Error
};
enum class IqType { Get, Set, Result, Error };

// Absent addresses are kept absent: RFC 6120 8.1.2.1 gives absence a meaning of its own.
struct Message {
  std::optional<Jid> from, to;
  std::string id;
  MessageType type = MessageType::Normal;
  std::string lang;
  std::vector<xml::Element> payloads;  // everything but <error/>
  std::optional<StanzaError> error;    // with type Error
};

struct Presence {
  std::optional<Jid> from, to;
  std::string id;
  PresenceType type = PresenceType::Available;
  std::string lang;
  std::vector<xml::Element> payloads;
  std::optional<StanzaError> error;
};

struct Iq {
  std::optional<Jid> from, to;
  std::string id;
  IqType type = IqType::Get;
  std::optional<xml::Element> payload;  // exactly one for get and set (RFC 6120 8.2.3)
  std::optional<StanzaError> error;
};

using Stanza = std::variant<Message, Presence, Iq>;

// Absent when the element is no stanza of jabber:client; an Error when it is one but broken (an
// unknown iq type, no id on an iq, an impossible address).
std::optional<base::Result<Stanza>> parse_stanza(xml::Element element);
xml::Element to_element(const Message& message);
xml::Element to_element(const Presence& presence);
xml::Element to_element(const Iq& iq);
xml::Element to_element(const Stanza& stanza);

// First payload of that name; nullptr when there is none.
const xml::Element* find(const std::vector<xml::Element>& payloads, xml::Name name);
// The text of <name/> in jabber:client best fitting the user (RFC 6120 8.1.5: the one without
// xml:lang or the first one); absent when there is none. For body, subject, status, show, thread,
// priority.
std::optional<std::string_view> child_text(const std::vector<xml::Element>& payloads,
                                           std::string_view local);

Iq make_iq(IqType type, std::optional<Jid> to, std::string id, std::optional<xml::Element> payload);
// The reply to `request`: addresses swapped, id kept.
Iq make_result(const Iq& request, std::optional<xml::Element> payload = std::nullopt);
Iq make_error(const Iq& request, StanzaError error);

}  // namespace xmpp
