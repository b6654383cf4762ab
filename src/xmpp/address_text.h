// SPDX-License-Identifier: MIT
// Addresses as people write them and as they read them: typed, pasted, out of a link, with characters that no local part may
// hold. RFC 5122 (xmpp: links), RFC 6068 (mailto: links), XEP-0106: JID Escaping 1.1.1
#pragma once

#include <string>
#include <string_view>

#include "xmpp/jid.h"

namespace xmpp {

// What Jid::parse takes of what was typed or pasted. What cannot be seen goes at both ends. A link loses scheme, query and
// fragment, and its escapes are resolved; what is no link keeps its '?' and '%'. The apostrophe and '&' of a local part are
// escaped; a space, '<' or a second '@' is rather a slip, and is left for Jid::parse to refuse. Empty: it is no address.
std::string written_address(std::string_view typed);

// What an address means to people: the escapes of its local part resolved. Only to be shown, never to be compared.
std::string readable_local(std::string_view local);
std::string readable(const Jid& jid);
// What somebody of whom no other name is known is called: the local part, or the domain where there is none.
std::string readable_name(const Jid& jid);

}  // namespace xmpp
