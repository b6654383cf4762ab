// SPDX-License-Identifier: MIT
// Stanzas from elements and back. RFC 6120 sections 8.1 and 8.2, RFC 6121 sections 4.7.1 and 5.2.2.
#include "xmpp/stanza.h"

#include <array>
#include <utility>

#include "base/overloaded.h"
#include "xmpp/ns.h"

namespace xmpp {
namespace {

// In the order of the enumerations. The empty name is the type that is written as no type.
constexpr std::array<std::string_view, 5> message_types = {"", "chat", "groupchat", "headline",
                                                           "error"};
constexpr std::array<std::string_view, 8> presence_types = {
    "", "unavailable", "subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe", "error"};
constexpr std::array<std::string_view, 4> iq_types = {"get", "set", "result", "error"};
constexpr xml::Name error_name{ns::client, "error"};

template <class Type, size_t Size>
std::optional<Type> type_from(const std::array<std::string_view, Size>& names,
                              std::string_view name) {
  for (size_t i = 0; i < Size; ++i) {
    if (names[i] == name) return static_cast<Type>(i);
  }
  return std::nullopt;
}

// What every stanza carries.
struct Envelope {
  std::optional<Jid> from, to;
  std::string id, type, lang;
  std::vector<xml::Element> payloads;
  std::optional<StanzaError> error;  // of the first <error/> child
};

base::Result<std::optional<Jid>> address(const xml::Element& element, std::string_view name) {
  const auto text = element.attribute(name);
  if (!text) return std::optional<Jid>();
  TRY(jid, Jid::received(*text));
  return std::optional<Jid>(std::move(jid));
}

base::Result<Envelope> open_envelope(xml::Element& element) {
  TRY(from, address(element, "from"));
  TRY(to, address(element, "to"));
  Envelope envelope;
  envelope.from = std::move(from);
  envelope.to = std::move(to);
  envelope.id = element.attribute_or_empty("id");
  envelope.type = element.attribute_or_empty("type");
  envelope.lang = element.lang();
  if (envelope.type == "error") {
    const xml::Element* error = element.child(error_name);
    envelope.error = error == nullptr ? StanzaError{} : parse_stanza_error(*error);
  }
  element.remove(error_name);
  envelope.payloads = std::move(element.children());
  return envelope;
}

base::Result<Stanza> parse_message(xml::Element& element) {
  TRY(envelope, open_envelope(element));
  // "normal" may be said, and what is unknown is normal (RFC 6121 5.2.2).
  const auto type = type_from<MessageType>(message_types, envelope.type);
  return Stanza(Message{std::move(envelope.from), std::move(envelope.to), std::move(envelope.id),
                        type.value_or(MessageType::Normal), std::move(envelope.lang),
                        std::move(envelope.payloads), std::move(envelope.error)});
}

base::Result<Stanza> parse_presence(xml::Element& element) {
  TRY(envelope, open_envelope(element));
  const auto type = type_from<PresenceType>(presence_types, envelope.type);
  if (!type) return base::Error{"a presence of a type that does not exist"};
  return Stanza(Presence{std::move(envelope.from), std::move(envelope.to), std::move(envelope.id),
                         *type, std::move(envelope.lang), std::move(envelope.payloads),
                         std::move(envelope.error)});
}

base::Result<Stanza> parse_iq(xml::Element& element) {
  TRY(envelope, open_envelope(element));
  const auto type = type_from<IqType>(iq_types, envelope.type);
  if (!type) return base::Error{"an iq of a type that does not exist"};
  if (envelope.id.empty()) return base::Error{"an iq without an id"};
  const bool request = *type == IqType::Get || *type == IqType::Set;
  if (request && envelope.payloads.size() != 1) {
    return base::Error{"an iq request without exactly one payload"};
  }
  // An error may repeat the request; a result has one payload or none.
  if (*type == IqType::Result && envelope.payloads.size() > 1) {
    return base::Error{"an iq result with more than one payload"};
  }
  Iq iq{
      std::move(envelope.from), std::move(envelope.to), std::move(envelope.id), *type, std::nullopt,
      std::move(envelope.error)};
  if (!envelope.payloads.empty()) iq.payload = std::move(envelope.payloads.front());
  return Stanza(std::move(iq));
}

template <class S>
xml::Element write_envelope(const S& stanza, std::string_view local, std::string_view type) {
  xml::Element element(ns::client, local);
  if (stanza.to) element.set("to", stanza.to->text());
  if (stanza.from) element.set("from", stanza.from->text());
  element.set_if("id", stanza.id).set_if("type", type);
  return element;
}

template <class S>
void write_payloads(xml::Element& element, const S& stanza) {
  if (!stanza.lang.empty()) element.set_lang(stanza.lang);
  for (const xml::Element& payload : stanza.payloads) element.add(payload);
  if (stanza.error) element.add(to_element(*stanza.error));
}

}  // namespace

std::optional<base::Result<Stanza>> parse_stanza(xml::Element element) {
  if (element.is({ns::client, "message"})) return parse_message(element);
  if (element.is({ns::client, "presence"})) return parse_presence(element);
  if (element.is({ns::client, "iq"})) return parse_iq(element);
  return std::nullopt;
}

xml::Element to_element(const Message& message) {
  xml::Element element =
      write_envelope(message, "message", message_types[static_cast<size_t>(message.type)]);
  write_payloads(element, message);
  return element;
}

xml::Element to_element(const Presence& presence) {
  xml::Element element =
      write_envelope(presence, "presence", presence_types[static_cast<size_t>(presence.type)]);
  write_payloads(element, presence);
  return element;
}

xml::Element to_element(const Iq& iq) {
  xml::Element element = write_envelope(iq, "iq", iq_types[static_cast<size_t>(iq.type)]);
  if (iq.payload) element.add(*iq.payload);
  if (iq.error) element.add(to_element(*iq.error));
  return element;
}

xml::Element to_element(const Stanza& stanza) {
  return base::match([](const auto& each) { return to_element(each); }, stanza);
}

const xml::Element* find(const std::vector<xml::Element>& payloads, xml::Name name) {
  for (const xml::Element& payload : payloads) {
    if (payload.is(name)) return &payload;
  }
  return nullptr;
}

std::optional<std::string_view> child_text(const std::vector<xml::Element>& payloads,
                                           std::string_view local) {
  const xml::Element* best = nullptr;
  for (const xml::Element& payload : payloads) {
    if (!payload.is({ns::client, local})) continue;
    if (payload.lang().empty()) return payload.text();
    if (best == nullptr) best = &payload;
  }
  if (best == nullptr) return std::nullopt;
  return best->text();
}

Iq make_iq(IqType type, std::optional<Jid> to, std::string id,
           std::optional<xml::Element> payload) {
  return Iq{std::nullopt, std::move(to), std::move(id), type, std::move(payload), std::nullopt};
}

Iq make_result(const Iq& request, std::optional<xml::Element> payload) {
  return make_iq(IqType::Result, request.from, request.id, std::move(payload));
}

Iq make_error(const Iq& request, StanzaError error) {
  Iq reply = make_iq(IqType::Error, request.from, request.id, std::nullopt);
  reply.error = std::move(error);
  return reply;
}

}  // namespace xmpp
