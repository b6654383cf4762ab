// SPDX-License-Identifier: MIT
// What a message says to a person: its subject and body in the language of the page, or that it is encrypted.
// RFC 6121 5.2.3, RFC 6120 8.1.5. XEP-0380 is heard and not advertised: nothing is ever decrypted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xml/element.h"

namespace xmpp {

// The text of <name/> in jabber:client in that language; else of the one without xml:lang, else of the first.
std::optional<std::string_view> text_in(const std::vector<xml::Element>& payloads,
                                        std::string_view name, std::string_view language);

struct MessageWords {
  std::string text;  // the subject stands on a line above the body
  std::string
      encryption;  // what it is encrypted with, as its sender calls it; only where there is no text
};
// Absent: it says nothing to a person. In a room a subject is the room's, and not the message's (XEP-0045 8.1).
std::optional<MessageWords> words_of(const std::vector<xml::Element>& payloads,
                                     std::string_view language, bool is_groupchat = false);

}  // namespace xmpp
