// SPDX-License-Identifier: MIT
// What a reloaded page must know of its rooms: a resumed stream tells none of it again. See xep0045_muc.h.
#include "ext/xep0045_muc.h"

namespace muc {

void Muc::save(base::RecordWriter& out) const {
  out.number(static_cast<uint64_t>(availability_)).text(status_).flag(is_presence_unsaid_);
  out.number(unsaid_leaves_.size());
  for (const auto& [jid, nick] : unsaid_leaves_) out.text(jid.text()).text(nick);
  out.number(rooms_.size());
  for (const auto& [jid, room] : rooms_) {
    // Without the password.
    out.text(jid.text())
        .text(room.wanted)
        .text(room.nick)
        .flag(room.is_joined)
        .flag(room.is_unsaid);
    out.number(room.occupants.size());
    for (const std::string& nick : room.occupants) out.text(nick);
    out.flag(room.last_message.has_value());
    if (room.last_message) {
      out.number(static_cast<uint64_t>(room.last_message->time_since_epoch().count()));
    }
    out.number(room.seen.size());
    for (const std::string& id : room.seen) out.text(id);
  }
}

void Muc::restore(base::RecordReader& in) {
  availability_ = static_cast<xmpp::Availability>(
      in.number_up_to(static_cast<uint64_t>(xmpp::Availability::DoNotDisturb)));
  status_ = std::string(in.text());
  is_presence_unsaid_ = in.flag();
  const size_t leaves = in.count();
  for (size_t i = 0; i < leaves && in.is_good(); ++i) {
    base::Result<xmpp::Jid> jid = xmpp::Jid::received(in.text());
    if (!jid) return in.spoil();
    unsaid_leaves_[*jid] = std::string(in.text());
  }
  const size_t count = in.count();
  for (size_t i = 0; i < count && in.is_good(); ++i) {
    base::Result<xmpp::Jid> jid = xmpp::Jid::received(in.text());
    if (!jid) return in.spoil();
    Room& room = rooms_[*jid];
    room.jid = *jid;
    room.wanted = std::string(in.text());
    room.nick = std::string(in.text());
    room.is_joined = in.flag();
    room.is_unsaid = in.flag();
    const size_t occupants = in.count();
    for (size_t o = 0; o < occupants && in.is_good(); ++o) room.occupants.emplace(in.text());
    if (in.flag())
      room.last_message = base::Wall(base::Duration(static_cast<int64_t>(in.number())));
    const size_t seen = in.count();
    for (size_t n = 0; n < seen && in.is_good(); ++n) room.seen.emplace_back(in.text());
  }
}

}  // namespace muc
