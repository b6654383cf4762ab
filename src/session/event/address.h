// SPDX-License-Identifier: MIT
// How the server spells what was typed. RFC 6122, RFC 7622.
#pragma once

#include <variant>

#include "xmpp/jid.h"

namespace session {

// What we asked the server for under one address it answers for under another: it spells it so.
struct AddressSpelled {
  xmpp::Jid asked, spelled;  // bare
};

using AddressEvent = std::variant<AddressSpelled>;

}  // namespace session
