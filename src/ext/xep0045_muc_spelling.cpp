// SPDX-License-Identifier: MIT
// Rooms that answer under another spelling than they were joined under: RFC 7622 keeps what RFC 6122 maps. See xep0045_muc.h.
#include <algorithm>
#include <utility>

#include "ext/xep0045_muc.h"
#include "session/event.h"
#include "xmpp/ns.h"

namespace muc {

namespace ns = xmpp::ns;

// Only what answers a join tells how a room is spelled: its occupants, or that it does not let us in.
Muc::Room* Muc::find_asked(const xmpp::Presence& presence) {
  const bool is_answer = presence.type == xmpp::PresenceType::Error ||
                         xmpp::find(presence.payloads, {ns::muc_user, "x"}) != nullptr;
  return is_answer && presence.from ? find_asked(*presence.from) : nullptr;
}

Muc::Room* Muc::find_asked(const xmpp::Jid& from) {
  const auto found = std::find_if(rooms_.begin(), rooms_.end(), [&](const auto& entry) {
    const Room& room = entry.second;
    const bool is_waiting = room.joining && room.joining->deadline;
    return is_waiting && room.jid != from.bare() && xmpp::may_be_spelled(room.jid, from);
  });
  return found == rooms_.end() ? nullptr : &found->second;
}

Muc::Room& Muc::respell(session::Context& context, const xmpp::Jid& asked,
                        const xmpp::Jid& spelled) {
  auto node = rooms_.extract(asked);
  context.facts().rooms.erase(asked);
  context.emit(session::AddressSpelled{asked, spelled});
  node.key() = spelled;
  node.mapped().jid = spelled;
  context.facts().rooms.insert(spelled);
  // Where we are in the room already, it is that one.
  return rooms_.insert(std::move(node)).position->second;
}

}  // namespace muc
