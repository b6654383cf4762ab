// SPDX-License-Identifier: MIT
// Whatever names a conversation, or a person in a contact list, names its account.
#pragma once

#include <cstdint>
#include <string>

#include "xmpp/jid.h"

namespace model {

// Numbers the accounts of a page or program; what one is stays the same as long as it is logged in, over reloads, too.
using AccountId = uint8_t;
// LIMIT: nobody has as many addresses; the numbers of sockets have four bits for them (app/account.cpp).
inline constexpr AccountId max_accounts = 8;

struct Place {
  AccountId account = 0;
  xmpp::Jid jid;
  bool operator==(const Place&) const = default;
  bool operator<(const Place& other) const {
    return account != other.account ? account < other.account : jid < other.jid;
  }
};

// In names of things: the address; of other accounts than the first their number before it, which no address can begin with
// (RFC 7622 3.3.1).
inline std::string text_of(const Place& place) {
  return place.account == 0 ? place.jid.text()
                            : std::to_string(place.account) + ':' + place.jid.text();
}

}  // namespace model
