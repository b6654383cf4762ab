// SPDX-License-Identifier: MIT
// See message_words.h.
#include "xmpp/message_words.h"

#include <algorithm>

#include "xmpp/ns.h"
#include "xmpp/stanza.h"

namespace xmpp {

namespace {

// The first subtag of a language tag is what people call the language (RFC 5646 2.2.1).
bool is_same_language(std::string_view a, std::string_view b) {
  a = a.substr(0, a.find('-'));
  b = b.substr(0, b.find('-'));
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return !a.empty() && std::equal(a.begin(), a.end(), b.begin(), b.end(),
                                  [&](char x, char y) { return lower(x) == lower(y); });
}

// An OMEMO element without payload moves keys; nobody wrote anything.
bool carries_words(const xml::Element& encrypted) {
  return std::any_of(
      encrypted.children().begin(), encrypted.children().end(), [&](const xml::Element& child) {
        return child.is({ns::omemo_legacy, "payload"}) || child.is({ns::omemo, "payload"});
      });
}

std::string encryption_of(const std::vector<xml::Element>& payloads) {
  for (const xml::Element& payload : payloads) {
    const bool is_omemo =
        payload.is({ns::omemo_legacy, "encrypted"}) || payload.is({ns::omemo, "encrypted"});
    if (is_omemo) return carries_words(payload) ? "OMEMO" : "";
    if (payload.is({ns::openpgp_legacy, "x"}) || payload.is({ns::openpgp, "openpgp"}))
      return "OpenPGP";
  }
  if (const xml::Element* hint = find(payloads, {ns::explicit_encryption, "encryption"})) {
    const std::string_view name = hint->attribute_or_empty("name");
    return std::string(name.empty() ? hint->attribute_or_empty("namespace") : name);
  }
  return "";
}

}  // namespace

std::optional<std::string_view> text_in(const std::vector<xml::Element>& payloads,
                                        std::string_view name, std::string_view language) {
  for (const xml::Element& payload : payloads) {
    if (payload.is({ns::client, name}) && is_same_language(payload.lang(), language))
      return payload.text();
  }
  return child_text(payloads, name);
}

std::optional<MessageWords> words_of(const std::vector<xml::Element>& payloads,
                                     std::string_view language, bool is_groupchat) {
  MessageWords words;
  const std::string_view subject =
      is_groupchat ? std::string_view() : text_in(payloads, "subject", language).value_or("");
  const std::string_view body = text_in(payloads, "body", language).value_or("");
  words.text = subject;
  if (!subject.empty() && !body.empty()) words.text += '\n';
  if (subject == body) words.text.clear();
  words.text += body;
  if (words.text.empty()) words.encryption = encryption_of(payloads);
  if (words.text.empty() && words.encryption.empty()) return std::nullopt;
  return words;
}

}  // namespace xmpp
